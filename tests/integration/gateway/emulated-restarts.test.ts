// The gateway over the PABX emulator, ended and started again on the same folder: what agents were told before
// and after must be the same.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startEmulator } from '#gateway/emulator/emulator.ts';
import { startGatewayOn, type RunningGateway } from '#gateway/gateway.ts';
import { createPSeries } from '#gateway/pabx/p-series/p-series.ts';
import { HTTP_PATHS } from '#shared/link/http.ts';
import type { Message, SystemLine } from '#shared/model/message.ts';
import type { Session } from '#shared/model/session.ts';
import { EmulatorControl } from '#tests/support/emulator-control.ts';
import { connect, signIn, type LinkClient } from '#tests/support/link-client.ts';
import { FAST, sendText } from '#tests/support/test-gateway.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

class Branch {
  readonly control: EmulatorControl;
  readonly #pabx: { url: string; clientId: string; clientSecret: string };
  readonly #dataDir = mkdtempSync(path.join(tmpdir(), 'lynk-restarts-'));
  #gateway: RunningGateway | undefined;

  constructor(control: EmulatorControl, pabx: { url: string; clientId: string; clientSecret: string }) {
    this.control = control;
    this.#pabx = pabx;
  }

  static async open(): Promise<Branch> {
    const { url, clientId, clientSecret, ...emulator } = await startEmulator({
      people: false,
      history: false,
    });
    ends.push(() => emulator.stop());
    const control = new EmulatorControl(emulator.controlUrl, emulator.controlToken);
    const branch = new Branch(control, { url, clientId, clientSecret });
    ends.push(async () => branch.#gateway?.stop());
    await branch.restart();
    return branch;
  }

  async restart(): Promise<void> {
    await this.#gateway?.stop();
    const options = { host: '127.0.0.1', port: 0, dataDir: this.#dataDir, name: 'Branch', pabx: this.#pabx };
    this.#gateway = await startGatewayOn(
      { ...options, openAgents: ['1001', '1002', '1003'] },
      { pabx: createPSeries(this.#pabx), mirrorTiming: FAST },
    );
    await this.#gateway.whenRead;
  }

  get url(): string {
    return this.#gateway!.url;
  }

  enter = async (extension: string): Promise<LinkClient> =>
    connect(this.url, await signIn(this.url, extension));
}

const lineOf = (event: Record<string, unknown>): SystemLine | null => (event['message'] as Message).system;
const isOf = (id: string) => (event: Record<string, unknown>) => (event['session'] as Session).id === id;
const linesOf = async (client: LinkClient, sessionId: string): Promise<SystemLine[]> => {
  const page = await client.command('message.page', { sessionId, before: null, limit: 50 });
  const { messages } = (page.frame === 'ack' ? page.result : { messages: [] }) as { messages: Message[] };
  return messages.flatMap(({ system }) => (system ? [system] : [])).toReversed();
};

describe('what the PABX wrote down as done by "API"', () => {
  it.each([true, false])(
    'is told as what it was and by whom, live, from history, and after a restart (lines pushed: %s)',
    async (isPushed) => {
      const branch = await Branch.open();
      await branch.control.do('pushes', { systemLines: isPushed });
      const { sessionId } = await branch.control.contactWrites({
        channel: 'whatsapp',
        from: '+5511955550001',
        text: 'Oi',
      });
      const id = String(sessionId);
      const ana = await branch.enter('1001');
      const bruno = await branch.enter('1002');
      await ana.event('session.put', isOf(id));

      expect(await ana.command('session.pickUp', { sessionId: id })).toMatchObject({ frame: 'ack' });
      const pickedUp = { event: 'pickedUp', by: 'Ana Souza', to: null, durationMs: null };
      expect(lineOf(await ana.event('message.put', (event) => lineOf(event) !== null))).toEqual(pickedUp);

      const transfer = (from: LinkClient, extension: string) =>
        from.command('session.transfer', { sessionId: id, to: { kind: 'agent', extension }, note: '' });
      expect(await transfer(ana, '1002')).toMatchObject({ frame: 'ack' });
      const bruno1 = await bruno.event('session.put', (event) => {
        return isOf(id)(event) && (event['session'] as Session).holder?.extension === '1002';
      });
      expect(bruno1).toBeDefined();
      await expect.poll(() => linesOf(bruno, id)).toHaveLength(2);
      expect(await transfer(bruno, '1001')).toMatchObject({ frame: 'ack' });
      const lines = [
        pickedUp,
        { event: 'transferredToAgent', by: 'Ana Souza', to: 'Bruno Lima', durationMs: null },
        { event: 'transferredToAgent', by: 'Bruno Lima', to: 'Ana Souza', durationMs: null },
      ];
      await expect.poll(() => linesOf(ana, id)).toEqual(lines);

      await branch.restart();
      const again = await branch.enter('1001');
      expect(await linesOf(again, id)).toEqual(lines);
      const told = again.events().flatMap(({ event }) => {
        return event['kind'] === 'message.put' && lineOf(event) ? [lineOf(event)] : [];
      });
      expect(told).toEqual(lines);
      expect(await again.command('session.end', { sessionId: id })).toMatchObject({ frame: 'ack' });
      const ended = { event: 'ended', by: 'Ana Souza', to: null, durationMs: null };
      await expect.poll(() => linesOf(again, id)).toEqual([...lines, ended]);
    },
  );

  it('is recognised when the gateway ends between the order and its line', async () => {
    const branch = await Branch.open();
    await branch.control.do('pushes', { systemLines: false });
    const { sessionId } = await branch.control.contactWrites({
      channel: 'whatsapp',
      from: '+5511955550002',
      text: 'Oi',
    });
    const id = String(sessionId);
    const ana = await branch.enter('1001');
    await ana.event('session.put', isOf(id));
    await ana.command('session.pickUp', { sessionId: id });
    await branch.restart();
    const again = await branch.enter('1001');
    await expect.poll(() => linesOf(again, id)).toMatchObject([{ event: 'pickedUp', by: 'Ana Souza' }]);
  });
});

describe('a restart', () => {
  it('announces nobody: who was there is there', async () => {
    const branch = await Branch.open();
    const ana = await branch.enter('1001');
    const bruno = await branch.enter('1002');
    await ana.event('agent.put', ({ agent }) => (agent as { extension: string }).extension === '1002');
    await expect
      .poll(() => ana.command('directory.search', { text: '1002', limit: 1 }))
      .toMatchObject({
        result: { agents: [{ isOnline: true }] },
      });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await Promise.all([branch.restart(), ana.closed(), bruno.closed()]);
    const again = [await branch.enter('1001'), await branch.enter('1002')];
    const isOnline = (client: LinkClient) =>
      client.events().flatMap(({ event }) => {
        const agent = event['agent'] as { extension: string; isOnline: boolean } | undefined;
        return agent && ['1001', '1002'].includes(agent.extension) ? [agent.isOnline] : [];
      });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    for (const client of again) {
      expect(isOnline(client)).toEqual([true, true]);
      const live = client.frames.filter(({ frame }) => frame === 'event' || frame === 'replay');
      expect(JSON.stringify(live)).not.toContain('agent.put');
    }
  });
});

describe('a session that an agent begins by WhatsApp', () => {
  it('has a reply window that is over from the beginning: a template first', async () => {
    const branch = await Branch.open();
    const ana = await branch.enter('1001');
    const { channel } = (await ana.event('channel.put', (event) => {
      return (event['channel'] as { kind: string }).kind === 'whatsapp';
    })) as { channel: { id: string; senders: string[] } };
    const made = await ana.command('session.create', {
      channelId: channel.id,
      sender: channel.senders[0],
      address: '+5511955550009',
    });
    const { sessionId } = (made.frame === 'ack' ? made.result : {}) as { sessionId: string };
    const put = await ana.event('session.put', isOf(sessionId));
    expect(put).toMatchObject({ session: { replyWindowEndsAt: 0 } });
    expect(await sendText(ana, sessionId, 'Olá')).toMatchObject({
      error: { code: 'message.replyWindowOver' },
    });
  });
});

describe('a file of a contact', () => {
  it.each([
    ['picture', 'image/png', 'inline'],
    ['pdf', 'application/pdf', 'attachment'],
  ] as const)('is what its bytes say: %s', async (kind, mimeType, disposition) => {
    const branch = await Branch.open();
    const token = await signIn(branch.url, '1001');
    const ana = await connect(branch.url, token);
    await branch.control.contactWrites({ channel: 'whatsapp', from: '+5511955550003', file: { kind } });
    const fileOf = (event: Record<string, unknown>) => (event['message'] as Message).file;
    const put = await ana.event('message.put', (event) => fileOf(event)?.mimeType === mimeType);
    const answer = await fetch(`${branch.url}${HTTP_PATHS.files}/${fileOf(put)?.id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.headers.get('content-type')).toBe(mimeType);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-disposition')).toMatch(new RegExp(`^${disposition};`, 'u'));
    expect((await answer.arrayBuffer()).byteLength).toBe(fileOf(put)?.sizeBytes);
  });
});
