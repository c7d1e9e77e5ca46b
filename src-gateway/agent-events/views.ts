// How what is stored looks to one agent: the shapes of src-shared/model, filled from the gateway's rows.
// Pure; whether the agent may see a thing at all was decided before (rules/visibility.ts).
import type { Event } from '#shared/link/events.ts';
import type { Agent, Channel, Queue, Template } from '#shared/model/directory.ts';
import type { Campaign } from '#shared/model/campaign.ts';
import type { Contact } from '#shared/model/contact.ts';
import {
  CampaignId,
  ChannelId,
  ContactId,
  ExtensionNumber,
  QueueId,
  TemplateId,
  type SessionId,
} from '#shared/model/ids.ts';
import type { Session } from '#shared/model/session.ts';
import type { Directory, Known } from '../mirror/directory.ts';
import type { DirectoryValues } from '../mirror/directory.ts';
import type { SessionAgentRow } from '../store/session-agents.ts';
import type { SessionRow } from '../store/sessions.ts';

export function sessionView(
  row: SessionRow,
  agent: Pick<SessionAgentRow, 'isArchived' | 'readPosition'>,
  unreadCount: number,
  directory: Directory,
): Session {
  const queue = row.queueId === null ? undefined : directory.get('queue', row.queueId);
  const contact = row.contactId === null ? undefined : directory.get('contact', row.contactId);
  return {
    id: row.id,
    version: row.version,
    channelId: ChannelId.parse(row.channelId),
    channelKind: row.kind,
    channelName: row.channelName,
    sender: row.sender,
    address: row.address,
    contactName: contact?.value.name ?? row.contactName,
    contactId: contact ? ContactId.parse(contact.id) : null,
    queueId: row.queueId === null ? null : QueueId.parse(row.queueId),
    queueName: queue?.value.name ?? '',
    pickUpMode: queue?.value.mode ?? null,
    holder:
      row.holder === null
        ? null
        : { extension: ExtensionNumber.parse(row.holder), name: directory.nameOf(row.holder) },
    origin: row.origin,
    campaignId: row.campaignId === null ? null : CampaignId.parse(row.campaignId),
    state: row.state,
    isArchived: agent.isArchived,
    replyWindowEndsAt: row.replyWindowEndsAt,
    openedAt: row.openedAt,
    endedAt: row.endedAt,
    activeAt: row.activeAt,
    lastMessage: row.lastMessage,
    unreadCount,
    readPosition: agent.readPosition,
  };
}

export function agentView(known: Known<DirectoryValues['agent']>, isInLynk: boolean): Agent {
  const { number, name, presence, isOnlineAtPabx } = known.value;
  return {
    extension: ExtensionNumber.parse(number),
    version: known.version,
    name,
    presence,
    isOnline: isOnlineAtPabx || isInLynk,
  };
}

export function queueView(known: Known<DirectoryValues['queue']>): Queue {
  return {
    id: QueueId.parse(known.id),
    version: known.version,
    name: known.value.name,
    mode: known.value.mode,
    members: known.value.members.map((member) => ExtensionNumber.parse(member.number)),
  };
}

/** `senders` are those with which `extension` may start a session; where the PABX does not tell, all are. */
export function channelView(known: Known<DirectoryValues['channel']>, extension: string): Channel {
  const { name, kind, isConnected, numbers, starters } = known.value;
  return {
    id: ChannelId.parse(known.id),
    version: known.version,
    name,
    kind,
    isConnected,
    senders: canBeStarted(kind) ? numbers.filter((number) => maySend(starters[number], extension)) : [],
  };
}

/** Facebook and Live Chat sessions are begun by the contact alone. */
export const canBeStarted = (kind: Channel['kind']): boolean => kind === 'sms' || kind === 'whatsapp';

/** Whether the PABX lets an extension start sessions with a number. */
export const maySend = (starters: readonly string[] | null | undefined, extension: string): boolean =>
  starters === null || starters === undefined || starters.includes(extension);

export function templateView(known: Known<DirectoryValues['template']>): Template {
  const { channelId, externalId, name, language, category, variables, components } = known.value;
  return {
    id: TemplateId.parse(known.id),
    version: known.version,
    channelId: ChannelId.parse(String(channelId)),
    externalId,
    name,
    language,
    category,
    variables,
    components: [...components],
  };
}

export function contactView(known: Known<DirectoryValues['contact']>): Contact {
  const { name, company, email, remark, numbers } = known.value;
  const id = ContactId.parse(known.id);
  return { id, version: known.version, name, company, email, remark, numbers: [...numbers] };
}

export function campaignView(known: Known<DirectoryValues['campaign']>): Campaign {
  const { name, kind, sender, status, failedCount, totalCount, sendAt } = known.value;
  const id = CampaignId.parse(known.id);
  return { id, version: known.version, name, kind, sender, status, failedCount, totalCount, sendAt };
}

/** True when a campaign is assigned to the extension or to one of its queues (guide G12). */
export function seesCampaign(
  campaign: DirectoryValues['campaign'],
  extension: string,
  directory: Directory,
): boolean {
  const to = campaign.assignedTo;
  if (to === null) return false;
  if (to.kind === 'extension') return directory.get('agent', extension)?.value.id === to.id;
  return directory.membersOf(String(to.id)).includes(extension);
}

/** `session.gone` for one agent. */
export const sessionGone = (
  sessionId: SessionId,
  version: number,
  reason: Extract<Event, { kind: 'session.gone' }>['reason'],
  by: string | null,
): Event => ({ kind: 'session.gone', sessionId, version, reason, by });
