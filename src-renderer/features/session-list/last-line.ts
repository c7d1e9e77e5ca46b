// The second line of a row: the unsent draft if there is one, else the newest message with who wrote it.
import type { SessionRow } from '#shared/bridge/rows.ts';
import type { Translate } from '#renderer/i18n/i18n.ts';

export interface LastLineParts {
  /** `Você:`, `Rascunho:`, or empty when the contact wrote. */
  readonly prefix: string;
  readonly tone: 'draft' | 'author';
  readonly text: string;
}

/** A row knows only that an agent wrote, not which: who holds the session (`me`: my extension) is taken for them. */
export function lastLineParts(
  row: Pick<SessionRow, 'draft' | 'holder' | 'lastMessage'>,
  me: string | undefined,
  t: Translate,
): LastLineParts {
  const draft = row.draft.replaceAll(/\s+/gu, ' ').trim();
  if (draft !== '') return { prefix: t('sessions.draft'), tone: 'draft', text: draft };
  const { lastMessage } = row;
  if (lastMessage === null) return { prefix: '', tone: 'author', text: t('sessions.noMessages') };
  const text =
    lastMessage.preview !== '' || lastMessage.kind === 'text'
      ? lastMessage.preview
      : t(`sessions.${lastMessage.kind}`);
  const author = row.holder?.extension === me ? t('sessions.you') : t('sessions.agent');
  return { prefix: lastMessage.by === 'agent' ? author : '', tone: 'author', text };
}
