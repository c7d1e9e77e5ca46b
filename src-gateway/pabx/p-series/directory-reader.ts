// Extensions, queues, channels, templates, contacts and campaigns as the API tells them (reference 3.1, 3.2,
// 3.7, 3.8, 6), each turned into the gateway's words.
import { z } from 'zod';
import { Campaign } from '#shared/model/campaign.ts';
import type { ContactNumberKind } from '#shared/model/contact.ts';
import { ChannelKind, PickUpMode, Presence, type TemplateComponent } from '#shared/model/directory.ts';
import type {
  PabxCampaign,
  PabxChannel,
  PabxContact,
  PabxExtension,
  PabxQueue,
  PabxTemplate,
} from '../pabx.ts';
import { flag, record, secondsToMs, text, unwrapJson, whole, wholeOrZero } from './wire.ts';

/** A device's registration; SIP phones tell it per registration in `status_list`. */
const Device = z
  .object({ status: flag, status_list: z.array(z.object({ status: flag })).nullish() })
  .transform((device) => device.status || (device.status_list ?? []).some((one) => one.status));
const OnlineStatus = z.record(z.string(), Device.catch(false)).catch({});

export const Extension = z.object({
  id: whole,
  number: text.pipe(z.string().min(1)),
  caller_id_name: text,
  presence_status: Presence.catch('available'),
  online_status: OnlineStatus,
});

/** The device kinds of `online_status` by the names that event 30007 gives them. */
const DEVICE_KIND: Readonly<Partial<Record<string, string>>> = {
  fxs_phone: 'Sip',
  sip_phone: 'Sip',
  linkus_desktop: 'Desktop',
  linkus_mobile: 'Mobile',
  linkus_web: 'Web',
};

/** The extension, and which kinds of its devices are registered. */
export function toExtension(told: z.infer<typeof Extension>): {
  readonly extension: PabxExtension;
  readonly devices: readonly string[];
} {
  const devices = Object.entries(told.online_status)
    .filter(([, isRegistered]) => isRegistered)
    .map(([device]) => DEVICE_KIND[device] ?? device);
  const extension: PabxExtension = {
    id: told.id,
    number: told.number,
    name: told.caller_id_name,
    presence: told.presence_status,
    isOnline: devices.length > 0,
  };
  return { extension, devices };
}

export const QueueRow = z.object({ id: whole, name: text });

export const Queue = z.object({
  id: whole,
  name: text,
  assignment_mode: PickUpMode,
  members: z
    .array(z.object({ id: whole, extension_id: whole, ext_num: text, caller_id_name: text }))
    .nullish(),
});

export const toQueue = (told: z.infer<typeof Queue>): PabxQueue => ({
  id: told.id,
  name: told.name,
  mode: told.assignment_mode,
  members: (told.members ?? []).map((member) => ({
    memberId: member.id,
    extensionId: member.extension_id,
    number: member.ext_num,
    name: member.caller_id_name,
  })),
});

export const Channel = z.object({
  id: whole,
  status: text,
  name: text,
  channel: text,
  type: ChannelKind,
  number: z.union([z.array(text), text.transform((number) => (number === '' ? [] : [number]))]),
});

/** A channel's details; of them only the numbers are read, never the provider's credential. */
export const ChannelDetail = z.object({ id: whole, dids: z.array(record).catch([]) });

export const toChannel = (told: z.infer<typeof Channel>, starters: PabxChannel['starters']): PabxChannel => ({
  id: told.id,
  name: told.name,
  kind: told.type,
  provider: told.channel,
  isConnected: told.status === 'status_connect_succ',
  numbers: told.number,
  starters: Object.fromEntries(told.number.map((number) => [number, starters[number] ?? null])),
});

const Button = z.object({
  type: z.string(),
  text,
  url: text,
  phone_number: text,
  example: z.union([text, z.array(text).transform((all) => all[0] ?? '')]).catch(''),
});
const Component = z.object({
  type: z.string(),
  format: z.string().nullish(),
  text: z.string().nullish(),
  buttons: z.array(Button).nullish(),
});

export const Template = z.object({
  id: whole,
  template_id: text,
  name: text,
  parameter_format: text,
  language: text,
  category: text,
  components_data: z.preprocess(unwrapJson, z.array(Component)),
  omnichannel_id: wholeOrZero,
});

const HEADER_FORMATS = {
  TEXT: 'text',
  IMAGE: 'image',
  VIDEO: 'video',
  DOCUMENT: 'document',
} as const satisfies Record<string, NonNullable<TemplateComponent['format']>>;
const HeaderFormat = z
  .enum(['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT'])
  .transform((format) => HEADER_FORMATS[format])
  .catch('text');

