// Voice calls dialled from Lynk, as the PABX tells of them (API 5).
import type { AgentEventLog } from '../agent-events/agent-event-log.ts';
import type { Call } from '#shared/model/call.ts';
import { CallId, SessionId } from '#shared/model/ids.ts';
import type { Clock } from '../clock.ts';
import type { PabxEvent } from '../pabx/pabx.ts';
import type { Store } from '../store/store.ts';

export interface CallBook {
  dialled(extension: string, callId: string, number: string, sessionId: string | null): Call;
  /** A call event of the PABX; calls that were not dialled from Lynk are none of ours. */
  heard(event: Extract<PabxEvent, { kind: 'call' | 'callRefused' }>): void;
}

export function createCallBook(store: Store, log: AgentEventLog, clock: Clock): CallBook {
  /** Events that came before the answer to `dial` did, for a moment. */
  const early = new Map<string, Extract<PabxEvent, { kind: 'call' | 'callRefused' }>[]>();

  const keep = (extension: string, call: Call): void =>
    store.transaction(() => {
      store.calls.put(extension, call);
      log.append(extension, { kind: 'call.put', call });
    });

  const heard: CallBook['heard'] = (event) => {
    if (event.callId === null) return;
    const held = store.calls.get(event.callId);
    if (!held) {
      if (early.size > 100) early.clear();
      early.set(event.callId, [...(early.get(event.callId) ?? []), event]);
      return;
    }
    const { extension, call } = held;
    if (call.endedAt !== null) return;
    const now = clock.now();
    const version = call.version + 1;
    if (event.kind === 'callRefused') {
      keep(extension, { ...call, version, state: 'refused', reason: event.reason, endedAt: now });
      return;
    }
    if (event.state === call.state) return;
    keep(extension, {
      ...call,
      version,
      state: event.state,
      answeredAt: call.answeredAt ?? (event.state === 'answered' ? now : null),
      endedAt: event.state === 'ended' ? now : null,
    });
  };

  return {
    heard,
    dialled(extension, callId, number, sessionId) {
      const call: Call = {
        id: CallId.parse(callId),
        version: 1,
        sessionId: sessionId === null ? null : SessionId.parse(sessionId),
        number,
        state: 'dialling',
        reason: null,
        startedAt: clock.now(),
        answeredAt: null,
        endedAt: null,
      };
      keep(extension, call);
      for (const event of early.get(callId) ?? []) heard(event);
      early.delete(callId);
      return call;
    },
  };
}
