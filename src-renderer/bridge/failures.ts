// Whatever a client call throws, as the project's error data and as a sentence in the language shown.
import { isDefinedError } from '@orpc/client';
import { AppError, ErrorData } from '#shared/model/errors.ts';
import type { MessageKey, Translate } from '../i18n/i18n.ts';

/** The coded error of a failed call; what the contract does not know becomes `internal.unexpected`. */
export function errorOf(error: unknown): ErrorData {
  if (error instanceof Error && isDefinedError(error)) {
    // The typed error of the contract is `FAILED` with ErrorData; it crossed a port, so it is parsed here.
    const parsed = ErrorData.safeParse((error as { data?: unknown }).data);
    if (parsed.success) return parsed.data;
  }
  return AppError.from(error).toData();
}

/** What a person is told: the sentence of the code, with who or how long where the gateway said so. */
export function errorSentence(t: Translate, error: ErrorData): string {
  const { by } = error.details;
  if (error.code === 'session.alreadyPickedUp' && typeof by === 'string' && by !== '') {
    return t('app.alreadyPickedUpBy', { by });
  }
  const key: MessageKey = `error.${error.code}`;
  return t(key);
}
