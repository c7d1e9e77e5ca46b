// What each kind of event does to the store. Runs inside the transaction that moves the cursor. Applying an event
// twice, or an older one after a newer one, changes nothing: the tables compare versions.
import type { Event, EventKind } from '#shared/link/events.ts';
import type { SessionId } from '#shared/model/ids.ts';
import { canPickUp, type Session } from '#shared/model/session.ts';
import type { ChangeSet } from '../changes/change-set.ts';
import type { Store } from '../store/store.ts';

/** `live`: as it happens. `replay`: missed and told now. `snapshot`: a row of the whole. */
export type ApplyMode = 'live' | 'replay' | 'snapshot';

/** What came while nobody looked; told once, as one summary. */
export interface Backlog {
  readonly waitingSessions: Set<SessionId>;
  messages: number;
}

export interface ApplyContext {
  readonly store: Store;
  readonly changes: ChangeSet;
  readonly generation: number;
  readonly mode: ApplyMode;
  /** `epoch:seq`; the key under which somebody is told. */
  readonly eventId: string;
  /** When the gateway appended it. */
  readonly at: number;
  /** The agent who is signed in here. */
  readonly extension: string;
  readonly backlog: Backlog;
  /** What contacts wrote, to be judged when the batch is applied: the session may come after its message. */
  readonly arrivals: Arrival[];
}

interface Arrival {
  readonly eventId: string;
  readonly sessionId: SessionId;
  readonly position: number;
}

/** A session opened this shortly before it came to me was opened for me, not handed over. */
const FRESH_MS = 5000;

function notePutSession(context: ApplyContext, session: Session, before: Session | null): void {
  const { changes, backlog, mode, eventId, extension } = context;
  if (canPickUp(session) && (before === null || !canPickUp(before))) {
    if (mode === 'live') changes.attention(eventId, 'sessionWaiting', session.id);
    else backlog.waitingSessions.add(session.id);
  }
  const isMine = session.holder?.extension === extension;
  const wasElsewhere = before === null || (before.holder !== null && before.holder.extension !== extension);
  const isFresh = context.at - session.openedAt < FRESH_MS;
  if (mode === 'live' && isMine && wasElsewhere && !isFresh && session.state === 'open') {
    changes.attention(eventId, 'transferredToMe', session.id);
  }
}

/** Somebody is told of what contacts wrote in this agent's own sessions; the rest is for whoever picks it up. */
export function noteArrivals(context: ApplyContext): void {
  for (const { eventId, sessionId, position } of context.arrivals) {
    const session = context.store.sessions.get(sessionId);
    const isMine = session?.holder?.extension === context.extension;
    if (!isMine || position <= session.readPosition) continue;
    if (context.mode === 'live') context.changes.attention(eventId, 'messageArrived', sessionId);
    else context.backlog.messages += 1;
  }
}

type Apply<Kind extends EventKind> = (event: Extract<Event, { kind: Kind }>, context: ApplyContext) => void;

const APPLY: { readonly [Kind in EventKind]: Apply<Kind> } = {
  'session.put': ({ session }, context) => {
    const { isNews, before } = context.store.sessions.put(session, context.generation);
    if (!isNews) return;
    context.changes.session(session.id);
    notePutSession(context, session, before);
  },

  'session.gone': ({ sessionId, version, reason, by }, { store, changes }) => {
    if (!store.sessions.remove(sessionId, version)) return;
    store.messages.removeOf(sessionId);
    changes.sessionGone(sessionId, reason, by);
  },

  'message.put': ({ message }, context) => {
    const { store, changes } = context;
    const { isNews, isNew } = store.messages.put(message, context.generation);
    if (!isNews) return;
    // What was missed is read again thread by thread; only what happens now is worth a row of its own.
    if (context.mode === 'live') changes.message(message.sessionId, message.id);
    else changes.thread(message.sessionId);
    if (isNew && message.author.kind === 'contact') {
      const { sessionId, position } = message;
      context.arrivals.push({ eventId: context.eventId, sessionId, position });
    }
  },

  'queue.put': ({ queue }, { store, changes, generation }) => {
    if (store.queues.put(queue, generation)) changes.directory('queues');
  },
  'agent.put': ({ agent }, { store, changes, generation }) => {
    if (store.agents.put(agent, generation)) changes.directory('agents');
  },
  'channel.put': ({ channel }, { store, changes, generation }) => {
    if (store.channels.put(channel, generation)) changes.directory('channels');
  },
  'contact.put': ({ contact }, { store, changes, generation }) => {
    if (store.contacts.put(contact, generation)) changes.directory('contacts');
  },
  'contact.gone': ({ contactId, version }, { store, changes }) => {
    if (store.contacts.remove(contactId, version)) changes.directory('contacts');
  },
  'template.put': ({ template }, { store, changes, generation }) => {
    if (store.templates.put(template, generation)) changes.directory('templates');
  },
  'template.gone': ({ templateId, version }, { store, changes }) => {
    if (store.templates.remove(templateId, version)) changes.directory('templates');
  },
  'campaign.put': ({ campaign }, { store, changes, generation }) => {
    if (store.campaigns.put(campaign, generation)) changes.directory('campaigns');
  },
  'call.put': ({ call }, { store, changes, generation }) => {
    if (store.calls.put(call, generation)) changes.call(call);
  },
  'capabilities.put': ({ capabilities }, { store, changes, mode }) => {
    if (store.sync.putCapabilities(capabilities, mode === 'snapshot')) changes.directory('capabilities');
  },
};

export const EVENT_KINDS: ReadonlySet<string> = new Set(Object.keys(APPLY));

export function applyEvent(event: Event, context: ApplyContext): void {
  // The table pairs each kind with a function for that kind; TypeScript cannot follow the pairing by itself.
  const apply = APPLY[event.kind] as (event: Event, context: ApplyContext) => void;
  apply(event, context);
}
