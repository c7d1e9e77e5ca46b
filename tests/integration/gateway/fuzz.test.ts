// Whatever one connection sends, it gets a coded refusal or a coded close; the agent beside it notices nothing.
// A run that fails prints its seed; LYNK_FUZZ_SEED repeats it.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { COMMANDS } from '#shared/link/commands.ts';
import { ClientFrame } from '#shared/link/frames.ts';
import { LIMITS } from '#shared/link/limits.ts';
import { connect, signIn, type LinkClient } from '#tests/support/link-client.ts';
import { enter, gatewayTests, sendText, sessionIdOf } from '#tests/support/test-gateway.ts';

const start = gatewayTests();

const seed = Number(process.env['LYNK_FUZZ_SEED'] ?? Date.now() % 0x7fff_ffff);
/** Nobody's token; malformed; invalid UTF-8; larger than 1 MiB (the last two are the WebSocket's own codes). */
const REFUSING_CODES = new Set([4001, 4002, 1007, 1009]);

type Wire = string | Uint8Array;

const isFrame = (text: string): boolean => {
  try {
    return ClientFrame.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
};

const validCommand = (payload: unknown, name: string) =>
  JSON.stringify({ frame: 'command', commandId: uuidv7(), name, payload });

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** Frames that no client may send: each must end the connection with a code. */
const unspeakable: fc.Arbitrary<Wire> = fc.oneof(
  fc.string().filter((text) => !isFrame(text)),
  fc
    .jsonValue()
    .map((value) => JSON.stringify(value))
    .filter((text) => !isFrame(text)),
  // Cut short.
  fc
    .tuple(fc.constantFrom(...Object.keys(COMMANDS)), fc.integer({ min: 0, max: 80 }))
    .map(([name, length]) => validCommand({ sessionId: '1' }, name).slice(0, length)),
  // Known kinds with fields of wrong types, and kinds nobody knows.
  fc
    .tuple(
      fc.oneof(
        fc.constantFrom('identify', 'pageDone', 'command', 'activity', 'welcome', '__proto__'),
        fc.string(),
      ),
      fc.dictionary(
        fc.constantFrom('token', 'device', 'page', 'sessionId', 'activity', 'commandId', 'name'),
        fc.jsonValue(),
      ),
    )
    .map(([frame, fields]) => JSON.stringify({ ...fields, frame }))
    .filter((text) => !isFrame(text)),
  fc.integer({ min: 1, max: 200_000 }).map(deep),
  fc.constant('x'.repeat(LIMITS.maxFrameBytes + 1)),
  fc.uint8Array({ maxLength: 200 }),
  // A second sign-in on the same connection, or a first one with nobody's token.
  fc.constant(JSON.stringify({ frame: 'identify', token: 't', device: 'd', clientVersion: '0' })),
);

/** Well-formed frames without sense: each is answered or ignored, and the connection stays. */
const senseless: fc.Arbitrary<string> = fc.oneof(
  fc.integer().map((page) => JSON.stringify({ frame: 'pageDone', page })),
  fc
    .tuple(fc.string({ minLength: 1, maxLength: 128 }), fc.constantFrom('typing', 'viewing', 'none'))
    .map(([sessionId, activity]) => JSON.stringify({ frame: 'activity', sessionId, activity })),
  fc
    .tuple(
      fc.oneof(fc.constantFrom(...Object.keys(COMMANDS), '__proto__', 'toString'), fc.string()),
      fc.oneof(
        fc.jsonValue(),
        fc.dictionary(
          fc.constantFrom('sessionId', 'messageId', 'content', 'before', 'limit', 'text', 'number', 'to'),
          fc.oneof(fc.jsonValue(), fc.constant('3001'), fc.constant(1)),
        ),
      ),
    )
    .map(([name, payload]) => validCommand(payload, name)),
  fc
    .integer({ min: 1, max: 20_000 })
    .map(
      (depth) =>
        `{"frame":"command","commandId":"${uuidv7()}","name":"message.send","payload":${deep(depth)}}`,
    ),
  fc.constant(validCommand({}, 'x'.repeat(LIMITS.maxFrameBytes - 100))),
);

const commandIdOf = (text: string): string | undefined => /"commandId":"([\w-]+)"/u.exec(text)?.[1];

/** What a client was told that no client should be: codes that mean nothing, frames larger than the limit. */
const oddities = (client: LinkClient): string[] =>
  client.frames
    .filter(
      (frame) =>
        (frame.frame === 'refused' && !/^(?:link|auth)\./u.test(frame.code)) ||
        (frame.frame === 'nack' && frame.error.code === 'internal.unexpected') ||
        JSON.stringify(frame).length > LIMITS.maxFrameBytes,
    )
    .map((frame) => JSON.stringify(frame).slice(0, 500));

describe('a connection that sends anything', () => {
  it('is refused with a code or closed, and nobody else notices', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    const id = String(system.pabx.contactWrites({ address: '+551199', text: 'Oi', holder: '1001' }));
    await ana.event('session.put', (event) => sessionIdOf(event) === id);
    const token = await signIn(system.gateway.url, '1003');
    let sent = 0;

    const anaWorks = async () => {
      const before = ana.frames.length;
      ana.send({ frame: 'heartbeat' });
      await expect
        .poll(() => ana.frames.slice(before).some(({ frame }) => frame === 'heartbeatAck'), { interval: 1 })
        .toBe(true);
      sent++;
      const isAnswered = sent % 5 !== 0 || (await sendText(ana, id, `work ${sent}`)).frame === 'ack';
      expect(isAnswered).toBe(true);
    };

    const attack = async (frames: readonly string[], last: Wire | null, isIdentified: boolean) => {
      const eve = await connect(system.gateway.url, token, { identify: isIdentified });
      for (const frame of frames) eve.socket.send(frame);
      if (last === null) {
        eve.send({ frame: 'heartbeat' });
        await eve.frame(isIdentified ? 'heartbeatAck' : 'refused');
        for (const commandId of isIdentified ? frames.map(commandIdOf) : []) {
          if (commandId === undefined) continue;
          await Promise.any([
            eve.frame('nack', (frame) => frame.commandId === commandId),
            eve.frame('ack', (frame) => frame.commandId === commandId),
          ]);
        }
        await eve.close();
      } else {
        eve.socket.send(last);
        const code = await eve.closed();
        if (!REFUSING_CODES.has(code)) throw new Error(`Closed with ${code}.`);
      }
      expect(oddities(eve)).toEqual([]);
    };

    await fc.assert(
      fc.asyncProperty(
        fc.array(senseless, { maxLength: 4 }),
        fc.option(unspeakable, { freq: 4 }),
        fc.boolean(),
        async (frames, last, isIdentified) => {
          await attack(frames, last, isIdentified);
          await anaWorks();
        },
      ),
      { seed, numRuns: 90, interruptAfterTimeLimit: 10_000, endOnFailure: true },
    );

    expect(ana.socket.readyState).toBe(ana.socket.OPEN);
    expect(system.pabx.sent.every(({ author }) => author.kind === 'agent' && author.number === '1001')).toBe(
      true,
    );
    expect((await fetch(`${system.gateway.url}/health`)).status).toBe(200);
  });
});