const BUTTONS = {
  QUICK_REPLY: (): ['quickReply', string] => ['quickReply', ''],
  URL: (button: z.infer<typeof Button>): ['url', string] => ['url', button.url],
  PHONE_NUMBER: (button: z.infer<typeof Button>): ['phone', string] => ['phone', button.phone_number],
  COPY_CODE: (button: z.infer<typeof Button>): ['copyCode', string] => ['copyCode', button.example],
};

export const toTemplate = (told: z.infer<typeof Template>, channelId: number): PabxTemplate => ({
  id: told.id,
  channelId: told.omnichannel_id === 0 ? channelId : told.omnichannel_id,
  externalId: told.template_id,
  name: told.name,
  language: told.language,
  category: told.category,
  variables: told.parameter_format.toUpperCase() === 'NAMED' ? 'named' : 'positional',
  components: told.components_data.flatMap(toComponent),
});

function toComponent(told: z.infer<typeof Component>): TemplateComponent[] {
  const words = told.text === null || told.text === undefined ? {} : { text: told.text };
  switch (told.type.toUpperCase()) {
    case 'HEADER':
      return [{ kind: 'header', format: HeaderFormat.parse(told.format?.toUpperCase() ?? 'TEXT'), ...words }];
    case 'BODY':
      return [{ kind: 'body', ...words }];
    case 'FOOTER':
      return [{ kind: 'footer', ...words }];
    case 'BUTTONS':
      return [{ kind: 'buttons', buttons: (told.buttons ?? []).map(toButton) }];
    default:
      // A kind that WhatsApp invented since (a carousel, an offer): it cannot be filled in here.
      return [];
  }
}

function toButton(told: z.infer<typeof Button>): NonNullable<TemplateComponent['buttons']>[number] {
  const type = told.type.toUpperCase();
  const [kind, value] = type in BUTTONS ? BUTTONS[type as keyof typeof BUTTONS](told) : BUTTONS.QUICK_REPLY();
  return { kind, text: told.text, ...(value === '' ? {} : { value }) };
}

/** The list's field of each number kind: shorter names than those that create and update want. */
const NUMBER_FIELDS = {
  mobile_number: 'mobile',
  mobile_number2: 'mobile2',
  business_number: 'business',
  business_number2: 'business2',
  home_number: 'home',
  home_number2: 'home2',
  business_fax: 'business_fax',
  home_fax: 'home_fax',
  other_number: 'other',
} as const satisfies Record<ContactNumberKind, string>;

export const Contact = z.object({
  id: whole,
  contact_name: text,
  company: text,
  email: text,
  remark: text,
  mobile: text,
  mobile2: text,
  business: text,
  business2: text,
  home: text,
  home2: text,
  business_fax: text,
  home_fax: text,
  other: text,
});

export function toContact(told: z.infer<typeof Contact>): PabxContact {
  const kinds = Object.keys(NUMBER_FIELDS) as ContactNumberKind[];
  return {
    id: told.id,
    name: told.contact_name,
    company: told.company,
    email: told.email,
    remark: told.remark,
    numbers: kinds
      .map((kind) => ({ kind, number: told[NUMBER_FIELDS[kind]] }))
      .filter((entry) => entry.number !== ''),
  };
}

export const CampaignRow = z.object({
  id: whole,
  name: text,
  status: Campaign.shape.status,
  channel_type: z.enum(['sms', 'whatsapp']),
  sender: text,
  send_time: secondsToMs.catch(null),
  result_count: text,
});

/** What only the details of a campaign tell: who answers its sessions. */
export const CampaignDetail = z.object({
  id: whole,
  assign_to_type: z.enum(['extension', 'queue']),
  assign_to_id: whole,
});

const RESULT_COUNT = /^\s*(\d+)\s*\/\s*(\d+)\s*$/u;

export function toCampaign(
  told: z.infer<typeof CampaignRow>,
  detail: z.infer<typeof CampaignDetail> | undefined,
): PabxCampaign {
  const [, failed = '0', total = '0'] = RESULT_COUNT.exec(told.result_count) ?? [];
  return {
    id: told.id,
    name: told.name,
    kind: told.channel_type,
    sender: told.sender,
    status: told.status,
    failedCount: Number(failed),
    totalCount: Number(total),
    sendAt: told.send_time,
    assignedTo: detail === undefined ? null : { kind: detail.assign_to_type, id: detail.assign_to_id },
  };
}
