// How the PABX's records look on the wire, field by field as the vendor's pages name them (reference 3 to 6).
// Fields whose inner form the pages do not show carry "our reading" below and in docs/emulator.md.
import { PHONEBOOKS } from './cast.ts';
import type {
  Campaign,
  Channel,
  Contact,
  Destination,
  Device,
  Extension,
  Message,
  Party,
  Queue,
  Session,
  StoredFile,
  Template,
} from './model/entities.ts';
import { USER_TYPE } from './model/entities.ts';
import { channelById, extensionById, isWaiting, partyOf, PLATFORM, type World } from './world.ts';

export const WINDOW_MS = 24 * 3_600_000;

/** Unix seconds, as every time of the API is; 0 stays 0. */
export const seconds = (at: number): number => Math.floor(at / 1000);

export const partyShape = (party: Party): object => ({
  user_no: party.userNo,
  user_type: party.userType,
  username: party.username,
});

export const fileShape = (file: StoredFile): object => ({
  id: file.id,
  name: file.name,
  uri: file.uri,
  type: file.mimeType,
  size: file.size,
});

/** Seconds left of the 24-hour window; -1 where the channel knows none, 0 when it is over. */
export function windowLeft(session: Session, now: number): number {
  if (session.type !== 'whatsapp' && session.type !== 'facebook') return -1;
  return Math.max(0, seconds(session.contactWroteAt + WINDOW_MS - now));
}

/** Our side of a session: the agent that has it, the platform, or nobody yet. */
function ourSide(world: World, session: Session): Party {
  if (session.isWithPlatform) return PLATFORM;
  if (session.holderId !== 0) return partyOf(extensionById(world, session.holderId));
  const queue = world.queues.get(session.queueId);
  return { userNo: '', userType: USER_TYPE.none, username: queue?.name ?? '' };
}

/** Session_Info. `is_close` here, although the request says `is_closed`. */
export function sessionInfoShape(world: World, session: Session, userNo: string): object {
  const isArchived = session.isClosed || session.archivedBy.includes(userNo);
  return {
    id: session.id,
    type: session.type,
    is_close: session.isClosed ? 1 : 0,
    is_archived: isArchived ? 1 : 0,
    from: partyShape(ourSide(world, session)),
    to: partyShape(session.to),
    did_number: session.did,
    expire: windowLeft(session, world.clock.now()),
    last_msg_id: session.lastMsgId,
    queue_id: session.queueId,
    pickup_member_id: session.holderId,
  };
}

export function sessionDetailShape(world: World, session: Session): object {
  const channel = channelById(world, session.channelId);
  const members = isWaiting(session) ? (world.queues.get(session.queueId)?.members ?? []) : [];
  return {
    id: session.id,
    channel_type: session.type,
    channel_name: channel.name,
    did_number: session.did,
    to_number: session.to.userNo,
    origin: session.origin,
    page_name: channel.pageName,
    website_domain: channel.websiteDomain,
    pre_chat_form: session.preChatForm,
    user_info: { user_id: 0, ...partyShape(session.to), avatar: '' },
    participants: members.map((member) => ({
      user_id: member.extensionId,
      ...partyShape(partyOf(extensionById(world, member.extensionId))),
    })),
  };
}

/** Msg_Record, and with it most of 30031 and 30032. `msg_files` is a JSON string, empty without files. */
export function messageShape(message: Message): object {
  return {
    session_id: message.sessionId,
    msg_id: message.id,
    delivery_status: message.deliveryStatus,
    sender: partyShape(message.sender),
    msg_kind: message.kind,
    msg_type: message.type,
    msg_body: message.body,
    msg_files: message.file === null ? '' : JSON.stringify([fileShape(message.file)]),
    send_time: seconds(message.sentAt),
    receive_time: seconds(message.receivedAt),
    param: message.param,
    send_error: message.sendError,
    send_error_msg: message.sendErrorMsg,
    tag: message.tag,
    whatsapp_msg_param: message.templateParam,
  };
}

export function extensionShape(extension: Extension): object {
  const device = (name: Device, deviceType: string): object => {
    const status = extension.devices.includes(name) ? 1 : 0;
    return name === 'sip_phone'
      ? { status, ext_dev_type: deviceType, status_list: [{ status }] }
      : { status, ext_dev_type: deviceType };
  };
  return {
    id: extension.id,
    number: extension.number,
    caller_id_name: extension.name,
    email_addr: extension.email,
    mobile_number: extension.mobile,
    role_name: extension.role,
    presence_status: extension.presence,
    custom_presence_status: extension.customPresence,
    online_status: {
      fxs_phone: { status: 0, ext_dev_type: 'fxs' },
      sip_phone: device('sip_phone', 'sip'),
      linkus_desktop: device('linkus_desktop', 'linkusdesktop'),
      linkus_mobile: device('linkus_mobile', 'linkusmobile'),
      linkus_web: device('linkus_web', 'linkusweb'),
    },
  };
}

export function queueShape(world: World, queue: Queue): object {
  return {
    id: queue.id,
    name: queue.name,
    assignment_mode: queue.mode,
    members: queue.members.map((member) => {
      const extension = extensionById(world, member.extensionId);
      return {
        id: member.id,
        extension_id: extension.id,
        ext_num: extension.number,
        caller_id_name: extension.name,
      };
    }),
  };
}

