// One error class and one table of codes. A code is `area.reason`; its row says what the outbox does with a
// refused command and what a person is told; docs/errors.md and the three languages follow the table.
import { z } from 'zod';

/** What the outbox does when a command comes back with the code. */
export type Remedy = 'retry' | 'askPerson' | 'stop';

interface CodeRow {
  /** `retry`: try again by itself later. `askPerson`: show it with retry and discard. `stop`: nothing to retry. */
  readonly remedy: Remedy;
  /** One English sentence: the thing and the way out. */
  readonly sentence: string;
}

const row = (remedy: Remedy, sentence: string): CodeRow => ({ remedy, sentence });

export const ERROR_CODES = {
  'auth.wrongPassword': row('stop', 'The extension or the password is wrong. Check both and sign in again.'),
  'auth.tokenInvalid': row('stop', 'This sign-in is no longer valid. Sign in again.'),
  'auth.tooManyAttempts': row('stop', 'Too many failed sign-ins. Wait for the time shown, then try again.'),
  'auth.forbidden': row('stop', 'This agent may not do that. Ask the administrator.'),
  'link.unreachable': row('retry', 'The gateway cannot be reached. Lynk keeps trying; what you send waits.'),
  'link.protocolUnsupported': row(
    'stop',
    'The gateway speaks another version of the link. Update Lynk or the gateway.',
  ),
  'link.invalidFrame': row('stop', 'A frame could not be understood. This is a defect; please report it.'),
  'link.frameTooLarge': row('stop', 'A frame was larger than 1 MiB.'),
  'link.tooManyConnections': row('stop', 'This agent has 20 connections open. Close Lynk on another device.'),
  'link.tooSlow': row('retry', 'This client read too slowly and was disconnected; it resumes by itself.'),
  'link.heartbeatMissed': row('retry', 'The connection stopped answering and is made anew.'),
  'link.sequenceGap': row('retry', 'An event was missing; the stream is resumed from the last one held.'),
  'link.replaced': row('stop', 'This device signed in again elsewhere.'),
  'command.invalid': row('askPerson', 'The command was incomplete or malformed.'),
  'command.rateLimited': row('retry', 'Too many commands at once. Lynk waits a moment and goes on.'),
  'command.expired': row('askPerson', 'The link was down for too long; nothing was done. Try again.'),
  'command.offline': row('askPerson', 'This needs the connection to the gateway. Try again when it is back.'),
  'command.conflict': row('askPerson', 'It changed in the meantime. Look again and repeat.'),
  'session.notFound': row('stop', 'This session no longer exists.'),
  'session.notVisible': row('stop', 'This session is no longer yours to see.'),
  'session.alreadyPickedUp': row('stop', 'Another agent picked this session up first.'),
  'session.notWaiting': row('stop', 'This session is not waiting to be picked up.'),
  'session.pickUpDisabled': row('stop', 'Sessions of this queue cannot be picked up.'),
  'session.ended': row('stop', 'This session has ended. The contact’s next message opens a new one.'),
  'session.senderNotAllowed': row(
    'askPerson',
    'You may not start sessions with this sender. Choose another.',
  ),
  'session.addressInvalid': row('askPerson', 'The recipient’s number is not valid for its country.'),
  'session.transferTargetUnknown': row(
    'askPerson',
    'That colleague or queue no longer exists. Choose another.',
  ),
  'message.textTooLong': row('askPerson', 'The text is too long for this channel. Shorten it.'),
  'message.empty': row('askPerson', 'There is nothing to send.'),
  'message.replyWindowOver': row('askPerson', 'The reply window is over. Send a template instead.'),
  'message.tagRequired': row('askPerson', 'Facebook asks for a message tag after 24 hours.'),
  'message.templateUnknown': row('askPerson', 'This template is no longer approved. Choose another.'),
  'message.templateVariablesMissing': row('askPerson', 'A variable of the template is empty. Fill it in.'),
  'message.deliveryFailed': row('askPerson', 'The provider refused the message.'),
  'file.tooLarge': row('askPerson', 'Files may be at most 100 MB.'),
  'file.notFound': row('stop', 'The PABX no longer keeps this file.'),
  'file.typeUnsupported': row('askPerson', 'This channel does not take files of this type.'),
  'contact.notFound': row('stop', 'This contact no longer exists.'),
  'contact.duplicate': row('askPerson', 'A contact with this number exists already.'),
  'call.notAllowed': row('stop', 'Your extension may not call out. Ask the administrator.'),
  'call.refused': row('askPerson', 'The PABX refused the call.'),
  'call.notFound': row('stop', 'This call is already over.'),
  'pabx.unreachable': row('retry', 'The PABX does not answer. Lynk keeps trying.'),
  'pabx.credentialRefused': row(
    'stop',
    'The PABX refused the client id or secret. Check them under Integrations > API.',
  ),
  'pabx.addressBlocked': row(
    'stop',
    'The PABX has blocked this computer’s address. The administrator can free it.',
  ),
  'pabx.apiOff': row('stop', 'The PABX’s API is switched off. The administrator can switch it on.'),
  'pabx.overloaded': row('retry', 'The PABX is busy. Lynk tries again shortly.'),
  'pabx.refused': row('askPerson', 'The PABX refused the request.'),
  'pabx.functionOff': row('stop', 'This PABX does not offer the function or does not permit it.'),
  'pabx.invalidAnswer': row('retry', 'The PABX gave an answer that Lynk does not understand.'),
  'gateway.goingAway': row('retry', 'The gateway restarts; the client connects again by itself.'),
  'gateway.internal': row('retry', 'Something failed inside the gateway. It is in its log.'),
  'config.invalid': row('stop', 'The configuration is not valid.'),
  'config.portInUse': row('stop', 'Another program uses the port. Choose another with --port.'),
  'config.folderNotWritable': row(
    'stop',
    'The data folder cannot be written. Choose another with --data-dir.',
  ),
  'store.corrupt': row('stop', 'A data file is damaged. It was set aside; what the gateway has comes back.'),
  'store.tooNew': row('stop', 'A data file was written by a newer Lynk. Update Lynk.'),
  'store.locked': row('retry', 'Another program holds the data file.'),
  'store.full': row('askPerson', 'The disk is full. Free some space.'),
  'store.keyUnavailable': row(
    'askPerson',
    'The key of the local data cannot be read from the system’s keyring.',
  ),
  'bridge.invalidInput': row(
    'stop',
    'The window asked for something malformed. This is a defect; please report it.',
  ),
  'bridge.unavailable': row('stop', 'This is not available here.'),
  'bridge.takenOver': row('stop', 'Lynk is open in another tab.'),
  'internal.unexpected': row('askPerson', 'Something unexpected failed. It is in the log.'),
} as const satisfies Record<string, CodeRow>;

