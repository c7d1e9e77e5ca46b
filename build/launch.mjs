// The first file of every npm script. It runs on any Node from 20 on and uses nothing but Node itself:
// it installs what is missing, then hands over to the project's own Node 24, which runs the TypeScript
// of build/<command>.ts as it is. (better-sqlite3 crashes under Node 20, hence the hand-over.)
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const [command, ...args] = process.argv.slice(2);
const script = path.join(root, 'build', `${command}.ts`);

function fail(message) {
  console.error(message);
  process.exit(1);
}

function nodeBinary() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const binary = path.join(root, 'node_modules', 'node', 'bin', name);
  return existsSync(binary) ? binary : undefined;
}

/** Installed means: the lock file npm wrote into node_modules is at least as new as the project's own. */
function isInstalled() {
  const marker = path.join(root, 'node_modules', '.package-lock.json');
  const lock = path.join(root, 'package-lock.json');
  return (
    existsSync(marker) &&
    nodeBinary() !== undefined &&
    statSync(marker).mtimeMs >= statSync(lock).mtimeMs - 1000
  );
}

function install() {
  console.log('Installing what Lynk needs from the npm registry (once)…');
  const npm = process.env.npm_execpath;
  const run = (argv) =>
    npm
      ? spawnSync(process.execPath, [npm, ...argv], { cwd: root, stdio: ['ignore', 2, 2] })
      : spawnSync('npm', argv, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  // The engine warnings speak of the system's Node; everything runs on the Node 24 that this installs.
  const result = run(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (result.status !== 0) {
    fail(
      'Lynk could not install its packages: the npm registry did not answer, or the folder cannot be written. See the lines above.',
    );
  }
}

if (!command || !existsSync(script))
  fail(`Unknown command "${command ?? ''}". The commands are the scripts of package.json.`);
if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Lynk needs Node 20 or newer; this is ${process.version}.`);
if (!isInstalled()) install();

const node = nodeBinary();
if (!node) {
  const { engines } = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('../package.json'), 'utf8'),
  );
  fail(
    `Node 24 is missing from node_modules (system Node must be ${engines.node}). Run "npm ci" and look at its output.`,
  );
}
const child = spawn(node, ['--disable-warning=ExperimentalWarning', script, ...args], {
  cwd: process.cwd(),
  stdio: 'inherit',
  env: {
    ...process.env,
    LYNK_ROOT: root,
    PATH: `${path.dirname(node)}${path.delimiter}${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
  },
});
// The terminal sends Ctrl+C to the child as well; waiting for it lets it end its own children first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => signal === 'SIGINT' || child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
