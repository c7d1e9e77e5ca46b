// Everything that a test or a curious newcomer can make happen, by name. Each verb has a schema; what it does
// goes the same way as when people do it, so the API shows it as it would on a real PABX.
import { z } from 'zod';
import type { SubscriberLine } from '../api/subscribe.ts';
import { ENDPOINTS } from '../api/open-api.ts';
import { moveCall } from '../calls.ts';
import { PAGE_ID } from '../cast.ts';
import { markDelivered, markFailed, markRead, markSent, SEND_ERRORS } from '../delivery.ts';
import { close, contactWrites, pickUp, transfer } from '../messaging.ts';
import type { ChannelType, Message, Session } from '../model/entities.ts';
import { DEVICES, MSG_TYPE, PRESENCES } from '../model/entities.ts';
import { ERRCODES, PabxRefusal } from '../model/errcodes.ts';
import { FILE_KINDS, makeFile } from '../people/media.ts';
import { setPresence, setRegistered } from '../presence.ts';
import { extensionByNumber, findDid, partyOf, PLATFORM, sessionById, type World } from '../world.ts';

/** What the verbs work with. */
export interface Hands {
  readonly world: () => World;
  readonly line: SubscriberLine;
  /** Lets people live, or stops them. */
  readonly runPeople: (isRunning: boolean) => void;
  /** A fresh PABX in place of this one. */
  readonly reset: () => void;
}

/** @throws ZodError for wrong input, PabxRefusal for what cannot be done. */
type Verb = (hands: Hands, input: unknown) => object;

const DEFAULT_DID = {
  sms: '+551130030001',
  whatsapp: '+551131031000',
  facebook: PAGE_ID,
  livechat: 'loja-aurora.example',
} satisfies Record<ChannelType, string>;

const verb =
  <Schema extends z.ZodType>(schema: Schema, run: (hands: Hands, input: z.output<Schema>) => object): Verb =>
  (hands, input) =>
    run(hands, schema.parse(input));

const id = z.number().int().positive();
const extensionNumber = z.string().min(1);

const contactWritesInput = z.strictObject({
  channel: z.enum(['sms', 'whatsapp', 'facebook', 'livechat']),
  did: z.string().optional(),
  from: z.string().min(1),
  name: z.string().default(''),
  text: z.string().optional(),
  file: z.strictObject({ kind: z.enum(FILE_KINDS) }).optional(),
  isUnsupported: z.boolean().optional(),
  times: z.number().int().min(1).max(10_000).default(1),
});

function letContactWrite(hands: Hands, input: z.output<typeof contactWritesInput>): object {
  const world = hands.world();
  const did = input.did ?? DEFAULT_DID[input.channel];
  const { channel } = findDid(world, did);
  if (channel.type !== input.channel) {
    throw new PabxRefusal(40002, `${did} is a number of ${channel.type}, not of ${input.channel}`);
  }
  let last: { session: Session; message: Message } | null = null;
  for (let time = 1; time <= input.times; time += 1) {
    const text = input.text ?? (input.file === undefined ? 'Olá' : '');
    const kept =
      input.file === undefined
        ? null
        : world.files.add(
            makeFile(input.file.kind, world.random.fork(`control file ${world.book.nextMsgId()}`)),
            channel.type === 'livechat' ? 'livechat' : 'chat',
            channel.fileLifeHours,
          );
    last = contactWrites(world, {
      did,
      address: input.from,
      name: input.name,
      text: input.times === 1 || text === '' ? text : `${text} ${time}`,
      isUnsupported: input.isUnsupported ?? false,
      ...(kept === null ? {} : { file: kept }),
    });
  }
  return { sessionId: last?.session.id, msgId: last?.message.id };
}

function messageById(world: World, msgId: number): Message {
  const found = world.book.message(msgId);
  if (found === undefined) throw new PabxRefusal(60001, `no message with the id ${msgId}`);
  return found;
}

const deliverInput = z.strictObject({ msgId: id, to: z.enum(['sent', 'delivered', 'read']) });

function deliver(hands: Hands, { msgId, to }: z.output<typeof deliverInput>): object {
  const world = hands.world();
  const message = messageById(world, msgId);
  if (to === 'sent') markSent(world, message);
  else if (to === 'delivered') markDelivered(world, message);
  else markRead(world, sessionById(world, message.sessionId), message);
  return { msgId };
}

const transferInput = z.strictObject({
  sessionId: id,
  to: z.union([
    z.strictObject({ extension: extensionNumber }),
    z.strictObject({ queueId: id }),
    z.strictObject({ platform: z.literal(true) }),
  ]),
  by: extensionNumber.optional(),
});

function handOver(hands: Hands, { sessionId, to, by }: z.output<typeof transferInput>): object {
  const world = hands.world();
  const destination =
    'extension' in to
      ? { type: 'extension' as const, id: extensionByNumber(world, to.extension).id }
      : 'queueId' in to
        ? { type: 'queue' as const, id: to.queueId }
        : { type: 'api' as const, id: 0 as const };
  const actor = by === undefined ? PLATFORM : partyOf(extensionByNumber(world, by));
  transfer(world, sessionById(world, sessionId), destination, actor);
  return { sessionId };
}

const CALL_EVENTS = {
  ring: 'ringing',
  answer: 'answered',
  hold: 'held',
  bye: 'ended',
  refuse: 'refused',
} as const;

