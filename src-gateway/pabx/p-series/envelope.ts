// The envelope of every answer (reference 1.3): success is `errcode` 0, whatever the HTTP status; the payload
// lies under `list` or `data`, as the endpoint likes, and `list` may be a single object.
import { z } from 'zod';
import { parse } from '#shared/model/parse.ts';
import { AppError } from '#shared/model/errors.ts';
import { record, text, whole } from './wire.ts';

export interface Envelope {
  readonly errcode: number;
  readonly errmsg: string;
  /** What stands under `list` or `data`. */
  readonly payload: unknown;
  /** The whole answer, for those that put `id`, `call_id` or tokens beside the envelope. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const Head = z.looseObject({ errcode: whole, errmsg: text });

/**
 * The envelope of an answer's body.
 * @throws AppError `pabx.unreachable` for an error page of a proxy (5xx), `pabx.invalidAnswer` for anything
 * else that is not the API's JSON.
 */
export function readEnvelope(body: string, status: number, endpoint: string): Envelope {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    const isOutage = status >= 500;
    throw new AppError(isOutage ? 'pabx.unreachable' : 'pabx.invalidAnswer', {
      message: isOutage
        ? `The PABX answers ${endpoint} with HTTP ${status}.`
        : `The PABX answered ${endpoint} with something that is not JSON (HTTP ${status}). Check its URL.`,
      details: { endpoint, status },
      cause,
    });
  }
  const head = parse(Head, value, 'pabx.invalidAnswer', `The PABX's answer to ${endpoint}`);
  const fields = record.parse(value);
  return {
    errcode: head.errcode,
    errmsg: head.errmsg,
    payload: fields['list'] ?? fields['data'],
    fields,
  };
}
