import { describe, expect, it } from 'vitest';
import { AppError, ERROR_CODES, type ErrorCode } from '#shared/model/errors.ts';
import { judge } from './policy.ts';

const random = { fraction: () => 1, uuidv7: () => '' };

describe('the policy of the outbox', () => {
  it.each(Object.keys(ERROR_CODES) as ErrorCode[])('has a rule for %s', (code) => {
    const verdict = judge(new AppError(code), 1, random);
    const passes =
      ERROR_CODES[code].remedy === 'retry' || code === 'command.offline' || code === 'link.invalidFrame';
    expect(verdict.next).toBe(passes ? 'again' : 'fail');
  });

  it('takes only lost or unreadable answers for unconfirmed', () => {
    const isUnconfirmed = (code: ErrorCode) => judge(new AppError(code), 1, random);
    expect(isUnconfirmed('link.unreachable')).toMatchObject({ isUnconfirmed: true });
    expect(isUnconfirmed('link.invalidFrame')).toMatchObject({ isUnconfirmed: true });
    expect(isUnconfirmed('pabx.unreachable')).toMatchObject({ isUnconfirmed: false });
  });

  it('waits longer each time up to a minute, or as long as it is told', () => {
    const after = (attempts: number) => judge(new AppError('pabx.unreachable'), attempts, random);
    expect([1, 2, 3, 20].map(after)).toMatchObject(
      [2000, 4000, 8000, 60_000].map((afterMs) => ({ afterMs })),
    );
    const told = new AppError('command.rateLimited', { details: { retryAfterMs: 1234 } });
    expect(judge(told, 1, random)).toMatchObject({ next: 'again', afterMs: 1234 });
  });
});
