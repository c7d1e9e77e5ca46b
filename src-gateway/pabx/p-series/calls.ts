// Click-to-call (reference 5). Event 30011 tells the members of a call with a status each; the connector keeps
// the members of live calls and says what state the call as a whole is in.
import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import { parse } from '#shared/model/parse.ts';
import type { PabxEvent } from '../pabx.ts';
import type { PSeriesApi } from './api.ts';
import { Recent } from './recent.ts';
import { text } from './wire.ts';

type CallEvent = Extract<PabxEvent, { kind: 'call' }>;

const Side = z.object({ number: text, channel_id: text, member_status: text });
const Member = z.object({
  extension: Side.optional(),
  inbound: Side.optional(),
  outbound: Side.optional(),
});

/** `msg` of 30011, and a row of `call/query`. */
export const CallState = z.object({ call_id: text.pipe(z.string().min(1)), members: z.array(Member) });
export type CallState = z.infer<typeof CallState>;

interface Leg {
  readonly isExtension: boolean;
  readonly number: string;
  readonly channelId: string;
  readonly status: string;
}

/** As many calls as a PABX may have at a time, and some. */
const REMEMBERED = 1000;
const RINGING = new Set(['RING', 'ALERT', 'EARLYMEDIA']);

export class Calls {
  readonly #api: PSeriesApi;
  /** Legs of live calls by the call's id. A frame may tell of those legs only that changed. */
  readonly #legs = new Recent<string, readonly Leg[]>(REMEMBERED);

  constructor(api: PSeriesApi) {
    this.#api = api;
  }

  /** Takes in a 30011. */
  onState(state: CallState): CallEvent {
    const told = legsOf(state);
    const kept = (this.#legs.get(state.call_id) ?? []).filter(
      (leg) => !told.some((other) => other.channelId === leg.channelId),
    );
    const legs = [...kept, ...told];
    const overall = stateOf(legs);
    if (overall === 'ended') this.#legs.delete(state.call_id);
    else this.#legs.set(state.call_id, legs);
    const own = legs.find((leg) => leg.isExtension);
    return { kind: 'call', callId: state.call_id, extension: own?.number ?? null, state: overall };
  }

  /** See `Pabx.dial`. A refusal comes later, as an event. */
  async dial(from: string, to: string): Promise<string> {
    const answer = await this.#api.write('call/dial', { caller: from, callee: to }, { subject: 'call' });
    const called = z.object({ call_id: text.pipe(z.string().min(1)) });
    return parse(called, answer.fields, 'pabx.invalidAnswer', 'The PABX’s answer to a call').call_id;
  }

  /** See `Pabx.hangUp`. Hanging up one leg ends the call. @throws AppError `call.notFound`. */
  async hangUp(callId: string): Promise<void> {
    const channelId = ownChannel(this.#legs.get(callId) ?? (await this.#read(callId)));
    if (channelId === undefined) throw new AppError('call.notFound', { details: { callId } });
    await this.#api.write('call/hangup', { channel_id: channelId }, { subject: 'call' });
  }

  async #read(callId: string): Promise<readonly Leg[]> {
    const { payload } = await this.#api.read('call/query', { call_id: callId }, { subject: 'call' });
    const calls = z.array(CallState).catch([]).parse(payload);
    return calls.filter((call) => call.call_id === callId).flatMap(legsOf);
  }
}

const ownChannel = (legs: readonly Leg[]): string | undefined =>
  (legs.find((leg) => leg.isExtension) ?? legs[0])?.channelId;

function legsOf(state: CallState): Leg[] {
  return state.members.flatMap(({ extension, inbound, outbound }) => {
    const side = extension ?? inbound ?? outbound;
    if (side === undefined) return [];
    const { number, channel_id: channelId, member_status: status } = side;
    return [{ isExtension: extension !== undefined, number, channelId, status: status.toUpperCase() }];
  });
}

/**
 * The caller's own phone rings first; then the callee's, while the caller hears the tone (ALERT). A call is
 * answered when both sides stand.
 */
function stateOf(legs: readonly Leg[]): CallEvent['state'] {
  if (legs.some((leg) => leg.status === 'BYE')) return 'ended';
  if (legs.some((leg) => leg.status === 'HOLD')) return 'held';
  const caller = legs.find((leg) => leg.isExtension);
  const others = legs.filter((leg) => leg !== caller);
  if (others.length === 0) return caller?.status === 'ALERT' ? 'ringing' : 'dialling';
  return legs.some((leg) => RINGING.has(leg.status)) ? 'ringing' : 'answered';
}
