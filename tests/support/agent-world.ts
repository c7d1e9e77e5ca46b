// What is true at a gateway for one agent, as a small model: it changes at random and speaks the stream, the
// snapshot and the pages that follow from it. Tests compare a client's database with it.
import type { Event } from '#shared/link/events.ts';
import type { Message } from '#shared/model/message.ts';
import { laterDelivery } from '#shared/model/message.ts';
import type { Session } from '#shared/model/session.ts';
import { aMessage, aSession, ME, NINE } from './entities.ts';
import type { Answer, ReceivedCommand, ScriptedGateway } from './scripted-gateway.ts';

/** A snapshot carries this many messages of each session; the rest is asked for. */
const SNAPSHOT_MESSAGES = 2;

export class AgentWorld {
  readonly #gateway: ScriptedGateway;
  readonly #visible = new Map<string, Session>();
  readonly #messages = new Map<string, Message[]>();
  readonly #versions = new Map<string, number>();
  #position = 0;

  constructor(gateway: ScriptedGateway) {
    this.#gateway = gateway;
    gateway.snapshot = () => this.#snapshot();
    gateway.onCommand = (command) => this.#answer(command);
  }

  /** Sessions by id and their messages in order, as a client should hold them. */
  state(): { sessions: Session[]; messages: Message[] } {
    const sessions = [...this.#visible.values()].sort((a, b) => a.id.localeCompare(b.id));
    return { sessions, messages: sessions.flatMap(({ id }) => this.#messages.get(id) ?? []) };
  }

  putSession(id: string, isMine: boolean): void {
    this.#position += 1;
    const held = this.#visible.get(id);
    const session = aSession({
      ...held,
      id,
      version: this.#nextVersion(id),
      contactName: `Contato ${id}`,
      holder: isMine ? ME : null,
      activeAt: NINE + this.#position,
      unreadCount: this.#position % 3,
    });
    this.#visible.set(id, session);
    this.#gateway.append({ kind: 'session.put', session });
  }

  removeSession(id: string): void {
    if (!this.#visible.delete(id)) return;
    const version = this.#nextVersion(id);
    this.#gateway.append({ kind: 'session.gone', sessionId: id, version, reason: 'transferred', by: null });
  }

  write(id: string, text: string): void {
    if (!this.#visible.has(id)) return;
    this.#position += 1;
    // Every other one is the agent's own answer: only those have states of delivery.
    const own = { author: { kind: 'agent', ...ME }, state: 'accepted' };
    const message = aMessage({
      ...(this.#position % 2 === 0 ? own : {}),
      sessionId: id,
      position: this.#position,
      text,
    });
    this.#messages.set(id, [...(this.#messages.get(id) ?? []), message]);
    this.#gateway.append({ kind: 'message.put', message });
  }

  /** The newest message of the session gets a later state. */
  deliver(id: string, state: 'sent' | 'delivered' | 'read'): void {
    const messages = this.#messages.get(id) ?? [];
    const last = messages.at(-1);
    if (last === undefined || last.state === 'received' || !this.#visible.has(id)) return;
    const message: Message = { ...last, version: last.version + 1, state: laterDelivery(last.state, state) };
    this.#messages.set(id, [...messages.slice(0, -1), message]);
    this.#gateway.append({ kind: 'message.put', message });
  }

  #nextVersion(id: string): number {
    const version = (this.#versions.get(id) ?? 0) + 1;
    this.#versions.set(id, version);
    return version;
  }

  #snapshot(): Event[] {
    const { sessions } = this.state();
    sessions.sort((a, b) => b.activeAt - a.activeAt);
    return sessions.flatMap((session): Event[] => [
      { kind: 'session.put', session },
      ...(this.#messages.get(session.id) ?? [])
        .slice(-SNAPSHOT_MESSAGES)
        .map((message): Event => ({ kind: 'message.put', message })),
    ]);
  }

  #answer({ name, payload }: ReceivedCommand): Answer {
    if (name !== 'message.page') return { result: {} };
    const before = typeof payload['before'] === 'number' ? payload['before'] : Number.POSITIVE_INFINITY;
    const limit = 3; // smaller than asked for: pages must be followed to their end
    const older = (this.#messages.get(String(payload['sessionId'])) ?? []).filter(
      (one) => one.position < before,
    );
    const messages = older.slice(-limit).reverse();
    return { result: { messages, hasMore: older.length > messages.length } };
  }
}
