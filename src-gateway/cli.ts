// The command line of the standalone gateway: run it, check it, and keep its agents. docs/gateway.md.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { AppError } from '#shared/model/errors.ts';
import { ExtensionNumber } from '#shared/model/ids.ts';
import { parse } from '#shared/model/parse.ts';
import { CONFIG_FLAGS, readConfig, readDataDir, toGatewayOptions } from './config.ts';
import { startGateway, type GatewayOptions } from './gateway.ts';
import { hashPassword } from './http/passwords.ts';
import { createLog } from './log.ts';
import { createPSeries } from './pabx/p-series/p-series.ts';
import { openStore, type Store } from './store/store.ts';

type Environment = Readonly<Record<string, string | undefined>>;
interface Output {
  write(text: string): unknown;
}

const USAGE = `Usage:
  gateway --config FILE                 run the gateway until Ctrl+C
  gateway --config FILE --check         say what is wrong with the configuration, the PABX, port and folder
  gateway --config FILE agent add EXT   add an agent or change the password (asked on standard input,
                                        or --password-file FILE)
  gateway --config FILE agent list
  gateway --config FILE agent remove EXT

Settings may also come from LYNK_… variables and from ${CONFIG_FLAGS.map((flag) => `--${flag}`).join(', ')}.
See docs/gateway.md.
`;

const DRAIN_MS = 5000;
const MIN_PASSWORD = 8;

/**
 * Runs one command. The exit code: 0 done, 1 something is wrong (one sentence says what), 2 wrong usage.
 * `defaultWebRoot` is the folder of Lynk Web where file, environment and flags name none.
 */
export async function runGatewayCli(
  argv: string[],
  env: Environment,
  output: Output,
  { defaultWebRoot }: { readonly defaultWebRoot?: string } = {},
): Promise<number> {
  const say = (line: string) => void output.write(`${line}\n`);
  try {
    const { values, positionals } = parseFlags(argv);
    if (values['help'] === true) {
      say(USAGE);
      return 0;
    }
    const file = typeof values['config'] === 'string' ? values['config'] : undefined;
    if (positionals[0] === 'agent') {
      const dataDir = readDataDir(file, env, values);
      return await agentCommand(positionals.slice(1), values['password-file'], dataDir, say);
    }
    if (positionals.length > 0) throw usage(`There is no command "${positionals[0] ?? ''}".`);
    const options = toGatewayOptions(readConfig(file, env, values), defaultWebRoot);
    return values['check'] === true ? await check(options, say) : await run(options, say);
  } catch (error) {
    const known = AppError.from(error);
    say(known.message);
    return known.details['isUsage'] === true ? 2 : 1;
  }
}

const usage = (message: string) =>
  new AppError('config.invalid', { message: `${message}\n${USAGE}`, details: { isUsage: true } });

function parseFlags(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        check: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        'password-file': { type: 'string' },
        ...Object.fromEntries(CONFIG_FLAGS.map((flag) => [flag, { type: 'string' as const }])),
      },
    });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

async function run(options: GatewayOptions, say: (line: string) => void): Promise<number> {
  const gateway = await startGateway({ ...options, log: createLog('info') });
  say(`Lynk gateway: ${gateway.url}/`);
  if (options.webRoot !== undefined) say(`Lynk Web: ${gateway.url}/`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await gateway.stop({ drainMs: DRAIN_MS });
  return 0;
}

/** Tries each thing that the gateway will need; says of each whether it is well. */
async function check(options: GatewayOptions, say: (line: string) => void): Promise<number> {
  say('Configuration: fine.');
  const checks: readonly (readonly [string, () => Promise<void>])[] = [
    ['Data folder', async () => openStore(options.dataDir).dispose()],
    ['Port', () => tryPort(options)],
    ['PABX', () => tryPabx(options)],
  ];
  let isFine = true;
  for (const [what, attempt] of checks) {
    try {
      await attempt();
      say(`${what}: fine.`);
    } catch (error) {
      isFine = false;
      say(`${what}: ${AppError.from(error).message}`);
    }
  }
  return isFine ? 0 : 1;
}

function tryPort({ host, port }: GatewayOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause) => {
      const message = `Port ${port} of ${host} cannot be used (${cause.message}). Choose another with --port.`;
      reject(new AppError('config.portInUse', { message, cause }));
    });
    probe.listen({ host, port }, () => probe.close(() => resolve()));
  });
}

async function tryPabx({ pabx: options }: GatewayOptions): Promise<void> {
  const pabx = createPSeries(options);
  try {
    await pabx.check(AbortSignal.timeout(15_000));
  } finally {
    await pabx.dispose();
  }
}

async function agentCommand(
  [verb, given, ...rest]: readonly string[],
  passwordFile: string | boolean | undefined,
  dataDir: string,
  say: (line: string) => void,
): Promise<number> {
  const extension = (): string => {
    if (given === undefined || rest.length > 0) throw usage(`"agent ${verb ?? ''}" takes one extension.`);
    return parse(ExtensionNumber, given, 'config.invalid', 'The extension');
  };
  const withStore = <Result>(work: (store: Store) => Result): Result => {
    const store = openStore(dataDir);
    try {
      return work(store);
    } finally {
      store.dispose();
    }
  };
  switch (verb) {
    case 'add': {
      const added = extension();
      const password =
        typeof passwordFile === 'string' ? readPassword(passwordFile) : (await text(process.stdin)).trimEnd();
      if (password.length < MIN_PASSWORD) {
        throw new AppError('config.invalid', {
          message: `A password has at least ${MIN_PASSWORD} characters.`,
        });
      }
      const hash = await hashPassword(password);
      withStore((store) => store.accounts.put(added, hash, Date.now()));
      say(`Agent ${added} may sign in now.`);
      return 0;
    }
    case 'list':
      withStore((store) => {
        for (const listed of store.accounts.extensions()) say(listed);
      });
      return 0;
    case 'remove': {
      const removed = extension();
      const wasThere = withStore((store) => store.accounts.remove(removed));
      say(
        wasThere ? `Agent ${removed} is removed; all their sign-ins ended.` : `There is no agent ${removed}.`,
      );
      return wasThere ? 0 : 1;
    }
    case undefined:
    default:
      throw usage('The agent commands are add, list, remove.');
  }
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (cause) {
    throw new AppError('config.invalid', { message: `The password file ${file} cannot be read.`, cause });
  }
}
