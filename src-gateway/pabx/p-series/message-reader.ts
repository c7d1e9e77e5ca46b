// From a Msg_Record of the history, a 30031 or a 30032 (reference 3.4, 4.1, 4.2: one shape) to a message in the
// gateway's words.
import { z } from 'zod';
import type { ErrorCode } from '#shared/model/errors.ts';
import type { SystemLine } from '#shared/model/message.ts';
import type { PabxFile, PabxMessage } from '../pabx.ts';
import type { DeliveryReading } from './strategies/delivery-reading.ts';
import type { RequestCorrelation } from './strategies/request-correlation.ts';
import { record, secondsToMs, text, unwrapJson, whole, wholeOrZero } from './wire.ts';

const Party = z
  .object({ user_no: text, user_type: wholeOrZero, username: text })
  .nullish()
  .transform((party) => party ?? { user_no: '', user_type: 0, username: '' });

/** File_Info of uploads and messages. */
export const FileInfo = z.object({ id: text, name: text, uri: text, type: text, size: wholeOrZero });
const Files = z.preprocess((value) => unwrapJson(value) ?? [], z.array(FileInfo).catch([]));
const Param = z.preprocess((value) => unwrapJson(value) ?? {}, record.catch({}));

export const MsgRecord = z.object({
  session_id: whole,
  msg_id: whole,
  delivery_status: wholeOrZero,
  sender: Party,
  msg_kind: wholeOrZero,
  msg_type: wholeOrZero,
  msg_body: text,
  msg_files: Files,
  send_time: secondsToMs,
  receive_time: secondsToMs,
  param: Param,
  send_error: text,
  send_error_msg: text,
  whatsapp_msg_param: z.union([text, record.transform((value) => JSON.stringify(value))]),
  request_id: text,
});
export type MsgRecord = z.infer<typeof MsgRecord>;

export interface MessageReading {
  readonly deliveryReading: DeliveryReading;
  readonly correlation: RequestCorrelation;
  /** Epoch ms that stands in for a time the PABX left out. */
  readonly now: () => number;
}

/** Who wrote, by `user_type`: 1 extension, 2–5 and 8 contacts of their channels, 9 the platform. */
const CONTACT_TYPES = new Set([2, 3, 4, 5, 8]);
const UNSUPPORTED = 4;

export function toPabxMessage(told: MsgRecord, reading: MessageReading): PabxMessage {
  const author = authorOf(told);
  const isOurs = author.kind === 'agent' || author.kind === 'external';
  const delivery = reading.deliveryReading({ status: told.delivery_status, receivedAt: told.receive_time });
  const sentAt = told.send_time ?? told.receive_time ?? reading.now();
  return {
    id: told.msg_id,
    sessionId: told.session_id,
    author,
    text: told.msg_body,
    files: told.msg_files.map(toPabxFile),
    isTemplate: told.msg_kind === 1,
    templateParameters: told.whatsapp_msg_param === '' ? null : told.whatsapp_msg_param,
    system: systemLineOf(told),
    // What came in has arrived; how is not a question.
    delivery: isOurs ? delivery : 'sent',
    failure: isOurs && delivery === 'failed' ? failureOf(told) : null,
    sentAt,
    requestId: !isOurs
      ? null
      : reading.correlation.requestIdOf({
          id: told.msg_id,
          sessionId: told.session_id,
          from: told.sender.user_no,
          text: told.msg_body,
          sentAt,
          echo: told.request_id,
        }),
  };
}

export const toPabxFile = (file: z.infer<typeof FileInfo>): PabxFile => ({
  id: file.id,
  name: file.name,
  uri: file.uri,
  mimeType: file.type,
  sizeBytes: file.size,
});

/** The File_Info that `message/send` wants back, as the upload gave it. */
export const toFileInfo = (file: PabxFile): z.infer<typeof FileInfo> => ({
  id: file.id,
  name: file.name,
  uri: file.uri,
  type: file.mimeType,
  size: file.sizeBytes,
});

