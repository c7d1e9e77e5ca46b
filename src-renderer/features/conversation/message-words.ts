// The words for what a message or a system line tells: delivery states, why one failed, who moved the session.
import type { MessageRow } from '#shared/bridge/rows.ts';
import { ERROR_CODES, type ErrorCode } from '#shared/model/errors.ts';
import type { DeliveryState, MessageFailure, SystemLine } from '#shared/model/message.ts';
import type { MessageKey, Translate } from '#renderer/i18n/i18n.ts';
import { duration } from './times.ts';

const STATE_KEYS = {
  queued: 'conversation.stateQueued',
  sending: 'conversation.stateSending',
  unconfirmed: 'conversation.stateUnconfirmed',
  accepted: 'conversation.stateAccepted',
  sent: 'conversation.stateSent',
  delivered: 'conversation.stateDelivered',
  read: 'conversation.stateRead',
  failed: 'conversation.stateFailed',
  received: 'conversation.stateReceived',
} as const satisfies Record<DeliveryState, MessageKey>;

/** The provider's words for a failed sending (API 4, `send_error`) in ours. */
const PROVIDER_REASONS: Readonly<Record<string, MessageKey>> = {
  invalid_phone_number: 'conversation.reasonNumber',
  invalid_did_number: 'conversation.reasonSender',
  auth_fail: 'conversation.reasonAccess',
  auth_not_exit: 'conversation.reasonAccess',
  request_fail: 'conversation.reasonProvider',
  send_fail: 'conversation.reasonProvider',
  service_unavailable: 'conversation.reasonProvider',
  service_error: 'conversation.reasonProvider',
  exceeds_size_limit: 'conversation.reasonSize',
  too_many_request: 'conversation.reasonRate',
  unsupport_media_type: 'conversation.reasonMedia',
  exceeds_time_limit: 'conversation.reasonWindow',
  template_not_exist: 'conversation.reasonTemplate',
  msg_exceed: 'conversation.reasonTooLong',
};

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);

/** Why it failed: our sentence for a known code, with the provider's own words where it gave some. */
export function failureReason(t: Translate, failure: MessageFailure | null): string {
  if (failure === null) return t('conversation.reasonUnknown');
  const { code } = failure;
  const words = failure.reason.trim();
  if (isErrorCode(code) && code !== 'message.deliveryFailed') return t(`error.${code}`);
  const key = Object.hasOwn(PROVIDER_REASONS, code) ? PROVIDER_REASONS[code] : undefined;
  if (key === undefined) return words === '' ? t('conversation.reasonUnknown') : words;
  return words === '' || words === code
    ? t(key)
    : t('conversation.reasonWithWords', { reason: t(key), words });
}

/** *na fila*, *enviada*, *falhou: …*: what the delivery mark says on hover and to a screen reader. */
export function deliveryWords(t: Translate, row: Pick<MessageRow, 'state' | 'failure'>): string {
  const values = row.state === 'failed' ? { reason: failureReason(t, row.failure) } : undefined;
  return t(STATE_KEYS[row.state], values);
}

/** A system line as a sentence; names that the PABX did not tell are filled with what is certain. */
export function systemWords(t: Translate, line: SystemLine | null): string {
  if (line === null) return t('conversation.lineUnsupported');
  const by = line.by ?? t('conversation.someAgent');
  switch (line.event) {
    case 'transferredToAgent':
      return t('conversation.lineTransferredToAgent', { by, to: line.to ?? t('conversation.otherAgent') });
    case 'transferredToQueue':
      return t('conversation.lineTransferredToQueue', { by, to: line.to ?? t('conversation.otherQueue') });
    case 'transferredToPlatform':
      return t('conversation.lineTransferredToPlatform', { by });
    case 'ended':
      return t('conversation.lineEnded', { by });
    case 'endedAutomatically':
      return t('conversation.lineEndedAutomatically');
    case 'endedByContact':
      return t('conversation.lineEndedByContact', { by: line.by ?? t('conversation.theContact') });
    case 'pickedUp':
      return t('conversation.linePickedUp', { by });
    case 'called':
      return line.durationMs === null
        ? t('conversation.lineCalled', { by })
        : t('conversation.lineCalledFor', { by, duration: duration(line.durationMs) });
    case 'unsupported':
      return t('conversation.lineUnsupported');
  }
}
