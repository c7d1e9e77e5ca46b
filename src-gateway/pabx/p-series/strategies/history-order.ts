// The order of `records` in an answer of `message/get` is not documented; ids grow with time over the whole
// PABX, so the connector orders by them and does not care.
import type { PabxMessage } from '#gateway/pabx/pabx.ts';

export type HistoryOrder = (messages: readonly PabxMessage[]) => PabxMessage[];

/** Oldest first, each id once. */
export const byMessageId: HistoryOrder = (messages) =>
  [...new Map(messages.map((message) => [message.id, message])).values()].sort((a, b) => a.id - b.id);
