// From what the session list and the session's details tell (reference 3.3: two shapes with little in common)
// to a session in the gateway's words.
import { z } from 'zod';
import { ChannelKind } from '#shared/model/directory.ts';
import type { PabxSession } from '../pabx.ts';
import type { Clock } from '#gateway/clock.ts';
import { Recent } from './recent.ts';
import { flag, text, whole, wholeOrZero } from './wire.ts';

const Side = z
  .object({ user_no: text, user_type: wholeOrZero, username: text })
  .nullish()
  .transform((side) => side ?? { user_no: '', user_type: 0, username: '' });

/** Session_Info of `message_session/list`. The request says `is_closed`, the answer `is_close`. */
export const SessionInfo = z.object({
  id: whole,
  type: ChannelKind,
  is_close: flag,
  is_archived: flag,
  to: Side,
  from: Side,
  did_number: text,
  expire: wholeOrZero.nullish(),
  last_msg_id: wholeOrZero,
  queue_id: wholeOrZero,
  pickup_member_id: wholeOrZero,
});
export type SessionInfo = z.infer<typeof SessionInfo>;

/** What `message_session/get` and `/query` tell; none of it changes in a session's life but the name. */
export const SessionDetail = z.object({
  id: whole,
  channel_type: ChannelKind,
  channel_name: text,
  did_number: text,
  to_number: text,
  origin: text,
  page_name: text,
  website_domain: text,
  pre_chat_form: z.object({ name: text }).nullish().catch(null),
  user_info: Side.catch({ user_no: '', user_type: 0, username: '' }),
  /** Only while it waits in a queue. */
  participants: z
    .array(z.object({ user_no: text, ext_num: text }))
    .nullish()
    .catch(null),
});
export type SessionDetail = z.infer<typeof SessionDetail>;

const CAMPAIGN_RECIPIENT = 8;

/** @param detail null where the PABX does not offer details: the list alone then tells less. */
export function toPabxSession(
  info: SessionInfo,
  detail: SessionDetail | null,
  holder: string | null,
  replyWindowEndsAt: number | null,
): PabxSession {
  return {
    id: info.id,
    kind: info.type,
    channelName: detail?.channel_name ?? '',
    sender: info.did_number || detail?.did_number || detail?.page_name || detail?.website_domain || '',
    address: info.to.user_no || detail?.to_number || detail?.user_info.user_no || '',
    contactName: info.to.username || detail?.user_info.username || detail?.pre_chat_form?.name || '',
    isEnded: info.is_close,
    isArchived: info.is_archived,
    isCampaign: detail?.origin === 'campaign' || info.to.user_type === CAMPAIGN_RECIPIENT,
    replyWindowEndsAt,
    lastMessageId: info.last_msg_id,
    queueId: info.queue_id === 0 ? null : info.queue_id,
    holder,
  };
}

/** Two readings of the same end that differ by less are one: the PABX counts down in whole seconds. */
const SAME_END_MS = 5000;
const REMEMBERED = 20_000;

/**
 * When the reply window of a session ends. The PABX tells seconds that are left, a second or a network delay
 * different at every reading; a session would seem to change with each poll.
 */
export class ReplyWindows {
  readonly #known = new Recent<number, number>(REMEMBERED);
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Epoch ms; 0 for a window that is over, since nobody says when it ended; null for none. */
  endOf(info: SessionInfo): number | null {
    if (info.type !== 'whatsapp' && info.type !== 'facebook') return null;
    const left = info.expire ?? -1;
    if (left < 0) return null;
    if (left === 0) return Math.min(this.#known.get(info.id) ?? 0, this.#clock.now());
    const end = this.#clock.now() + left * 1000;
    const known = this.#known.get(info.id);
    if (known !== undefined && Math.abs(known - end) < SAME_END_MS) return known;
    this.#known.set(info.id, end);
    return end;
  }
}