export type ErrorCode = keyof typeof ERROR_CODES;

const CODES = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]];

/** A code of the table; anything else (a newer gateway's) reads as `internal.unexpected`. */
export const ErrorCode = z.enum(CODES).catch('internal.unexpected');

/** Facts that fill a sentence: who picked it up, how long to wait, which field. */
export const ErrorDetails = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type ErrorDetails = z.infer<typeof ErrorDetails>;

/** An error as data: what crosses the link and the bridge. */
export const ErrorData = z.object({
  code: ErrorCode,
  message: z.string(),
  retryable: z.boolean(),
  details: ErrorDetails,
});
export type ErrorData = z.infer<typeof ErrorData>;

/** The one error of this project. `message` defaults to the code's sentence. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, options: { message?: string; details?: ErrorDetails; cause?: unknown } = {}) {
    super(options.message ?? ERROR_CODES[code].sentence, { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }

  get retryable(): boolean {
    return ERROR_CODES[this.code].remedy === 'retry';
  }

  toData(): ErrorData {
    return { code: this.code, message: this.message, retryable: this.retryable, details: this.details };
  }

  static fromData(data: ErrorData): AppError {
    return new AppError(data.code, { message: data.message, details: data.details });
  }

  /** `error` itself when it is one of ours, otherwise wrapped as `code` with the cause kept. */
  static from(error: unknown, code: ErrorCode = 'internal.unexpected'): AppError {
    if (error instanceof AppError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new AppError(code, { message: `${ERROR_CODES[code].sentence} (${message})`, cause: error });
  }
}