const destinationShape = (destination: Destination): object => ({
  destination_type: destination.type,
  destination_id: destination.id,
});

/** What the counters of `message_channel/list` hold for one channel and period. */
export interface ChannelCounters {
  sent: number;
  delivered: number;
  failed: number;
  received: number;
}

export const channelListShape = (channel: Channel, counters: ChannelCounters): object => ({
  id: channel.id,
  status: 'status_connect_succ',
  reason: '',
  name: channel.name,
  channel: channel.provider,
  type: channel.type,
  number: channel.dids.map((did) => did.number),
  ...counters,
});

/** Details of a channel. Names inside `dids` after `id` are our reading: the vendor's page ends there. */
export function channelDetailShape(world: World, channel: Channel): object {
  const isWhatsApp = channel.type === 'whatsapp';
  return {
    id: channel.id,
    name: channel.name,
    domain_type: 'fqdn',
    webhook_gid: `gid${channel.id}`,
    webhook_url: `https://pbx.example/api/v1.0/webhook/${channel.provider}/gid${channel.id}`,
    type: channel.type,
    channel: channel.provider,
    account_data: [],
    verify_token: '',
    phone_number_id: isWhatsApp ? '109000000000001' : '',
    business_account_id: isWhatsApp ? '109000000000002' : '',
    send_rate: channel.sendRate,
    auto_close_session: channel.autoCloseDays > 0 ? 1 : 0,
    session_expired_time: channel.autoCloseDays,
    dids: channel.dids.map((did) => ({
      id: did.id,
      number: did.number,
      ...destinationShape(did.destination),
      create_session_members: did.starters.map((number) => {
        const extension = world.extensions.find((candidate) => candidate.number === number);
        return { extension_id: extension?.id ?? 0, ext_num: number, caller_id_name: extension?.name ?? '' };
      }),
    })),
  };
}

export function livechatShape(channel: Channel): object {
  const destination = channel.dids[0]?.destination ?? { type: 'api' as const, id: 0 as const };
  return {
    id: channel.id,
    name: channel.name,
    type: channel.type,
    website_domain: channel.websiteDomain,
    ...destinationShape(destination),
    enable_webrtc_inbound_call: 0,
    auto_close_session: channel.autoCloseDays > 0 ? 1 : 0,
    session_expired_time: channel.autoCloseDays,
    session_expired_unit: 'day',
    theme_mode: 'light',
    theme_color: '#0070C0',
  };
}

export const templateShape = (template: Template): object => ({
  id: template.id,
  template_id: template.templateId,
  name: template.name,
  parameter_format: template.parameterFormat,
  language: template.language,
  category: template.category,
  sub_category: template.subCategory,
  components_data: JSON.stringify(template.components),
  omnichannel_id: template.channelId,
});

export const contactName = (contact: Contact): string =>
  [contact.firstName, contact.lastName].filter((part) => part !== '').join(' ');

/** The list's names for numbers are shorter than those that create and update take. */
export function contactShape(contact: Contact): object {
  const { numbers } = contact;
  return {
    id: contact.id,
    contact_name: contactName(contact),
    company: contact.company,
    email: contact.email,
    phonebook_list: contact.phonebookIds.map((id) => ({ id, name: PHONEBOOKS.get(id) ?? '' })),
    remark: contact.remark,
    business: numbers.business_number ?? '',
    business2: numbers.business_number2 ?? '',
    mobile: numbers.mobile_number ?? '',
    mobile2: numbers.mobile_number2 ?? '',
    home: numbers.home_number ?? '',
    home2: numbers.home_number2 ?? '',
    business_fax: numbers.business_fax ?? '',
    home_fax: numbers.home_fax ?? '',
    other: numbers.other_number ?? '',
  };
}

export function campaignListShape(world: World, campaign: Campaign): object {
  const channel = channelById(world, campaign.channelId);
  const answered = campaign.triedCount === 0 ? 0 : campaign.answeredCount / campaign.triedCount;
  return {
    id: campaign.id,
    name: campaign.name,
    status: campaign.status,
    channel_type: channel.type,
    channel_name: channel.name,
    sender: campaign.sender,
    recipient_type: campaign.recipientType,
    recipient_name: PHONEBOOKS.get(campaign.recipientId) ?? '',
    recipient_num_type: campaign.recipientNumType,
    send_type: campaign.sendType,
    send_time: seconds(campaign.sendAt),
    send_mode: campaign.sendMode,
    result_count: `${campaign.failedNumbers.size}/${campaign.numbers.length}`,
    response_rate: `${Math.round(answered * 100)}%`,
  };
}

export function campaignDetailShape(world: World, campaign: Campaign): object {
  return {
    ...campaignListShape(world, campaign),
    omnichannel_id: campaign.channelId,
    recipient_id: campaign.recipientId,
    assign_to_type: campaign.assignTo.type,
    assign_to_id: campaign.assignTo.id,
    content_type: campaign.contentType,
    content: campaign.content,
    number_list: campaign.numbers.map((number, index) => ({ id: index + 1, number })),
    msg_param: campaign.msgParam,
  };
}
