import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator } from './emulator.ts';
import { at, callPabx, listAt, NOON, textAt, type Json, type PabxCaller } from './test-caller.ts';

const MINUTE_MS = 60_000;
const FROM = { channel: 'whatsapp', from: '+5511900001111', name: 'Rita Prado' };

describe('an emulator with a state file', () => {
  let folder: string;
  let stateFile: string;
  let lines: string[];
  const running: PabxCaller[] = [];
  const start = async (options: Parameters<typeof callPabx>[0] = {}): Promise<PabxCaller> => {
    const pabx = await callPabx({ stateFile, notify: (line) => lines.push(line), ...options });
    running.push(pabx);
    return pabx;
  };
  const isAfresh = async (): Promise<boolean> => {
    const pabx = await startEmulator({ stateFile, people: false, notify: (line) => lines.push(line) });
    await pabx.stop();
    return pabx.isAfresh;
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lynk-state-'));
    stateFile = path.join(folder, 'deeper', 'emulator-state');
    lines = [];
  });
  afterEach(async () => {
    for (const pabx of running.splice(0)) await pabx.stop();
    rmSync(folder, { recursive: true });
  });

  const send = (pabx: PabxCaller, sessionId: Json | undefined, body: string): Promise<Json> =>
    pabx.post('message/send', {
      sender_type: 1,
      sender_no: '1001',
      session_id: Number(sessionId),
      msg_body: body,
    });
  const sessionsOf = async (pabx: PabxCaller): Promise<readonly Json[]> =>
    listAt(await pabx.control('state'), 'sessions');
  const write = async (pabx: PabxCaller, more: Readonly<Record<string, Json>> = {}) => {
    const written = await pabx.control('contact-writes', { ...FROM, ...more });
    return { sessionId: Number(at(written, 'sessionId')), msgId: Number(at(written, 'msgId')) };
  };

  it('goes on where it was stopped: sessions, messages, people of the directory, campaigns, and the next ids', async () => {
    const before = await start({ history: true });
    const first = await write(before, { text: 'oi' });
    await before.control('pick-up', { sessionId: first.sessionId, extension: '1001' });
    const other = await write(before, { from: '+5511900002222' });
    await before.control('close', { sessionId: other.sessionId, by: '1002' });
    await before.control('presence', { extension: '1002', status: 'lunch' });
    const queue = { name: 'Noite', assignment_mode: 'manual', members: [{ extension_id: 131 }] };
    const queueId = at(await before.post('message_queue/create', queue), 'id');
    const held = await before.control('state');
    await before.stop();

    const after = await start({ history: true });
    const found = await after.control('state');
    for (const part of ['sessions', 'extensions', 'campaigns'] as const) {
      expect(at(found, part)).toEqual(at(held, part));
    }
    expect(at(await after.get('message_queue/get', { id: Number(queueId) }), 'data', 'name')).toBe('Noite');
    const next = await write(after, { text: 'ainda estou aqui' });
    expect(next.sessionId).toBe(first.sessionId);
    expect(next.msgId).toBeGreaterThan(other.msgId);
    expect((await write(after, { from: '+5511900003333' })).sessionId).toBe(other.sessionId + 1);
    const list = await after.get('message_session/list', { page_size: 50, user_type: 1, user_no: '1001' });
    expect([0, 1].map((row) => at(list, 'list', row, 'last_msg_id'))).toEqual([next.msgId + 1, next.msgId]);
    expect(lines).toEqual([]);
  });

  it('keeps the bytes of files, and lets go of those that are over their time', async () => {
    const before = await start();
    await write(before, { channel: 'livechat', from: 'visitor-1', file: { kind: 'picture' } });
    const uri = textAt(await sessionsOf(before), 0, 'messages', 0, 'file', 'uri');
    const bytesOf = async (pabx: PabxCaller) => (await pabx.raw(`/api/livechat/${uri}`)).bytes();
    const bytes = await bytesOf(before);
    await before.stop();

    const after = await start();
    expect(await bytesOf(after)).toEqual(bytes);
    await after.control('expire-files', {});
    await after.stop();
    expect(readdirSync(`${stateFile}.files`)).toEqual([]);
  });

  it('lets people go on with what they had in mind', async () => {
    const before = await start({ people: true });
    await before.control('clock', { advanceMs: 20_000 });
    await before.stop();

    const after = await start({ people: true });
    const [session] = await sessionsOf(after);
    const count = listAt(session ?? null, 'messages').length;
    await send(after, at(session, 'id'), 'Qual é o número do pedido?');
    await after.control('clock', { advanceMs: MINUTE_MS });
    const said = listAt((await sessionsOf(after))[0] ?? null, 'messages').slice(count + 1);
    expect(said.map((message) => at(message, 'body'))).toEqual([expect.stringMatching(/\d{5}/u)]);
    await after.stop();

    // Nobody is forgotten, and nobody begins the same story again: whoever waits in vain asks and gives up.
    const later = await start({ people: true });
    await later.control('clock', { advanceMs: 60 * MINUTE_MS });
    const all = listAt((await sessionsOf(later))[0] ?? null, 'messages');
    expect(all.length).toBeGreaterThan(count + 2);
    expect(new Set((await sessionsOf(later)).map((one) => at(one, 'address'))).size).toBeGreaterThan(5);
  });

  it('brings messages on their way to the contact, and campaigns to their end', async () => {
    const before = await start();
    const { sessionId } = await write(before);
    await send(before, sessionId, 'Olá, Rita');
    await before.post('message_campaign/create', {
      name: 'Aviso',
      omnichannel_id: 1,
      sender: '+551130030001',
      recipient_type: 'input',
      send_type: 'immediately',
      assign_to_id: 1,
      content_type: 'text',
      content: 'Fechamos às 18h.',
      number_list: Array.from({ length: 20 }, (_, index) => ({ number: `+55119600000${10 + index}` })),
    });
    await before.control('clock', { advanceMs: 250 });
    expect(at(await before.control('state'), 'campaigns', 0, 'status')).toBe('executing');
    await before.stop();

    const after = await start();
    expect(at(await sessionsOf(after), 0, 'messages', 1, 'status')).toBe('sending');
    await after.control('clock', { advanceMs: MINUTE_MS });
    const answer = at(await sessionsOf(after), 0, 'messages', 1);
    expect(answer).toMatchObject({ body: 'Olá, Rita', status: 'sent' });
    expect(Number(at(answer, 'readAt'))).toBeGreaterThan(NOON);
    expect(at(await after.control('state'), 'campaigns', 0, 'status')).toBe('completed');
    const texts = (await sessionsOf(after)).flatMap((session) => listAt(session, 'messages'));
    expect(texts.filter((message) => at(message, 'body') === 'Fechamos às 18h.')).toHaveLength(20);
  });

  it('keeps its credential, and sign-ins can be renewed', async () => {
    const before = await start();
    const refresh = textAt(await before.signIn(), 'refresh_token');
    await before.stop();
    const after = await start();
    expect(at(await after.post('refresh_token', { refresh_token: refresh }), 'errcode')).toBe(0);
    await after.stop();
    const other = await start({ clientSecret: 'another' });
    expect(at(await other.control('state'), 'tokens')).toBe(1);
  });

  it('has a clock that never goes back', async () => {
    const before = await start();
    await before.control('clock', { advanceMs: 5 * MINUTE_MS });
    await before.stop();
    const after = await start();
    expect(at(await after.control('state'), 'now')).toBe(NOON + 5 * MINUTE_MS);
    await after.stop();
    const later = await start({ startAt: NOON + 60 * MINUTE_MS });
    expect(at(await later.control('state'), 'now')).toBe(NOON + 60 * MINUTE_MS);
  });

  it('gives no id twice when it was killed before it could save', async () => {
    const killed = await start();
    const atKill = `${stateFile}-at-kill`;
    copyFileSync(stateFile, atKill);
    const lost = await write(killed, { file: { kind: 'picture' } });
    const lostFile = textAt(await sessionsOf(killed), 0, 'messages', 0, 'file', 'id');
    const contact = { first_name: 'Rita', number_list: [{ num_type: 'mobile_number', number: '+5511' }] };
    const lostContact = Number(at(await killed.post('company_contact/create', contact), 'id'));

    const after = await start({ stateFile: atKill });
    const next = await write(after, { file: { kind: 'picture' } });
    expect(next.sessionId).toBeGreaterThan(lost.sessionId);
    expect(next.msgId).toBeGreaterThan(lost.msgId);
    expect(textAt(await sessionsOf(after), 0, 'messages', 0, 'file', 'id')).not.toBe(lostFile);
    expect(Number(at(await after.post('company_contact/create', contact), 'id'))).toBeGreaterThan(
      lostContact,
    );
    const list = await after.get('message_session/list', { page_size: 5, user_type: 1, user_no: '1001' });
    expect(listAt(list, 'list').map((session) => at(session, 'id'))).toEqual([next.sessionId]);
  });

  it('saves by itself soon after a change, and not because somebody read', async () => {
    const pabx = await start();
    const savedAt = (): number => statSync(stateFile).mtimeMs;
    const atStart = savedAt();
    await write(pabx);
    await expect.poll(savedAt, { timeout: 15_000, interval: 50 }).toBeGreaterThan(atStart);
    const copy = `${stateFile}-copy`;
    copyFileSync(stateFile, copy);
    const other = await start({ stateFile: copy });
    expect(await sessionsOf(other)).toEqual(await sessionsOf(pabx));
    const afterChange = savedAt();
    await pabx.get('message_session/list', { page_size: 5, user_type: 1, user_no: '1001' });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(savedAt()).toBe(afterChange);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 10), 'is damaged'],
    ['changed in one byte', (bytes: Buffer) => bytes.with(bytes.length - 30, 1), 'is damaged'],
    ['something else', () => Buffer.from('hello'), 'is damaged'],
    [
      'of a newer Lynk',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('-state 1 ', '-state 999 '), 'latin1'),
      'was written by another version of Lynk (format 999)',
    ],
  ])('sets a file aside that is %s, says so in a line, and starts afresh', async (_, spoil, words) => {
    const before = await start();
    await write(before);
    await before.stop();
    expect(await isAfresh()).toBe(false);
    const spoilt = spoil(readFileSync(stateFile));
    writeFileSync(stateFile, spoilt);
    expect(await isAfresh()).toBe(true);
    const aside = readdirSync(path.dirname(stateFile)).filter((name) => name.startsWith('emulator-state.20'));
    expect(aside).toHaveLength(1);
    expect(readFileSync(path.join(path.dirname(stateFile), aside[0] ?? ''))).toEqual(Buffer.from(spoilt));
    expect(lines).toEqual([expect.stringContaining(words)]);
    expect(lines[0]).toContain(aside[0]);
    expect(await isAfresh()).toBe(false);
  });

  it('names the file when it cannot be kept', async () => {
    writeFileSync(path.join(folder, 'a-file'), '');
    stateFile = path.join(folder, 'a-file', 'emulator-state');
    await expect(startEmulator({ stateFile })).rejects.toMatchObject({
      code: 'config.folderNotWritable',
      message: expect.stringContaining(stateFile) as string,
    });
  });
});
