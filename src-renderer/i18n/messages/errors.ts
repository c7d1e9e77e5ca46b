// One sentence per error code and language: what happened and the way out. The type asks for every code of the
// table in src-shared; `{…}` is filled from the error's details where the gateway sends them.
import type { Locale } from '#shared/bridge/shell-contract.ts';
import type { ErrorCode } from '#shared/model/errors.ts';
import { errorsEn } from './errors-en.ts';
import { errorsEs } from './errors-es.ts';
import { errorsPtBR } from './errors-pt-br.ts';

export const error: Record<Locale, Record<ErrorCode, string>> = {
  'pt-BR': errorsPtBR,
  en: errorsEn,
  es: errorsEs,
};
