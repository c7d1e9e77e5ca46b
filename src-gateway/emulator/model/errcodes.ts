// The error numbers of the Open API with the vendor's words, spelling included (reference 1.3).

export const ERRMSG = {
  [-2]: 'INTERNAL SERVER ERROR',
  [-1]: 'FAILURE',
  0: 'SUCCESS',
  1: 'PARTIAL SUCCESS',
  2: 'PROCESSING',
  10001: 'INTERFACE NOT EXISTED',
  10002: 'API VERSION OUT OF MAINTENANCE',
  10003: 'API VERSION UNSUPPORTED',
  10004: 'TOKEN EXPIRED',
  10005: 'ACCESS DENIED',
  10009: 'OPERATION FAILED',
  40001: 'PARAMETER SYNTAX ERROR',
  40002: 'PARAMETER ERROR',
  40003: 'DUPLICATE KEY VALUE',
  40004: 'FILE SIZE EXCEEDED',
  60001: 'DATA NOT FOUND',
  60002: 'MAX LIMITATION EXCEEDED',
  60101: 'ROLE NOT EXISTED',
  70004: 'ACCOUNT IP BLOCKED',
  70082: 'OVERLOAD_TASK_RUNNING',
  70084: 'ACTION FORBIDDEN',
  70087: 'IP FORBIDDEN',
  70091: 'CONNECTION_RELATION_EXISTED',
  70093: 'PHONEBOOK_NOT_EXISTED',
  70106: 'RATE_NOT_EXISTED',
  70120: 'ORGANIZATION DISABLED',
  70123: 'API UNAVAILABLE',
  70128: 'CONTACTS_NOT_EXISTED',
  70130: 'CAHNNEL ID NOT FOUND',
  70132: 'OPERATION NOT SUPPORTED',
} as const;

export type Errcode = keyof typeof ERRMSG;

export const ERRCODES: readonly number[] = Object.keys(ERRMSG).map(Number);

/** The vendor's words for a number; a number the table lacks is a plain failure. */
export function errmsgOf(errcode: number): string {
  return new Map<string, string>(Object.entries(ERRMSG)).get(String(errcode)) ?? ERRMSG[-1];
}

/** A refusal by the PABX. It reaches the caller as HTTP 200 with this number in the body. */
export class PabxRefusal extends Error {
  override readonly name = 'PabxRefusal';
  readonly errcode: Errcode;

  /** @param reason for the reader of a test's output; the caller of the API never sees it. */
  constructor(errcode: Errcode, reason: string) {
    super(`${errcode} ${ERRMSG[errcode]}: ${reason}`);
    this.errcode = errcode;
  }
}
