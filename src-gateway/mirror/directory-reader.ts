// Reads the PABX's directory whole, compares, and tells every agent what differs. Runs at start, on a schedule,
// and when a session names something unknown.
import type { Event } from '#shared/link/events.ts';
import { AppError } from '#shared/model/errors.ts';
import { ContactId, TemplateId } from '#shared/model/ids.ts';
import type { Announcer } from '../agent-events/announcer.ts';
import {
  campaignView,
  channelView,
  contactView,
  queueView,
  seesCampaign,
  templateView,
} from '../agent-events/views.ts';
import type { Pabx, PabxExtension } from '../pabx/pabx.ts';
import type { DirectoryKind } from '../store/directory.ts';
import type { Store } from '../store/store.ts';
import type { AgentNews } from './agent-news.ts';
import type { AgentRecord, Directory, DirectoryValues } from './directory.ts';

export interface DirectoryReader {
  /** Reads everything. What this PABX does not offer stays empty. Throws when the PABX cannot be asked. */
  readAll(): Promise<void>;
  /** Inside a transaction: stores one object and tells everybody when it differs. */
  put<Kind extends DirectoryKind>(kind: Kind, id: string, value: DirectoryValues[Kind]): void;
}

type Values = { readonly [Kind in DirectoryKind]: ReadonlyMap<string, DirectoryValues[Kind]> };

export function createDirectoryReader(parts: {
  readonly pabx: Pabx;
  readonly store: Store;
  readonly directory: Directory;
  readonly announcer: Announcer;
  readonly agentNews: AgentNews;
}): DirectoryReader {
  const { pabx, store, directory, announcer, agentNews } = parts;

  const putEvents = {
    queue: (id) => {
      const known = directory.get('queue', id);
      return () => known && { kind: 'queue.put', queue: queueView(known) };
    },
    channel: (id) => {
      const known = directory.get('channel', id);
      return (extension) => known && { kind: 'channel.put', channel: channelView(known, extension) };
    },
    template: (id) => {
      const known = directory.get('template', id);
      return () => known && { kind: 'template.put', template: templateView(known) };
    },
    contact: (id) => {
      const known = directory.get('contact', id);
      return () => known && { kind: 'contact.put', contact: contactView(known) };
    },
    campaign: (id) => {
      const known = directory.get('campaign', id);
      return (extension) =>
        known && seesCampaign(known.value, extension, directory)
          ? { kind: 'campaign.put', campaign: campaignView(known) }
          : undefined;
    },
  } satisfies Record<
    Exclude<DirectoryKind, 'agent'>,
    (id: string) => (extension: string) => Event | undefined
  >;

  const announce = (kind: DirectoryKind, id: string) => {
    if (kind === 'agent') return agentNews.changed(id);
    const eventFor = putEvents[kind](id);
    announcer.everybody(eventFor);
  };

  const goneEvent = (kind: DirectoryKind, id: string, version: number): Event | null => {
    if (kind === 'contact') return { kind: 'contact.gone', contactId: ContactId.parse(id), version };
    if (kind === 'template') return { kind: 'template.gone', templateId: TemplateId.parse(id), version };
    return null;
  };

  /** A change of members or contacts changes who sees waiting sessions, and under which name. */
  const followUp = (kind: DirectoryKind, ids: readonly string[]) => {
    if (ids.length === 0) return;
    if (kind === 'queue') {
      for (const id of ids) for (const row of store.sessions.unheldOfQueue(id)) announcer.session(row);
    }
    if (kind !== 'contact') return;
    const renamed = new Set(ids);
    for (const { id, address, contactId } of store.sessions.addresses()) {
      const now = directory.contactAt(address);
      if (now === contactId && (now === null || !renamed.has(now))) continue;
      const row = store.sessions.get(id);
      if (row) announcer.session({ ...row, contactId: now });
    }
  };

  const apply = <Kind extends DirectoryKind>(
    kind: Kind,
    values: ReadonlyMap<string, DirectoryValues[Kind]>,
  ) => {
    const changed = [...values].filter(([id, value]) => directory.put(kind, id, value)).map(([id]) => id);
    for (const id of changed) announce(kind, id);
    const gone = directory.all(kind).filter(({ id }) => !values.has(id));
    for (const { id } of gone) {
      const event = goneEvent(kind, id, directory.remove(kind, id));
      if (event) announcer.everybody(() => event);
    }
    followUp(kind, [...changed, ...gone.map(({ id }) => id)]);
  };

  const toRecord = (extension: PabxExtension): AgentRecord => {
    const held = directory.get('agent', extension.number)?.value;
    const isNews = held?.presenceAtPabx !== extension.presence;
    return {
      id: extension.id,
      number: extension.number,
      name: extension.name,
      presence: isNews ? extension.presence : held.presence,
      presenceAtPabx: extension.presence,
      isOnlineAtPabx: extension.isOnline,
    };
  };

  return {
    async readAll() {
      const extensions = await pabx.extensions();
      const channels = await pabx.channels();
      const queues = await pabx.queues();
      const contacts = await offered(pabx.contacts());
      const campaigns = await offered(pabx.campaigns());
      const templates = new Map<string, DirectoryValues['template']>();
      for (const channel of channels.filter(({ kind }) => kind === 'whatsapp')) {
        for (const template of await offered(pabx.templates(channel.id))) {
          templates.set(String(template.id), template);
        }
      }
      const byId = <Value extends { id: number }>(list: readonly Value[]) =>
        new Map(list.map((value) => [String(value.id), value]));
      const values: Values = {
        agent: new Map(extensions.map((extension) => [extension.number, toRecord(extension)])),
        queue: byId(queues),
        channel: byId(channels),
        template: templates,
        contact: byId(contacts),
        campaign: byId(campaigns),
      };
      store.transaction(() => {
        apply('agent', values.agent);
        apply('queue', values.queue);
        apply('channel', values.channel);
        apply('template', values.template);
        apply('contact', values.contact);
        apply('campaign', values.campaign);
      });
    },
    put(kind, id, value) {
      if (!directory.put(kind, id, value)) return;
      announce(kind, id);
      followUp(kind, [id]);
    },
  };
}

/** What a PABX does not offer is empty, not a failure. */
async function offered<Item>(read: Promise<Item[]>): Promise<Item[]> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof AppError && error.code === 'pabx.functionOff') return [];
    throw error;
  }
}
