// What becomes of a message after the PABX took it: sent, on the handset, read; or failed. Only what was sent
// through the API is reported (30032, 30038); what colleagues send from the vendor's client is not.
// `receive_time` set in a second 30032 is our reading of "on the handset": the API has no status for it.
import type { Message, Session } from './model/entities.ts';
import { DELIVERY } from './model/entities.ts';
import { EVENT } from './model/event-feed.ts';
import type { Random } from './model/random.ts';
import { FAILING_ADDRESSES } from './cast.ts';
import { messageShape, seconds, windowLeft } from './shapes.ts';
import type { World } from './world.ts';

/** WhatsApp's own limit; the vendor's pages name only the error. */
export const WHATSAPP_TEXT_LIMIT = 4096;
const FACEBOOK_TAGS: ReadonlySet<string> = new Set([
  'ACCOUNT_UPDATE',
  'CONFIRMED_EVENT_UPDATE',
  'HUMAN_AGENT',
  'POST_PURCHASE_UPDATE',
]);
/** Which channels tell that a message was read is unknown; SMS cannot. */
const TELLS_READING = { sms: false, whatsapp: true, facebook: true, livechat: true } as const;

export const SEND_ERRORS = {
  invalid_webhook_request: 'The webhook request is not valid.',
  unsupported_callback_type: 'The callback type is not supported.',
  resource_not_found: 'The resource was not found.',
  invalid_did_number: 'The sender number does not belong to this account.',
  auth_fail: 'The provider refused the credential.',
  auth_not_exit: 'The credential does not exist.',
  request_fail: 'The provider did not take the request.',
  send_fail: 'The carrier rejected the message.',
  exceeds_size_limit: 'The file is larger than the provider takes.',
  too_many_request: 'Rate limit hit: too many messages to this number.',
  unsupport_media_type: 'Media type not supported.',
  invalid_param: 'Invalid parameter.',
  invalid_phone_number: 'The number is not a valid mobile number.',
  exceeds_time_limit: 'More than 24 hours have passed since the recipient last replied.',
  service_unavailable: 'The provider is temporarily unavailable.',
  service_error: 'The provider had an internal error.',
  unknown_error: 'Unknown error.',
  template_not_exist: 'The template does not exist in this language.',
  msg_exceed: 'The text is longer than WhatsApp takes.',
} as const;
export type SendError = keyof typeof SEND_ERRORS;

/** A message on its way and what happens to it next. A record, not a closure: it is saved with the world. */
export interface Underway {
  readonly session: Session;
  readonly message: Message;
  readonly step: 'fail' | 'send' | 'deliver' | 'read';
  readonly error: SendError | null;
  readonly deliveredAfterMs: number;
  readonly dueAt: number;
}

/** Lets the message take its way, unless the control endpoint does that by hand. */
export function startDelivery(world: World, session: Session, message: Message, pace: Random): void {
  const error = judge(world, session, message);
  const [sentMs, deliveredAfterMs] = [pace.int(300, 900), pace.int(500, 1500)];
  const step = error === null ? 'send' : 'fail';
  goOn(world, { session, message, step, error, deliveredAfterMs, dueAt: 0 }, sentMs);
}

/** Takes up deliveries that a save found on their way; what fell due meanwhile happens at once. */
export function resumeDeliveries(world: World, saved: Iterable<Underway>): void {
  for (const underway of saved) goOn(world, underway, underway.dueAt - world.clock.now());
}

function goOn(world: World, before: Underway, ms: number): void {
  const underway = { ...before, dueAt: world.clock.now() + Math.max(0, ms) };
  world.underway.add(underway);
  world.clock.after(ms, () => {
    world.underway.delete(underway);
    if (world.settings.delivery === 'automatic') STEPS[underway.step](world, underway);
  });
}

const STEPS = {
  fail: (world, { message, error }) => markFailed(world, message, error ?? 'unknown_error'),
  send: (world, underway) => {
    markSent(world, underway.message);
    goOn(world, { ...underway, step: 'deliver' }, underway.deliveredAfterMs);
  },
  deliver: (world, underway) => {
    markDelivered(world, underway.message);
    const readMs = world.handset.readsAfterMs(underway.session);
    if (readMs !== null) goOn(world, { ...underway, step: 'read' }, readMs);
  },
  read: (world, { session, message }) => markRead(world, session, message),
} satisfies Record<Underway['step'], (world: World, underway: Underway) => void>;

/** Reports *sent*. Told again after later states it changes nothing but is reported as told. */
export function markSent(world: World, message: Message): void {
  if (message.deliveryStatus === DELIVERY.sending) message.deliveryStatus = DELIVERY.sent;
  reportResult(world, { ...message, deliveryStatus: DELIVERY.sent, receivedAt: 0 });
}

export function markDelivered(world: World, message: Message): void {
  message.deliveryStatus = DELIVERY.sent;
  if (message.receivedAt === 0) message.receivedAt = world.clock.now();
  reportResult(world, message);
}

export function markFailed(world: World, message: Message, error: string): void {
  message.deliveryStatus = DELIVERY.failed;
  message.sendError = error;
  message.sendErrorMsg = (SEND_ERRORS as Record<string, string>)[error] ?? error;
  reportResult(world, message);
}

export function markRead(world: World, session: Session, message: Message): void {
  message.deliveryStatus = DELIVERY.sent;
  if (message.receivedAt === 0) message.receivedAt = world.clock.now();
  message.readAt = world.clock.now();
  if (message.isViaApi && TELLS_READING[session.type]) {
    world.events.publish(EVENT.readReceipt, {
      data: {
        session_id: session.id,
        read_msg_id: message.id,
        user_id: 0,
        read_time: seconds(message.readAt),
      },
    });
  }
  world.handset.hasRead(session, message);
}

function reportResult(world: World, message: Message): void {
  if (!message.isViaApi) return;
  const echo = world.settings.requestIdEcho ? { request_id: message.requestId } : {};
  world.events.publish(EVENT.sendingResult, { ...messageShape(message), ...echo });
}

/** Why the provider will refuse the message, judged when the PABX takes it; null when it goes through. */
function judge(world: World, session: Session, message: Message): SendError | null {
  const address = session.to.userNo;
  const failing = world.failingAddresses.get(address) ?? FAILING_ADDRESSES.get(address);
  if (failing !== undefined) return failing in SEND_ERRORS ? (failing as SendError) : 'unknown_error';
  const isWindowOver = windowLeft(session, world.clock.now()) === 0;
  if (session.type === 'whatsapp') {
    if (message.kind === 1) return judgeTemplate(world, session, message.templateParam);
    if (Array.from(message.body).length > WHATSAPP_TEXT_LIMIT) return 'msg_exceed';
    return isWindowOver ? 'exceeds_time_limit' : null;
  }
  if (session.type === 'facebook' && isWindowOver) {
    if (message.tag === '') return 'exceeds_time_limit';
    return FACEBOOK_TAGS.has(message.tag) ? null : 'invalid_param';
  }
  return null;
}

function judgeTemplate(world: World, session: Session, templateParam: string): SendError | null {
  const sent: unknown = JSON.parse(templateParam);
  if (typeof sent !== 'object' || sent === null) return 'invalid_param';
  const templateId = 'template_id' in sent ? sent.template_id : undefined;
  const known = world.templates.some(
    (template) => template.channelId === session.channelId && template.templateId === templateId,
  );
  return known ? null : 'template_not_exist';
}
