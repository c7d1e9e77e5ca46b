// The gateway as a process of its own, killed with SIGKILL while an agent sends and the contact writes. A client
// that does as the link asks (same commandId on a retry, resume from its cursor) loses nothing and doubles nothing.
// A run that fails prints its seed; LYNK_KILL_SEED repeats its moments.
import { afterEach, describe, expect, it } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { connect, postSignIn, type Answer, type LinkClient } from '#tests/support/link-client.ts';
import { passwordOf, Team } from '#tests/support/team.ts';

const MESSAGES = 40;
const KILLS = 8;
const AGENT = '1001';

let team: Team | undefined;
afterEach(async () => {
  await team?.stop();
  team = undefined;
});

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Told {
  readonly kind: string;
  readonly message?: { readonly id: string; readonly version: number; readonly text: string };
}

/** A client over many connections: keeps its cursor and every numbered event it was given, by number. */
class PersistentClient {
  readonly events = new Map<number, Told>();
  readonly doubles: number[] = [];
  readonly #token: string;
  readonly #url: string;
  #link: LinkClient | undefined;
  #epoch: string | undefined;
  #firstSeq = 0;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  get link(): LinkClient {
    if (!this.#link) throw new Error('The client is not connected.');
    return this.#link;
  }

  get seqs(): number[] {
    return [...this.events.keys()].toSorted((a, b) => a - b);
  }

  async connect(): Promise<void> {
    const epoch = this.#epoch;
    const seq = this.seqs.at(-1) ?? this.#firstSeq;
    this.#link = await connect(this.#url, this.#token, epoch === undefined ? {} : { resume: { epoch, seq } });
    const welcome = await this.#link.frame('welcome');
    if (epoch === undefined) this.#firstSeq = (await this.#link.frame('snapshotStart')).seq;
    else if (!welcome.resumed || welcome.epoch !== epoch) throw new Error('The stream was not resumed.');
    this.#epoch = welcome.epoch;
  }

  /** Takes over what the last connection brought; call when it is gone, and at the end. */
  keep(): void {
    for (const { seq, event } of this.link.events()) {
      if (seq === undefined) continue;
      if (this.events.has(seq)) this.doubles.push(seq);
      this.events.set(seq, event as unknown as Told);
    }
  }
}

// 20 s on an idle machine; the limit is for a busy one, where eight starts of a process take their time.
describe('a gateway that is killed', () => {
  it('has every message exactly once afterwards, in both directions, and a stream without gaps', async () => {
    const seed = Number(process.env['LYNK_KILL_SEED'] ?? Date.now() % 0x7fff_ffff);
    const random = randomFrom(seed);
    const running = await Team.start([AGENT]);
    team = running;
    const { control, gatewayUrl } = running;
    const address = '+5511977770001';
    const { sessionId } = await control.contactWrites({ channel: 'sms', from: address, text: 'in start' });
    const id = String(sessionId);
    const signedIn = await postSignIn(gatewayUrl, {
      extension: AGENT,
      device: 'kill',
      password: passwordOf(AGENT),
    });
    const { token } = (await signedIn.json()) as { token: string };
    const client = new PersistentClient(gatewayUrl, token);
    await client.connect();
    await client.link.event('session.put', ({ session }) => (session as { id: string }).id === id);
    expect(await client.link.command('session.pickUp', { sessionId: id })).toMatchObject({ frame: 'ack' });

    const order = (messageId: string, n: number): Promise<Answer> =>
      client.link.command(
        'message.send',
        { messageId, sessionId: id, content: { kind: 'text', text: `out ${n}` } },
        { commandId: messageId },
      );
    const ids: string[] = [];
    const whileDown: string[] = [];
    for (let n = 0; n < MESSAGES; n++) {
      const messageId = uuidv7();
      ids.push(messageId);
      let answered = order(messageId, n);
      const writing = control.contactWrites({ channel: 'sms', from: address, text: `in ${n}` });
      if (n % (MESSAGES / KILLS) === 2) {
        // Some moment between the order and a little after its answer.
        answered.catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, random() * 40));
        await running.killGateway();
        await client.link.closed();
        client.keep();
        await control.contactWrites({ channel: 'sms', from: address, text: `in while down ${n}` });
        whileDown.push(`in while down ${n}`);
        await running.startGateway();
        await client.connect();
        answered = order(messageId, n);
      }
      await writing;
      expect({ seed, n, ...(await answered) }).toMatchObject({
        frame: 'ack',
        result: { messageId },
      });
    }

    const hasText = (text: string) =>
      client.link.event('message.put', ({ message }) => (message as { text: string }).text === text);
    await hasText(`in ${MESSAGES - 1}`);
    const page = await client.link.command('message.page', { sessionId: id, before: null, limit: 200 });
    client.keep();

    const numbers = Array.from({ length: MESSAGES }, (_, n) => n);
    const atPabx = (await control.messages(sessionId)).map(({ body }) => body);
    const inbound = [...numbers.map((n) => `in ${n}`), ...whileDown];
    const outbound = numbers.map((n) => `out ${n}`);
    const first = [...client.events.values()].flatMap(({ kind, message }) =>
      kind === 'message.put' && message?.version === 1 ? [message] : [],
    );
    const notOnce = (wanted: readonly string[], there: readonly string[]): string[] =>
      wanted.filter((one) => there.filter((other) => other === one).length !== 1);
    expect({
      seed,
      atPabx: notOnce([...outbound, ...inbound], atPabx),
      told: notOnce(
        inbound,
        first.map(({ text }) => text),
      ),
      toldOfOwn: notOnce(
        ids,
        first.map(({ id }) => id),
      ),
      toldTwice: client.doubles,
      seqs: client.seqs,
    }).toEqual({
      seed,
      atPabx: [],
      told: [],
      toldOfOwn: [],
      toldTwice: [],
      seqs: client.seqs.map((_, index) => client.seqs[0]! + index),
    });
    const held =
      page.frame === 'ack' ? (page.result as { messages: { id: string; text: string }[] }).messages : [];
    expect(
      held
        .filter(({ text }) => text.startsWith('out '))
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(ids.toSorted());
  }, 180_000);
});
