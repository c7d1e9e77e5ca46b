// Ctrl+C and another start in the same folder: the emulated PABX, the gateway's mirror of it and the client's
// cursor still speak of the same sessions and messages.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbedded, type Embedded } from '#gateway/embedded.ts';
import { EmulatorControl } from '#tests/support/emulator-control.ts';
import { connect, signIn, type LinkClient } from '#tests/support/link-client.ts';
import { sendText, sessionIdOf } from '#tests/support/test-gateway.ts';

const CONTACT = { channel: 'whatsapp', from: '+5511955550001' } as const;

let dataDir: string;
let running: Embedded | null = null;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'lynk-restart-'));
});
afterEach(async () => {
  await stop();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

async function stop(): Promise<void> {
  const embedded = running;
  running = null;
  await embedded?.stop();
}

interface Running {
  readonly embedded: Embedded;
  readonly control: EmulatorControl;
  readonly ana: LinkClient;
  readonly token: string;
}

async function start(held?: { token: string; resume: { epoch: string; seq: number } }): Promise<Running> {
  const embedded = await startEmbedded({ dataDir, people: false });
  running = embedded;
  const token = held?.token ?? (await signIn(embedded.url, '1001'));
  const ana = await connect(embedded.url, token, held === undefined ? {} : { resume: held.resume });
  const control = new EmulatorControl(embedded.controlUrl, embedded.controlToken);
  return { embedded, control, ana, token };
}

/** Starts, lets a contact write, picks up, answers, waits until the answer is read, and stops. */
async function oneConversation() {
  const { control, ana, token } = await start();
  const { sessionId, msgId } = await control.contactWrites({ ...CONTACT, text: 'Bom dia' });
  const id = String(sessionId);
  await ana.event('session.put', (event) => sessionIdOf(event) === id);
  expect(await ana.command('session.pickUp', { sessionId: id })).toMatchObject({ frame: 'ack' });
  const messageId = uuidv7();
  expect(await sendText(ana, id, 'Bom dia! Em que posso ajudar?', messageId)).toMatchObject({ frame: 'ack' });
  await ana.event('message.put', ({ message }) => {
    const { id: told, state } = message as { id: string; state: string };
    return told === messageId && state === 'read';
  });
  const { epoch } = await ana.frame<'snapshotStart'>('snapshotStart');
  const seq = Math.max(0, ...ana.events().map((told) => told.seq ?? 0));
  await ana.close();
  await stop();
  return { sessionId, msgId, messageId, token, resume: { epoch, seq } };
}

const textOf = (event: Record<string, unknown>): string =>
  (event['message'] as { text: string } | undefined)?.text ?? '';

describe('an embedded gateway that is stopped and started again', () => {
  it('goes on: the session is still mine, my answer is there once, new messages have new ids', async () => {
    const held = await oneConversation();
    const id = String(held.sessionId);

    const { embedded, control, ana } = await start(held);
    expect(await ana.frame<'welcome'>('welcome')).toMatchObject({ resumed: true });
    const fresh = await connect(embedded.url, held.token);
    const mine = fresh
      .events()
      .find(({ event }) => event['kind'] === 'session.put' && sessionIdOf(event) === id);
    expect(mine?.event).toMatchObject({ session: { holder: { extension: '1001' }, state: 'open' } });
    const told = fresh.events().filter(({ event }) => event['kind'] === 'message.put');
    const ours = told.filter(({ event }) => (event['message'] as { id: string }).id === held.messageId);
    expect(ours).toHaveLength(1);
    const inPabx = await control.countOf(held.sessionId, 'Bom dia! Em que posso ajudar?');
    expect(inPabx).toBe(1);

    const next = await control.contactWrites({ ...CONTACT, text: 'Sobre o pedido 48213' });
    expect(next.sessionId).toBe(held.sessionId);
    expect(next.msgId).toBeGreaterThan(held.msgId + 1);
    await ana.event('message.put', (event) => textOf(event) === 'Sobre o pedido 48213');
    const other = await control.contactWrites({ ...CONTACT, from: '+5511955550002', text: 'Oi' });
    // No more than one further: it was stopped cleanly.
    expect(other.sessionId).toBe(held.sessionId + 1);
    await ana.event('session.put', (event) => sessionIdOf(event) === String(other.sessionId));
    await fresh.close();
  });

  it('begins anew, mirror and streams, when the PABX had to begin afresh', async () => {
    const held = await oneConversation();
    writeFileSync(path.join(dataDir, 'emulator-state'), 'this is no state');

    const { control, ana } = await start();
    const { epoch } = await ana.frame<'snapshotStart'>('snapshotStart');
    expect(epoch).not.toBe(held.resume.epoch);
    expect(ana.events().some(({ event }) => textOf(event) === 'Bom dia')).toBe(false);
    const { sessionId } = await control.contactWrites({ ...CONTACT, text: 'Outra conversa' });
    expect(sessionId).toBe(held.sessionId);
    await ana.event('session.put', (event) => sessionIdOf(event) === String(sessionId));
    const kept = readdirSync(dataDir).filter((name) => /^(?:lynk-gateway|emulator-state)\.20/u.test(name));
    expect(kept).toHaveLength(2);
  });
});
