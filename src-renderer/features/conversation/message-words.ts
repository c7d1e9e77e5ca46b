// The words for what a message or a system line tells: delivery states, why one failed, who moved the session.
import type { MessageRow } from '#shared/bridge/rows.ts';
import { ERROR_CODES, type ErrorCode } from '#shared/model/errors.ts';
import type { DeliveryState, MessageFailure, SystemLine } from '#shared/model/message.ts';
import type { MessageKey, Translate } from '#renderer/i18n/i18n.ts';
import { duration } from '#renderer/composables/time-format.ts';

const STATE_KEYS = {
  queued: 'message.stateQueued',
  sending: 'message.stateSending',
  unconfirmed: 'message.stateUnconfirmed',
  accepted: 'message.stateAccepted',
  sent: 'message.stateSent',
  delivered: 'message.stateDelivered',
  read: 'message.stateRead',
  failed: 'message.stateFailed',
  received: 'message.stateReceived',
} as const satisfies Record<DeliveryState, MessageKey>;

/** The provider's words for a failed sending (API 4, `send_error`) in ours. */
const PROVIDER_REASONS: Readonly<Record<string, MessageKey>> = {
  invalid_phone_number: 'message.reasonNumber',
  invalid_did_number: 'message.reasonSender',
  auth_fail: 'message.reasonAccess',
  auth_not_exit: 'message.reasonAccess',
  request_fail: 'message.reasonProvider',
  send_fail: 'message.reasonProvider',
  service_unavailable: 'message.reasonProvider',
  service_error: 'message.reasonProvider',
  exceeds_size_limit: 'message.reasonSize',
  too_many_request: 'message.reasonRate',
  unsupport_media_type: 'message.reasonMedia',
  exceeds_time_limit: 'message.reasonWindow',
  template_not_exist: 'message.reasonTemplate',
  msg_exceed: 'message.reasonTooLong',
};

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);

/** Why it failed: our sentence for a known code, with the provider's own words where it gave some. */
export function failureReason(t: Translate, failure: MessageFailure | null): string {
  if (failure === null) return t('message.reasonUnknown');
  const { code } = failure;
  const words = failure.reason.trim();
  if (isErrorCode(code) && code !== 'message.deliveryFailed') return t(`error.${code}`);
  const key = Object.hasOwn(PROVIDER_REASONS, code) ? PROVIDER_REASONS[code] : undefined;
  if (key === undefined) return words === '' ? t('message.reasonUnknown') : words;
  return words === '' || words === code ? t(key) : t('message.reasonWithWords', { reason: t(key), words });
}

/** *na fila*, *enviada*, *falhou: …*: what the delivery mark says on hover and to a screen reader. */
export function deliveryWords(t: Translate, row: Pick<MessageRow, 'state' | 'failure'>): string {
  const values = row.state === 'failed' ? { reason: failureReason(t, row.failure) } : undefined;
  return t(STATE_KEYS[row.state], values);
}

/** A system line as a sentence; names that the PABX did not tell are filled with what is certain. */
export function systemWords(t: Translate, line: SystemLine | null): string {
  if (line === null) return t('message.lineUnsupported');
  const by = line.by ?? t('message.someAgent');
  switch (line.event) {
    case 'transferredToAgent':
      return t('message.lineTransferredToAgent', { by, to: line.to ?? t('message.otherAgent') });
    case 'transferredToQueue':
      return t('message.lineTransferredToQueue', { by, to: line.to ?? t('message.otherQueue') });
    case 'transferredToPlatform':
      return t('message.lineTransferredToPlatform', { by });
    case 'ended':
      return t('message.lineEnded', { by });
    case 'endedAutomatically':
      return t('message.lineEndedAutomatically');
    case 'endedByContact':
      return t('message.lineEndedByContact', { by: line.by ?? t('message.theContact') });
    case 'pickedUp':
      return t('message.linePickedUp', { by });
    case 'called':
      return line.durationMs === null
        ? t('message.lineCalled', { by })
        : t('message.lineCalledFor', { by, duration: duration(line.durationMs) });
    case 'unsupported':
      return t('message.lineUnsupported');
  }
}
