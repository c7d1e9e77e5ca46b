import type { z } from 'zod';
import { AppError, type ErrorCode } from './errors.ts';

/**
 * What `value` is by `schema`. The one way in for everything from outside: it takes only `unknown` gladly.
 * @throws AppError `code`, naming `what` and the first field that is wrong.
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  code: ErrorCode,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.map(String).join('.') ?? '';
  throw new AppError(code, {
    message: `${what}: ${field === '' ? '' : `"${field}" `}${issue?.message ?? 'is not valid'}.`,
    details: { field },
    cause: result.error,
  });
}
