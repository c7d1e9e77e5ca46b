import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runGatewayCli } from '#gateway/cli.ts';
import { startEmbedded, type Embedded } from '#gateway/embedded.ts';
import { startEmulator, type RunningEmulator } from '#gateway/emulator/emulator.ts';
import { connect, signIn } from '#tests/support/link-client.ts';
import { sessionIdOf } from '#tests/support/test-gateway.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const emulated = async (): Promise<RunningEmulator> => {
  const emulator = await startEmulator({ people: false });
  ends.push(() => emulator.stop());
  return emulator;
};

const configFile = (config: unknown): string => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'lynk-config-')), 'gateway.json');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  return file;
};

const cli = async (config: unknown, ...args: string[]) => {
  let output = '';
  const write = (text: string) => void (output += text);
  const code = await runGatewayCli(['--config', configFile(config), ...args], {}, { write });
  return { code, output };
};

/** A folder that can never be made: its parent is a file. */
const underAFile = (): string => path.join(configFile('{}'), 'data');

const configFor = ({ url, clientId, clientSecret }: RunningEmulator) => ({
  port: 0,
  dataDir: 'data',
  pabx: { url, clientId, clientSecret },
});

describe('the command line', () => {
  it('finds nothing wrong with a good configuration', async () => {
    const { code, output } = await cli(configFor(await emulated()), '--check');
    expect(output).toContain('PABX: fine.');
    expect(code).toBe(0);
  });

  it('names what is wrong in one sentence each', async () => {
    const good = configFor(await emulated());
    const blocker = createServer().listen(0, '127.0.0.1');
    ends.push(async () => void blocker.close());
    await expect.poll(() => blocker.listening).toBe(true);
    const taken = (blocker.address() as { port: number }).port;
    const cases: [unknown, RegExp][] = [
      [
        { ...good, pabx: { ...good.pabx, clientSecret: 'wrong' } },
        /PABX: The PABX refused the client id or secret/u,
      ],
      [
        { ...good, pabx: { ...good.pabx, url: 'http://127.0.0.1:9' } },
        /PABX: .*(does not answer|cannot be reached)/u,
      ],
      [{ ...good, port: taken }, new RegExp(`Port: Port ${taken}`, 'u')],
      [{ ...good, dataDir: underAFile() }, /Data folder: .*cannot be written/u],
      [{ ...good, port: 'x' }, /"port"/u],
      [{ ...good, prot: 1 }, /prot/u],
      ['{', /not valid JSON/u],
    ];
    for (const [config, sentence] of cases) {
      const { code, output } = await cli(config, '--check');
      expect(output).toMatch(sentence);
      expect(code).toBe(1);
    }
  });

  it('keeps agents', async () => {
    const config = { dataDir: mkdtempSync(path.join(tmpdir(), 'lynk-agents-')) };
    const secret = path.join(config.dataDir, 'password');
    writeFileSync(secret, 'correct horse\n');
    expect((await cli(config, 'agent', 'add', '1001', '--password-file', secret)).code).toBe(0);
    expect((await cli(config, 'agent', 'list')).output).toBe('1001\n');
    expect((await cli(config, 'agent', 'remove', '1001')).code).toBe(0);
    expect((await cli(config, 'agent', 'remove', '1001')).code).toBe(1);
    expect((await cli(config, 'agent', 'list')).output).toBe('');
  });
});

describe('embedded', () => {
  const embed = async (options: Partial<Parameters<typeof startEmbedded>[0]> = {}): Promise<Embedded> => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'lynk-embedded-'));
    const embedded = await startEmbedded({ dataDir, people: false, ...options });
    ends.push(() => embedded.stop());
    return embedded;
  };

  it('brings a contact’s first message through connector and gateway to the agent, and the reply back', async () => {
    const { url, controlUrl, controlToken } = await embed();
    const client = await connect(url, await signIn(url, '1001'));
    const response = await fetch(`${controlUrl}/contact-writes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'whatsapp', from: '+5511955550001', text: 'Bom dia' }),
    });
    const { sessionId } = (await response.json()) as { sessionId: number };
    const id = String(sessionId);
    await client.event('session.put', (event) => sessionIdOf(event) === id);
    expect(await client.command('session.pickUp', { sessionId: id })).toMatchObject({ frame: 'ack' });
    const messageId = '01980f3e-7c1a-7b52-9c0e-0d9a3f5b7e21';
    const content = { kind: 'text', text: 'Olá!' };
    const sent = await client.command(
      'message.send',
      { messageId, sessionId: id, content },
      { commandId: messageId },
    );
    expect(sent).toMatchObject({ frame: 'ack', result: { messageId } });
    const delivered = await client.event('message.put', ({ message }) => {
      const { id: told, state } = message as { id: string; state: string };
      return told === messageId && state === 'delivered';
    });
    expect(delivered).toMatchObject({ message: { author: { extension: '1001' } } });
  });

  it('says in one sentence when the port is taken or the folder cannot be used', async () => {
    const { url } = await embed();
    const port = Number(new URL(url).port);
    await expect(embed({ port })).rejects.toMatchObject({ code: 'config.portInUse' });
    await expect(embed({ dataDir: underAFile() })).rejects.toMatchObject({
      code: 'config.folderNotWritable',
    });
    const broken = mkdtempSync(path.join(tmpdir(), 'lynk-broken-'));
    mkdirSync(broken, { recursive: true });
    writeFileSync(
      path.join(broken, 'lynk-gateway.sqlite'),
      'this is no database, it is a text of some length',
    );
    await expect(embed({ dataDir: broken })).rejects.toMatchObject({ code: 'store.corrupt' });
  });
});
