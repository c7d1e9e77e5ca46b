// What a PABX holds, as the emulator holds it: plain records. How they look on the wire is api/shapes.ts's
// matter. Times are epoch milliseconds of the virtual clock, 0 where it has not happened.

export type ChannelType = 'sms' | 'whatsapp' | 'facebook' | 'livechat';
export type Presence = 'available' | 'away' | 'business_trip' | 'do_not_disturb' | 'lunch' | 'off_work';
export const PRESENCES = [
  'available',
  'away',
  'business_trip',
  'do_not_disturb',
  'lunch',
  'off_work',
] as const satisfies readonly Presence[];

/** `user_type` of the API: who somebody is on a message or session. */
export const USER_TYPE = {
  none: 0,
  extension: 1,
  sms: 2,
  whatsapp: 3,
  facebook: 4,
  livechat: 5,
  campaign: 8,
  platform: 9,
} as const;

/** `msg_type` of the API: 0 is what people wrote, the rest are system lines. */
export const MSG_TYPE = {
  user: 0,
  transferred: 1,
  closedByHand: 2,
  closedAutomatically: 3,
  unsupported: 4,
  pickedUp: 5,
  transferredToQueue: 6,
  closedByVisitor: 7,
  call: 8,
} as const;
export type MsgType = (typeof MSG_TYPE)[keyof typeof MSG_TYPE];

/** `delivery_status` of the API. */
export const DELIVERY = { sending: 0, sent: 1, failed: 2 } as const;
export type DeliveryStatus = (typeof DELIVERY)[keyof typeof DELIVERY];

export const DEVICES = ['sip_phone', 'linkus_desktop', 'linkus_mobile', 'linkus_web'] as const;
export type Device = (typeof DEVICES)[number];

export interface Extension {
  /** Internal id: what transfers and pick-ups name. Not the number. */
  readonly id: number;
  readonly number: string;
  readonly name: string;
  readonly email: string;
  readonly mobile: string;
  readonly role: string;
  presence: Presence;
  customPresence: string;
  /** What it is registered with right now. */
  devices: readonly Device[];
  mayCallOut: boolean;
  readonly monitors: { register: boolean; call: boolean; presence: boolean };
}

export interface Queue {
  readonly id: number;
  name: string;
  mode: 'none' | 'auto' | 'manual';
  /** `id` is the row's own id, neither the extension's id nor its number. */
  members: { readonly id: number; readonly extensionId: number }[];
}

export type Destination =
  { readonly type: 'queue' | 'extension'; readonly id: number } | { readonly type: 'api'; readonly id: 0 };

/** A number of ours on a channel, where its sessions go, and who may start sessions with it. */
export interface Did {
  readonly id: number;
  readonly number: string;
  readonly destination: Destination;
  readonly starters: readonly string[];
}

export interface Channel {
  readonly id: number;
  readonly name: string;
  readonly type: ChannelType;
  /** Constant of the provider, e.g. `twilio`. */
  readonly provider: string;
  readonly dids: readonly Did[];
  /** Days without interaction after which the PABX closes a session; 0 never. */
  readonly autoCloseDays: number;
  /** How long the PABX keeps files of this channel. */
  readonly fileLifeHours: number;
  readonly sendRate: number;
  readonly pageName: string;
  readonly websiteDomain: string;
}

export interface Template {
  readonly id: number;
  readonly templateId: string;
  readonly name: string;
  readonly parameterFormat: 'POSITIONAL' | 'NAMED';
  readonly language: string;
  readonly category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';
  readonly subCategory: string;
  readonly channelId: number;
  readonly components: readonly object[];
}

export const NUMBER_KINDS = [
  'business_number',
  'business_number2',
  'business_fax',
  'mobile_number',
  'mobile_number2',
  'home_number',
  'home_number2',
  'home_fax',
  'other_number',
] as const;
export type NumberKind = (typeof NUMBER_KINDS)[number];

export interface Contact {
  readonly id: number;
  firstName: string;
  lastName: string;
  company: string;
  email: string;
  remark: string;
  phonebookIds: readonly number[];
  numbers: Partial<Record<NumberKind, string>>;
  /** zip_code, street, city, state, country, as given. */
  address: Record<string, string>;
}

/** Somebody on a message or session: `sender`, `to`, `user_info` of the API. */
export interface Party {
  readonly userNo: string;
  readonly userType: number;
  readonly username: string;
}

export interface Session {
  readonly id: number;
  readonly channelId: number;
  readonly type: ChannelType;
  readonly did: string;
  to: Party;
  readonly origin: '' | 'campaign';
  readonly campaignId: number;
  /** Queue it came by, 0 if none. It stays after a pick-up. */
  queueId: number;
  /** Internal id of the extension that took it or was given it; 0 while it waits. */
  holderId: number;
  /** True while the third-party platform has it. */
  isWithPlatform: boolean;
  isClosed: boolean;
  /** Numbers of the extensions that archived or removed it; both act for one user. */
  archivedBy: readonly string[];
  removedBy: readonly string[];
  readonly openedAt: number;
  closedAt: number;
  /** When the contact last wrote: the 24-hour window counts from here. */
  contactWroteAt: number;
  activeAt: number;
  lastMsgId: number;
  readonly preChatForm: Readonly<Record<string, string>>;
  /** Earlier messages that are made up only when somebody reads them (`scale`). */
  readonly generated: { readonly firstMsgId: number; readonly count: number; readonly seed: number } | null;
}

/** A stored file: File_Info of the API and its bytes. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  readonly mimeType: string;
  readonly size: number;
}

export interface Message {
  readonly id: number;
  readonly sessionId: number;
  readonly type: MsgType;
  /** 0 normal, 1 WhatsApp template. */
  readonly kind: 0 | 1;
  readonly sender: Party;
  readonly body: string;
  readonly file: StoredFile | null;
  readonly sentAt: number;
  /** For what we send: when it reached the handset. For what came in: when the PABX had it. */
  receivedAt: number;
  readAt: number;
  deliveryStatus: DeliveryStatus;
  sendError: string;
  sendErrorMsg: string;
  /** JSON string: details of a transfer or call. */
  readonly param: string;
  readonly tag: string;
  readonly templateParam: string;
  readonly requestId: string;
  /** Sent through the API: only such messages are reported by 30032 and 30038. */
  readonly isViaApi: boolean;
}

export type CampaignStatus =
  'draft' | 'scheduled' | 'pending' | 'executing' | 'completed' | 'stop' | 'retrying';

export interface Campaign {
  readonly id: number;
  name: string;
  status: CampaignStatus;
  channelId: number;
  sender: string;
  recipientType: 'input' | 'phonebook';
  recipientId: number;
  recipientNumType: string;
  sendType: 'immediately' | 'schedule' | 'draft';
  sendAt: number;
  sendMode: 'new_session' | 'direct';
  assignTo: Destination;
  contentType: 'text' | 'document' | 'template';
  content: string;
  msgParam: string;
  numbers: readonly string[];
  readonly failedNumbers: Set<string>;
  /** How many of `numbers` were tried so far, and how many answered. */
  triedCount: number;
  answeredCount: number;
}

export type CallStage = 'calling' | 'ringing' | 'answered' | 'held' | 'ended' | 'refused';

export interface Call {
  readonly id: string;
  readonly extensionId: number;
  readonly callee: string;
  readonly channelIds: { readonly extension: string; readonly outbound: string };
  stage: CallStage;
  readonly startedAt: number;
  answeredAt: number;
  endedAt: number;
}