function authorOf(told: MsgRecord): PabxMessage['author'] {
  const { user_type: type, user_no: number, username } = told.sender;
  if (told.msg_type !== 0 && told.msg_type !== UNSUPPORTED) return { kind: 'system' };
  if (type === 1) return { kind: 'agent', number, name: username };
  if (CONTACT_TYPES.has(type)) return { kind: 'contact', name: username };
  return { kind: 'external', name: username };
}

/** Msg_type 1 to 8 (reference 3.4). The inside of `param` is not documented; what names a side is looked for. */
function systemLineOf(told: MsgRecord): SystemLine | null {
  if (told.msg_type === 0) return null;
  const by = told.sender.username || told.sender.user_no || null;
  const target = pick(told.param, ['to', 'destination', 'to_user', 'to_member', 'queue']);
  const line = (event: SystemLine['event'], to: string | null = null): SystemLine => ({
    event,
    by,
    to,
    durationMs: null,
  });
  switch (told.msg_type) {
    case 1:
      return line(
        isPlatform(told.param, target) ? 'transferredToPlatform' : 'transferredToAgent',
        nameOf(target),
      );
    case 2:
      return line('ended');
    case 3:
      return line('endedAutomatically');
    case 5:
      return { ...line('pickedUp'), by: nameOf(pick(told.param, ['member', 'user'])) ?? by };
    case 6:
      return line('transferredToQueue', nameOf(target));
    case 7:
      return line('endedByContact');
    case 8:
      return { ...line('called', nameOf(target)), durationMs: callDurationMs(told.param) };
    default:
      return line('unsupported');
  }
}

function pick(param: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  return names.map((name) => param[name]).find((value) => value !== undefined && value !== null);
}

const Named = z.object({ name: text, username: text, caller_id_name: text, number: text, user_no: text });

function nameOf(side: unknown): string | null {
  if (typeof side === 'string') return side === '' ? null : side;
  const named = Named.safeParse(side);
  if (!named.success) return null;
  const { name, username, caller_id_name: callerId, number, user_no: userNo } = named.data;
  return name || username || callerId || number || userNo || null;
}

function isPlatform(param: Readonly<Record<string, unknown>>, target: unknown): boolean {
  const type = z.object({ type: text, user_type: wholeOrZero, destination_type: text });
  return [target, param].some((place) => {
    const told = type.safeParse(place);
    return (
      told.success &&
      (told.data.type === 'api' || told.data.destination_type === 'api' || told.data.user_type === 9)
    );
  });
}

function callDurationMs(param: Readonly<Record<string, unknown>>): number | null {
  const seconds = whole.safeParse(pick(param, ['talk_duration', 'duration', 'talk_time']));
  return seconds.success && seconds.data >= 0 ? seconds.data * 1000 : null;
}

/** `send_error` (reference 4.2) in our codes; what is not listed is a plain failed delivery. */
const SEND_ERRORS: Readonly<Partial<Record<string, ErrorCode>>> = {
  invalid_webhook_request: 'message.deliveryFailed',
  unsupported_callback_type: 'message.deliveryFailed',
  resource_not_found: 'message.deliveryFailed',
  invalid_did_number: 'session.senderNotAllowed',
  auth_fail: 'message.deliveryFailed',
  auth_not_exit: 'message.deliveryFailed',
  request_fail: 'message.deliveryFailed',
  send_fail: 'message.deliveryFailed',
  exceeds_size_limit: 'file.tooLarge',
  too_many_request: 'message.deliveryFailed',
  unsupport_media_type: 'file.typeUnsupported',
  invalid_param: 'message.deliveryFailed',
  invalid_phone_number: 'session.addressInvalid',
  exceeds_time_limit: 'message.replyWindowOver',
  service_unavailable: 'message.deliveryFailed',
  service_error: 'message.deliveryFailed',
  unknown_error: 'message.deliveryFailed',
  template_not_exist: 'message.templateUnknown',
  msg_exceed: 'message.textTooLong',
};

function failureOf(told: MsgRecord): NonNullable<PabxMessage['failure']> {
  return {
    code: SEND_ERRORS[told.send_error] ?? 'message.deliveryFailed',
    reason: told.send_error_msg || told.send_error,
  };
}
