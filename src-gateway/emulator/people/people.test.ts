import { afterEach, describe, expect, it } from 'vitest';
import { Random } from '../model/random.ts';
import { at, callPabx, listAt, textAt, type Json, type PabxCaller } from '../test-caller.ts';
import { mistype } from './person.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Days are long on a busy machine: about a second of work each. */
const LONG = { timeout: 90_000 };

describe('people', () => {
  let pabx: PabxCaller;
  afterEach(() => pabx.stop());

  const pass = (ms: number): Promise<Json> => pabx.control('clock', { advanceMs: ms });
  const sessions = async (): Promise<readonly Json[]> => listAt(await pabx.control('state'), 'sessions');
  const messages = (session: Json | undefined): readonly Json[] =>
    session === undefined ? [] : listAt(session, 'messages');
  const byContact = (message: Json): boolean =>
    Number(at(message, 'byType')) >= 2 && at(message, 'byType') !== 9;
  const answer = async (session: Json | undefined, body: string): Promise<void> => {
    await pabx.signIn();
    const sent = await pabx.post('message/send', {
      sender_type: 1,
      sender_no: '1001',
      session_id: Number(at(session, 'id')),
      msg_body: body,
    });
    expect(at(sent, 'errcode')).toBe(0);
  };

  it('write by WhatsApp into the manual queue within five seconds', async () => {
    pabx = await callPabx({ people: true });
    await pass(5000);
    expect(await sessions()).toMatchObject([
      { type: 'whatsapp', did: '+551131031000', queueId: 1, holder: null, messages: [{ type: 0 }] },
    ]);
  });

  it('live the same day for the same seed, and another for another', LONG, async () => {
    const day = async (seed: number): Promise<Json> => {
      pabx = await callPabx({ people: true, history: true, seed });
      await pass(2 * HOUR_MS);
      const transcript = await sessions();
      await pabx.stop();
      return transcript;
    };
    const first = await day(7);
    expect(await day(7)).toEqual(first);
    expect(await day(8)).not.toEqual(first);
  });

  it('write nothing when they are not there', async () => {
    pabx = await callPabx({ people: false });
    await pass(24 * HOUR_MS);
    expect(await sessions()).toEqual([]);
  });

  it('answer what they are asked, after a human pause', async () => {
    pabx = await callPabx({ people: true });
    await pass(20_000);
    const [first] = await sessions();
    const before = messages(first).length;
    await answer(first, 'Qual é o número do pedido?');
    await pass(2000);
    expect(messages((await sessions())[0])).toHaveLength(before + 1);
    await pass(40_000);
    const said = messages((await sessions())[0]).filter(byContact);
    expect(textAt(said.at(-1), 'body')).toMatch(/\d{5}/u);
  });

  it('send a picture and a voice note when asked', async () => {
    pabx = await callPabx({ people: true });
    await pass(20_000);
    for (const words of ['Pode mandar uma foto?', 'Prefere explicar por áudio?']) {
      await answer((await sessions())[0], words);
      await pass(60_000);
    }
    const types = messages((await sessions())[0]).map((message) => at(message, 'file', 'mimeType'));
    expect(types).toEqual(expect.arrayContaining(['image/png', 'audio/wav']));
  });

  it('ask whether anybody is there, give up, and some come back the next day', LONG, async () => {
    pabx = await callPabx({ people: true });
    await pass(HOUR_MS);
    const left = (await sessions()).filter((session) => messages(session).every(byContact));
    expect(left.some((session) => messages(session).length > 4)).toBe(true);
    await pass(30 * HOUR_MS);
    const cameBack = (await sessions()).filter((session) =>
      messages(session).some(
        (message) =>
          byContact(message) &&
          Number(at(message, 'sentAt')) - Number(at(session, 'openedAt')) > 17 * HOUR_MS,
      ),
    );
    expect(cameBack.length).toBeGreaterThan(0);
  });

  it('answer an agent who writes to them first, in the language of their number', async () => {
    pabx = await callPabx({ people: true });
    await pabx.post('message/send', {
      sender_type: 1,
      sender_no: '1001',
      channel: 'twilio',
      did_number: '+12025550100',
      to: '+12025557777',
      msg_body: 'Hello, could you give me the order number?',
    });
    await pass(MINUTE_MS);
    const mine = (await sessions()).find((session) => at(session, 'address') === '+12025557777');
    expect(messages(mine).filter(byContact)).not.toEqual([]);
  });

  it('stop where they stand, and go on', async () => {
    pabx = await callPabx({ people: true });
    await pass(MINUTE_MS);
    await pabx.control('people', { running: false });
    const before = await sessions();
    await pass(3 * HOUR_MS);
    expect(await sessions()).toEqual(before);
    await pabx.control('people', { running: true });
    await pass(10 * MINUTE_MS);
    expect((await sessions()).length).toBeGreaterThan(before.length);
  });

  it('do not flood an agent who is away: colleagues take some, and always leave some', LONG, async () => {
    pabx = await callPabx({ people: true });
    let hadWork = 0;
    let taken = 0;
    for (let round = 1; round <= 36; round += 1) {
      await pass(10 * MINUTE_MS);
      const all = await sessions();
      const waiting = all.filter(
        (session) => at(session, 'holder') === null && at(session, 'isClosed') === false,
      );
      const pickable = waiting.filter((session) => at(session, 'queueId') !== 3);
      expect(pickable.length).toBeLessThanOrEqual(8);
      if (pickable.length >= 2) hadWork += 1;
      taken = all.filter(
        (session) => !['1001', null].includes(at(session, 'holder') as string | null),
      ).length;
    }
    expect(hadWork).toBeGreaterThan(30);
    expect(taken).toBeGreaterThan(3);
  });

  it('speak Portuguese, English and Spanish, on all channels, and some numbers fail', LONG, async () => {
    pabx = await callPabx({ people: true, seed: 3 });
    await pass(24 * HOUR_MS);
    const all = await sessions();
    expect(new Set(all.map((session) => at(session, 'did'))).size).toBe(5);
    expect(new Set(all.map((session) => textAt(session, 'address').slice(0, 3))).size).toBeGreaterThan(4);
    const failed = all
      .flatMap((session) => messages(session))
      .filter((one) => at(one, 'status') === 'failed');
    expect(failed.length).toBeGreaterThan(0);
  });

  it('mistype by swapping or missing a letter', () => {
    const random = new Random(1);
    for (let time = 0; time < 50; time += 1) {
      const typed = mistype('amanhã cedo', random);
      expect([10, 11]).toContain(typed.length);
    }
    expect(mistype('oi', random)).toBe('oi');
  });
});
