// From the frames of the event push (reference 2.3, 4, 5.2) to events in the gateway's words. Frames of kinds
// that nobody asked for are counted and named once; a known kind that cannot be read is logged and left out;
// what comes twice is told once.
import { z } from 'zod';
import { Presence } from '#shared/model/directory.ts';
import type { PabxEvent } from '../pabx.ts';
import { type Calls, CallState } from './calls.ts';
import type { PSeriesLog } from './log.ts';
import { type MessageReading, MsgRecord, toPabxMessage } from './message-reader.ts';
import type { OnlineDevices } from './online-devices.ts';
import { Recent } from './recent.ts';
import { record, text, unwrapJson, whole, wholeOrZero } from './wire.ts';

/** As many events as may come twice: the PABX repeats at once, or both sockets tell during a renewal. */
const REMEMBERED = 5000;
/** A JSON string in a JSON string has been seen; more would be nonsense. */
const DEEPEST_WRAPPING = 3;

const Frame = z.object({ type: whole, msg: z.unknown() });

const Registration = z.object({ extension: text.pipe(z.string().min(1)), kind: text, status: text });
const PresenceChange = z.object({ extension: text.pipe(z.string().min(1)), presence: Presence });
const Receipt = z.object({ session_id: whole, read_msg_id: whole, read_time: wholeOrZero });
const Refusal = z.object({ call_id: text, reason: text, errmsg: text });

interface EventReaderOptions {
  readonly reading: MessageReading;
  readonly calls: Calls;
  readonly devices: OnlineDevices;
  readonly log: PSeriesLog;
}

/** What `msg` holds, whether it came as an object, as JSON in a string, or wrapped once more in `data`. */
export function unwrapMsg(msg: unknown): unknown {
  let value = msg;
  for (let depth = 0; typeof value === 'string' && depth < DEEPEST_WRAPPING; depth += 1)
    value = unwrapJson(value);
  const wrapped = record.safeParse(value);
  if (!wrapped.success || !('data' in wrapped.data) || Object.keys(wrapped.data).length > 1) return value;
  const { data } = z.object({ data: z.unknown() }).parse(wrapped.data);
  return unwrapMsg(data);
}

export class EventReader {
  readonly #options: EventReaderOptions;
  readonly #told = new Recent<string, true>(REMEMBERED);
  readonly #unknown = new Map<number, number>();

  /** The event ids to subscribe to: exactly those that are read here. */
  readonly topics: readonly number[];
  readonly #readers: ReadonlyMap<number, (msg: unknown) => PabxEvent>;

  constructor(options: EventReaderOptions) {
    this.#options = options;
    const { reading, calls, devices } = options;
    this.#readers = new Map<number, (msg: unknown) => PabxEvent>([
      [30007, (msg) => registration(Registration.parse(msg), devices)],
      [30009, (msg) => presence(msg)],
      [30011, (msg) => calls.onState(CallState.parse(msg))],
      [30015, (msg) => refused(Refusal.parse(msg))],
      [30031, (msg) => ({ kind: 'message', message: toPabxMessage(MsgRecord.parse(msg), reading) })],
      [30032, (msg) => ({ kind: 'delivery', message: toPabxMessage(MsgRecord.parse(msg), reading) })],
      [30038, (msg) => receipt(Receipt.parse(msg), reading.now())],
    ]);
    this.topics = [...this.#readers.keys()];
  }

  /** How many frames of kinds that are not read came, by their number. */
  get unknownKinds(): ReadonlyMap<number, number> {
    return this.#unknown;
  }

  /** The event that a frame tells, or null when it tells nothing, or nothing new. */
  read(told: unknown): PabxEvent | null {
    const frame = Frame.safeParse(told);
    if (!frame.success) {
      this.#options.log.warn({}, 'pabx: a frame without a type');
      return null;
    }
    const { type, msg } = frame.data;
    const reader = this.#readers.get(type);
    if (reader === undefined) return this.#countUnknown(type);
    try {
      const event = reader(unwrapMsg(msg));
      return this.#isNew(event) ? event : null;
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      const issue = error.issues[0];
      // The field's name only: what stood in it may be somebody's words.
      this.#options.log.warn(
        { type, field: issue?.path.join('.'), issue: issue?.code },
        'pabx: an event cannot be read',
      );
      return null;
    }
  }

  #countUnknown(type: number): null {
    const before = this.#unknown.get(type) ?? 0;
    this.#unknown.set(type, before + 1);
    if (before === 0) this.#options.log.info({ type }, 'pabx: an event of a kind that Lynk does not read');
    return null;
  }

  #isNew(event: PabxEvent): boolean {
    const key = identityOf(event);
    if (key === null) return true;
    if (this.#told.has(key)) return false;
    this.#told.set(key, true);
    return true;
  }
}

/** What makes two events the same; null for states, which may be told again. */
function identityOf(event: PabxEvent): string | null {
  switch (event.kind) {
    case 'message':
      return `message ${event.message.sessionId}:${event.message.id}`;
    case 'delivery': {
      const { sessionId, id, delivery, failure } = event.message;
      return `delivery ${sessionId}:${id}:${delivery}:${failure?.code ?? ''}`;
    }
    case 'read':
      return `read ${event.sessionId}:${event.upToMessageId}`;
    case 'callRefused':
      return event.callId === null ? null : `refused ${event.callId}`;
    case 'presence':
    case 'online':
    case 'call':
      return null;
  }
}

function registration(told: z.infer<typeof Registration>, devices: OnlineDevices): PabxEvent {
  const isRegistered = told.status.toLowerCase() === 'registered';
  const isOnline = devices.change(told.extension, told.kind, isRegistered);
  return { kind: 'online', number: told.extension, isOnline };
}

function presence(msg: unknown): PabxEvent {
  const told = record.parse(msg);
  const change = PresenceChange.parse({ extension: told['extension'], presence: told['status'] });
  return { kind: 'presence', number: change.extension, presence: change.presence };
}

function refused(told: z.infer<typeof Refusal>): PabxEvent {
  const reason = told.reason || told.errmsg || 'The PABX gave no reason.';
  return { kind: 'callRefused', callId: told.call_id === '' ? null : told.call_id, reason };
}

function receipt(told: z.infer<typeof Receipt>, now: number): PabxEvent {
  const at = told.read_time > 0 ? told.read_time * 1000 : now;
  return { kind: 'read', sessionId: told.session_id, upToMessageId: told.read_msg_id, at };
}
