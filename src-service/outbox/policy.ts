// What becomes of an entry that was not accepted. The table of error codes says which refusals pass by themselves.
import { ERROR_CODES, type AppError } from '#shared/model/errors.ts';
import type { Random } from '../ports.ts';

const FIRST_MS = 1_000;
const MAX_MS = 60_000;

/** `again` under the same id after `afterMs`; `isUnconfirmed` when it may have been done already. */
type Verdict =
  | { readonly next: 'again'; readonly afterMs: number; readonly isUnconfirmed: boolean }
  | { readonly next: 'fail' };

function pause(attempts: number, random: Random): number {
  const ceiling = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(attempts, 10));
  return Math.round(ceiling / 2 + (random.fraction() * ceiling) / 2);
}

export function judge(error: AppError, attempts: number, random: Random): Verdict {
  const again = (afterMs: number, isUnconfirmed: boolean): Verdict => ({
    next: 'again',
    afterMs,
    isUnconfirmed,
  });
  const told = error.details['retryAfterMs'];
  if (error.code === 'link.unreachable') return again(attempts > 1 ? pause(attempts - 1, random) : 0, true);
  // An answer that cannot be read is an answer all the same: it may well have been done.
  if (error.code === 'link.invalidFrame') return again(pause(attempts, random), true);
  if (error.code === 'command.offline') return again(0, false);
  if (typeof told === 'number' && ERROR_CODES[error.code].remedy === 'retry') return again(told, false);
  if (ERROR_CODES[error.code].remedy === 'retry') return again(pause(attempts, random), false);
  return { next: 'fail' };
}
