// Every error number of the Open API (reference 1.3), what the connector does about it, and the code of ours
// that the caller gets when nothing helped. One table: a number that is missing here is a plain refusal.
import { AppError, type ErrorCode } from '#shared/model/errors.ts';

/**
 * `done`: success. `doneInPart`: success, with a warning. `processing`: taken, not finished. `renewToken`: get
 * another token and repeat. `busy`: nothing was done, repeat later. `fault`: it may have been done; only reads
 * are repeated. `functionOff`: the endpoint is left alone for a while. `stop`: no call may be made any more.
 */
type Reaction =
  'done' | 'doneInPart' | 'processing' | 'renewToken' | 'busy' | 'fault' | 'functionOff' | 'stop' | 'refuse';

/** What a call is about: decides what "not found" and "exists already" mean. */
export type Subject = 'session' | 'transferTarget' | 'template' | 'file' | 'contact' | 'call' | 'other';

interface Row {
  readonly reaction: Reaction;
  readonly code: ErrorCode | 'notFound' | 'duplicate';
}

const row = (reaction: Reaction, code: Row['code']): Row => ({ reaction, code });

const NOT_FOUND = {
  session: 'session.notFound',
  transferTarget: 'session.transferTargetUnknown',
  template: 'message.templateUnknown',
  file: 'file.notFound',
  contact: 'contact.notFound',
  call: 'call.notFound',
  other: 'pabx.refused',
} satisfies Record<Subject, ErrorCode>;

const DUPLICATE = {
  session: 'pabx.refused',
  transferTarget: 'pabx.refused',
  template: 'pabx.refused',
  file: 'pabx.refused',
  contact: 'contact.duplicate',
  call: 'pabx.refused',
  other: 'pabx.refused',
} satisfies Record<Subject, ErrorCode>;

type Errcode =
  | -2
  | -1
  | 0
  | 1
  | 2
  | 10001
  | 10002
  | 10003
  | 10004
  | 10005
  | 10009
  | 40001
  | 40002
  | 40003
  | 40004
  | 60001
  | 60002
  | 60101
  | 70004
  | 70082
  | 70084
  | 70087
  | 70091
  | 70093
  | 70106
  | 70120
  | 70123
  | 70128
  | 70130
  | 70132;

const ROWS = {
  [-2]: row('fault', 'pabx.overloaded'),
  [-1]: row('refuse', 'pabx.refused'),
  0: row('done', 'pabx.refused'),
  1: row('doneInPart', 'pabx.refused'),
  2: row('processing', 'pabx.overloaded'),
  10001: row('functionOff', 'pabx.functionOff'),
  10002: row('stop', 'pabx.apiOff'),
  10003: row('stop', 'pabx.apiOff'),
  10004: row('renewToken', 'pabx.overloaded'),
  10005: row('functionOff', 'pabx.functionOff'),
  10009: row('refuse', 'pabx.refused'),
  40001: row('refuse', 'pabx.refused'),
  40002: row('refuse', 'pabx.refused'),
  40003: row('refuse', 'duplicate'),
  40004: row('refuse', 'file.tooLarge'),
  60001: row('refuse', 'notFound'),
  60002: row('busy', 'pabx.overloaded'),
  60101: row('refuse', 'pabx.refused'),
  70004: row('stop', 'pabx.addressBlocked'),
  70082: row('busy', 'pabx.overloaded'),
  70084: row('refuse', 'pabx.refused'),
  70087: row('stop', 'pabx.addressBlocked'),
  70091: row('refuse', 'pabx.refused'),
  70093: row('refuse', 'pabx.refused'),
  70106: row('refuse', 'pabx.refused'),
  70120: row('refuse', 'pabx.functionOff'),
  70123: row('stop', 'pabx.apiOff'),
  70128: row('refuse', 'notFound'),
  70130: row('refuse', 'call.notFound'),
  70132: row('refuse', 'pabx.functionOff'),
} satisfies Record<Errcode, Row>;

const UNKNOWN_ROW = row('refuse', 'pabx.refused');
const BY_NUMBER: ReadonlyMap<number, Row> = new Map(
  Object.entries(ROWS).map(([errcode, found]) => [Number(errcode), found]),
);

export const reactionTo = (errcode: number): Reaction => (BY_NUMBER.get(errcode) ?? UNKNOWN_ROW).reaction;

/** The error a caller gets for a refusal. `details` carry the vendor's number and the endpoint. */
export function refusal(
  answer: { readonly errcode: number; readonly errmsg: string },
  endpoint: string,
  subject: Subject,
): AppError {
  const { code } = BY_NUMBER.get(answer.errcode) ?? UNKNOWN_ROW;
  const ours = code === 'notFound' ? NOT_FOUND[subject] : code === 'duplicate' ? DUPLICATE[subject] : code;
  const details = { errcode: answer.errcode, errmsg: answer.errmsg, endpoint };
  const plain = new AppError(ours, { details });
  return new AppError(ours, {
    message: `${plain.message} (${endpoint}: ${answer.errcode} ${answer.errmsg})`,
    details,
  });
}

/** The error of a refused sign-in: whatever is neither an outage nor a block is the credential's fault. */
export function signInRefusal(answer: { readonly errcode: number; readonly errmsg: string }): AppError {
  const reaction = reactionTo(answer.errcode);
  if (reaction === 'stop' || reaction === 'busy' || reaction === 'fault' || reaction === 'processing') {
    return refusal(answer, 'get_token', 'other');
  }
  const details = { errcode: answer.errcode, errmsg: answer.errmsg, endpoint: 'get_token' };
  return new AppError('pabx.credentialRefused', { details });
}
