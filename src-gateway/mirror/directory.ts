// The PABX's directory as the gateway last read it: agents, queues, channels, templates, contacts, campaigns,
// each with a version. Held in memory whole (it is small and asked for at every event), written through.
import type { Presence } from '#shared/model/directory.ts';
import type { PabxCampaign, PabxChannel, PabxContact, PabxQueue, PabxTemplate } from '../pabx/pabx.ts';
import { contactFinder } from '../rules/addresses.ts';
import { DIRECTORY_KINDS, type DirectoryKind } from '../store/directory.ts';
import type { Store } from '../store/store.ts';

/** An extension. `presence` is the last word of the PABX or of Lynk, whichever spoke last. */
export interface AgentRecord {
  readonly id: number;
  readonly number: string;
  readonly name: string;
  readonly presence: Presence;
  /** What the PABX said last: only when that changes does it overrule what was set in Lynk. */
  readonly presenceAtPabx: Presence;
  readonly isOnlineAtPabx: boolean;
}

export interface DirectoryValues {
  readonly agent: AgentRecord;
  readonly queue: PabxQueue;
  readonly channel: PabxChannel;
  readonly template: PabxTemplate;
  readonly contact: PabxContact;
  readonly campaign: PabxCampaign;
}

export interface Known<Value> {
  readonly id: string;
  readonly version: number;
  readonly value: Value;
}

export interface Directory {
  get<Kind extends DirectoryKind>(kind: Kind, id: string): Known<DirectoryValues[Kind]> | undefined;
  all<Kind extends DirectoryKind>(kind: Kind): Known<DirectoryValues[Kind]>[];
  /** Inside a transaction. True when it is new or differs from what was held. */
  put<Kind extends DirectoryKind>(kind: Kind, id: string, value: DirectoryValues[Kind]): boolean;
  /** Inside a transaction. The version under which it went. */
  remove(kind: DirectoryKind, id: string): number;
  /** Gives an agent a new version without a new value: their presence in Lynk changed. */
  touchAgent(extension: string): void;
  /** The name of an extension; its number when nobody knows. */
  nameOf(extension: string): string;
  membersOf(queueId: string): readonly string[];
  /** Whose number an address is, among the company contacts. */
  contactAt(address: string): string | null;
  /** The channel of a session, by kind and sender, else by kind and name. */
  channelOf(kind: PabxChannel['kind'], sender: string, name: string): Known<PabxChannel> | undefined;
}

export function loadDirectory(store: Store): Directory {
  const held = Object.fromEntries(DIRECTORY_KINDS.map((kind) => [kind, new Map()])) as {
    [Kind in DirectoryKind]: Map<string, Known<DirectoryValues[Kind]> & { readonly text: string }>;
  };
  const load = <Kind extends DirectoryKind>(kind: Kind) => {
    for (const { id, version, data } of store.directory.all(kind)) {
      // Written by `put` below from a value of this kind.
      held[kind].set(id, { id, version, text: data, value: JSON.parse(data) as DirectoryValues[Kind] });
    }
  };
  for (const kind of DIRECTORY_KINDS) load(kind);

  let finder: ((address: string) => string | null) | undefined;
  const members = new Map<string, readonly string[]>();

  const directory: Directory = {
    get: (kind, id) => held[kind].get(id),
    all: (kind) => [...held[kind].values()],
    put(kind, id, value) {
      const text = JSON.stringify(value);
      if (held[kind].get(id)?.text === text) return false;
      const version = store.directory.put(kind, id, text);
      held[kind].set(id, { id, version, value, text });
      if (kind === 'contact') finder = undefined;
      if (kind === 'queue') members.delete(id);
      return true;
    },
    remove(kind, id) {
      held[kind].delete(id);
      if (kind === 'contact') finder = undefined;
      if (kind === 'queue') members.delete(id);
      return store.directory.gone(kind, id);
    },
    touchAgent(extension) {
      const known = held.agent.get(extension);
      if (!known) return;
      held.agent.set(extension, { ...known, version: store.directory.put('agent', extension, known.text) });
    },
    nameOf: (extension) => held.agent.get(extension)?.value.name ?? extension,
    membersOf(queueId) {
      const known = members.get(queueId);
      if (known) return known;
      const numbers = held.queue.get(queueId)?.value.members.map((member) => member.number) ?? [];
      members.set(queueId, numbers);
      return numbers;
    },
    contactAt(address) {
      finder ??= contactFinder(
        directory
          .all('contact')
          .map(({ id, value }) => ({ id, numbers: value.numbers.map((n) => n.number) })),
      );
      return finder(address);
    },
    channelOf(kind, sender, name) {
      const ofKind = directory.all('channel').filter((channel) => channel.value.kind === kind);
      return (
        ofKind.find((channel) => channel.value.numbers.includes(sender)) ??
        ofKind.find((channel) => channel.value.name === name)
      );
    },
  };
  return directory;
}
