// The rows of a snapshot, as events without numbers. Read lazily, page by page: the position was taken before,
// so every row is at least as new, and what changes meanwhile comes by replay.
import type { Event } from '#shared/link/events.ts';
import type { Announcer } from '../agent-events/announcer.ts';
import { NEWEST_MESSAGES } from '../agent-events/announcer.ts';
import {
  agentView,
  campaignView,
  channelView,
  contactView,
  queueView,
  seesCampaign,
  templateView,
} from '../agent-events/views.ts';
import type { CapabilityBook } from '../commands/capabilities.ts';
import type { Directory } from '../mirror/directory.ts';
import type { Store } from '../store/store.ts';

/** Sessions whose newest messages come along. */
const WITH_MESSAGES = 200;
/** The first sessions come before the bulkier kinds, so that the list is usable at once. */
const FIRST_SESSIONS = 200;

export function* snapshotRows(
  parts: {
    readonly store: Store;
    readonly directory: Directory;
    readonly announcer: Announcer;
    readonly capabilities: CapabilityBook;
    readonly isInLynk: (extension: string) => boolean;
  },
  extension: string,
): Generator<Event> {
  const { store, directory, announcer } = parts;
  // The ids are taken at once: a session that moves to the top meanwhile is not missed.
  const sessionIds = store.sessionAgents.visible(extension);
  const sessionsOf = function* (ids: readonly string[]): Generator<Event> {
    for (const id of ids) {
      const session = announcer.view(extension, id);
      if (session) yield { kind: 'session.put', session };
    }
  };
  yield { kind: 'capabilities.put', capabilities: parts.capabilities.current() };
  for (const queue of directory.all('queue')) yield { kind: 'queue.put', queue: queueView(queue) };
  for (const agent of directory.all('agent')) {
    yield { kind: 'agent.put', agent: agentView(agent, parts.isInLynk(agent.id)) };
  }
  for (const channel of directory.all('channel')) {
    yield { kind: 'channel.put', channel: channelView(channel, extension) };
  }
  yield* sessionsOf(sessionIds.slice(0, FIRST_SESSIONS));
  for (const id of sessionIds.slice(0, WITH_MESSAGES)) {
    if (!announcer.isVisible(extension, id)) continue;
    const newest = store.messages.page(id, Number.MAX_SAFE_INTEGER, NEWEST_MESSAGES);
    for (const message of newest.reverse()) yield { kind: 'message.put', message };
  }
  for (const template of directory.all('template')) {
    yield { kind: 'template.put', template: templateView(template) };
  }
  for (const campaign of directory.all('campaign')) {
    if (seesCampaign(campaign.value, extension, directory)) {
      yield { kind: 'campaign.put', campaign: campaignView(campaign) };
    }
  }
  for (const contact of directory.all('contact'))
    yield { kind: 'contact.put', contact: contactView(contact) };
  yield* sessionsOf(sessionIds.slice(FIRST_SESSIONS));
}