export const VERBS: Readonly<Record<string, Verb>> = {
  'contact-writes': verb(contactWritesInput, letContactWrite),
  delivery: verb(z.strictObject({ mode: z.enum(['automatic', 'manual']) }), (hands, { mode }) => {
    hands.world().settings.delivery = mode;
    return { mode };
  }),
  deliver: verb(deliverInput, deliver),
  fail: verb(
    z.strictObject({ msgId: id, error: z.enum(Object.keys(SEND_ERRORS) as (keyof typeof SEND_ERRORS)[]) }),
    (hands, { msgId, error }) => {
      markFailed(hands.world(), messageById(hands.world(), msgId), error);
      return { msgId };
    },
  ),
  'pick-up': verb(z.strictObject({ sessionId: id, extension: extensionNumber }), (hands, input) => {
    const world = hands.world();
    pickUp(world, sessionById(world, input.sessionId), extensionByNumber(world, input.extension));
    return { sessionId: input.sessionId };
  }),
  transfer: verb(transferInput, handOver),
  close: verb(
    z.strictObject({ sessionId: id, by: z.union([z.literal('contact'), extensionNumber]).optional() }),
    (hands, { sessionId, by }) => {
      const world = hands.world();
      const session = sessionById(world, sessionId);
      if (by === 'contact') close(world, session, session.to, MSG_TYPE.closedByVisitor);
      else close(world, session, by === undefined ? PLATFORM : partyOf(extensionByNumber(world, by)));
      return { sessionId };
    },
  ),
  presence: verb(
    z.strictObject({ extension: extensionNumber, status: z.enum(PRESENCES) }),
    (hands, { extension, status }) => {
      setPresence(hands.world(), extensionByNumber(hands.world(), extension), status);
      return { extension, status };
    },
  ),
  register: verb(
    z.strictObject({ extension: extensionNumber, device: z.enum(DEVICES), isRegistered: z.boolean() }),
    (hands, { extension, device, isRegistered }) => {
      setRegistered(hands.world(), extensionByNumber(hands.world(), extension), device, isRegistered);
      return { extension, device, isRegistered };
    },
  ),
  call: verb(
    z.strictObject({ callId: z.string(), event: z.enum(['ring', 'answer', 'hold', 'bye', 'refuse']) }),
    (hands, { callId, event }) => {
      const call = hands.world().calls.get(callId);
      if (call === undefined) throw new PabxRefusal(60001, `no call with the id ${callId}`);
      moveCall(hands.world(), call, CALL_EVENTS[event]);
      return { callId, stage: call.stage };
    },
  ),
  'permit-calls': verb(
    z.strictObject({ extension: extensionNumber, allowed: z.boolean() }),
    (hands, { extension, allowed }) => {
      extensionByNumber(hands.world(), extension).mayCallOut = allowed;
      return { extension, allowed };
    },
  ),
  'drop-sockets': verb(z.strictObject({}), (hands) => ({ dropped: hands.line.drop() })),
  'stall-sockets': verb(z.strictObject({ ms: z.number().int().positive() }), (hands, { ms }) => ({
    stalled: hands.line.stall(ms),
  })),
  'expire-tokens': verb(z.strictObject({}), (hands) => ({ expired: hands.world().tokens.expireAll() })),
  'expire-files': verb(z.strictObject({}), (hands) => ({ expired: hands.world().files.expireAll() })),
  answer: verb(
    z.strictObject({
      endpoint: z.string().refine((endpoint) => ENDPOINTS.includes(endpoint), {
        error: 'is not an endpoint, e.g. message/send',
      }),
      errcode: z.number().refine((errcode) => ERRCODES.includes(errcode), {
        error: 'is not an errcode of the PABX',
      }),
      times: z.number().int().positive().default(1),
      delayMs: z.number().int().nonnegative().default(0),
      isLost: z.boolean().default(false),
    }),
    (hands, { endpoint, ...forced }) => {
      hands.world().forcedAnswers.set(endpoint, forced);
      return { endpoint, ...forced };
    },
  ),
  pushes: verb(
    z.strictObject({
      messages: z.boolean().optional(),
      systemLines: z.boolean().optional(),
      requestIdEcho: z.boolean().optional(),
      duplicates: z.boolean().optional(),
    }),
    (hands, input) => {
      const { settings } = hands.world();
      settings.pushMessages = input.messages ?? settings.pushMessages;
      settings.pushSystemLines = input.systemLines ?? settings.pushSystemLines;
      settings.requestIdEcho = input.requestIdEcho ?? settings.requestIdEcho;
      settings.duplicates = input.duplicates ?? settings.duplicates;
      return settings;
    },
  ),
  people: verb(z.strictObject({ running: z.boolean() }), (hands, { running }) => {
    hands.runPeople(running);
    return { running };
  }),
  clock: verb(z.strictObject({ advanceMs: z.number().int().nonnegative() }), (hands, { advanceMs }) => {
    const world = hands.world();
    world.clock.advance(advanceMs);
    world.lineClock.advance(advanceMs);
    return { now: world.clock.now() };
  }),
  reset: verb(z.strictObject({}), (hands) => {
    hands.reset();
    return { now: hands.world().clock.now() };
  }),
};
