// The small irregularities of the API's values, read in one place: numbers that come as strings, empty strings
// for "nothing", JSON inside strings, flags as 0 and 1, times in seconds.
import { z } from 'zod';
import type { PSeriesLog } from './log.ts';
import { AppError } from '#shared/model/errors.ts';

/** A whole number, also when it comes as a string of digits. */
export const whole = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d+$/u)
    .transform(Number),
]);

/** A whole number, 0 where it is absent, null or empty. */
export const wholeOrZero = z
  .union([whole, z.literal('').transform(() => 0)])
  .nullish()
  .transform((value) => value ?? 0);

/** A text, empty where it is absent or null; numbers become their digits. */
export const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? '');

/** 0 or 1, as a number, a string or a boolean. */
export const flag = z
  .union([z.boolean(), whole.transform((value) => value !== 0)])
  .nullish()
  .transform((value) => value ?? false);

/** Epoch milliseconds of a time in Unix seconds; null for 0 and nothing. */
export const secondsToMs = wholeOrZero.transform((seconds) => (seconds > 0 ? seconds * 1000 : null));

/** What a JSON string holds, or undefined for an empty or broken one; anything else is given back as it is. */
export function unwrapJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (value.trim() === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    // A string that only looks like a container is a value of its own kind: the schema behind decides.
    return undefined;
  }
}

export const record = z.record(z.string(), z.unknown());

/**
 * The rows of a list that can be read. One row that cannot (a kind that only newer firmware knows) is logged
 * and left out, so that it does not take the others with it.
 * @throws AppError `pabx.invalidAnswer` when there are rows and none can be read, or no list at all.
 */
export function readRows<Schema extends z.ZodType>(
  schema: Schema,
  payload: unknown,
  what: string,
  log: PSeriesLog,
): z.output<Schema>[] {
  if (payload === undefined || payload === null || payload === '') return [];
  if (!Array.isArray(payload)) {
    throw new AppError('pabx.invalidAnswer', { message: `The PABX answered ${what} without a list.` });
  }
  const rows: z.output<Schema>[] = [];
  let unread = 0;
  for (const row of payload) {
    const result = schema.safeParse(row);
    if (result.success) rows.push(result.data);
    else {
      unread += 1;
      const issue = result.error.issues[0];
      log.warn({ what, field: issue?.path.join('.'), issue: issue?.message }, 'pabx: a row cannot be read');
    }
  }
  if (rows.length === 0 && unread > 0) {
    throw new AppError('pabx.invalidAnswer', {
      message: `The PABX answered ${what} with ${unread} rows that Lynk cannot read.`,
    });
  }
  return rows;
}
