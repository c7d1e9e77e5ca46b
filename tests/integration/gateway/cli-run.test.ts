import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runGatewayCli } from '#gateway/cli.ts';
import { startEmulator } from '#gateway/emulator/emulator.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const pagesSaying = (text: string): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lynk-pages-'));
  writeFileSync(path.join(folder, 'index.html'), text);
  return folder;
};

const run = async (config: object, places: { defaultWebRoot?: string }) => {
  const emulator = await startEmulator({ people: false, history: false });
  ends.push(() => emulator.stop());
  const { url, clientId, clientSecret } = emulator;
  const folder = mkdtempSync(path.join(tmpdir(), 'lynk-cli-'));
  const file = path.join(folder, 'gateway.json');
  const pabx = { url, clientId, clientSecret };
  writeFileSync(file, JSON.stringify({ port: 0, dataDir: 'data', pabx, ...config }));
  let output = '';
  const write = (text: string) => void (output += text);
  const ended = runGatewayCli(['--config', file], {}, { write }, places);
  // As Ctrl+C: the command then ends by itself, with 0.
  ends.push(async () => {
    process.emit('SIGINT');
    expect(await ended).toBe(0);
  });
  await expect.poll(() => output, { timeout: 10_000 }).toContain('Lynk gateway: ');
  return output;
};

describe('the gateway by itself', () => {
  it('says where it is, and where Lynk Web is: the configured one, before the one that came with it', async () => {
    const output = await run({ webRoot: pagesSaying('mine') }, { defaultWebRoot: pagesSaying('built') });
    const [, gateway, web] = /^Lynk gateway: (\S+)\nLynk Web: (\S+)\n$/u.exec(output) ?? [];
    expect(gateway).toBe(web);
    expect(await (await fetch(web!)).text()).toBe('mine');
  });

  it('serves the one that came with it where none is configured, and says nothing of a page it has not', async () => {
    const served = await run({}, { defaultWebRoot: pagesSaying('built') });
    expect(await (await fetch(/Lynk Web: (\S+)/u.exec(served)![1]!)).text()).toBe('built');
    expect(await run({}, {})).not.toContain('Lynk Web');
  });
});
