// What the tray says, as data: a pure function of the counts and the waiting sessions.
import { nameOf } from '#shared/bridge/notice.ts';
import type { SessionRow } from '#shared/bridge/rows.ts';
import type { SessionId } from '#shared/model/ids.ts';
import type { ShellWords } from './i18n.ts';

export interface TrayState {
  readonly waiting: number;
  readonly unread: number;
  /** The newest of the waiting sessions; at most `MAX_SESSIONS`. */
  readonly sessions: readonly SessionRow[];
}

/** More would not fit a screen; the rest is counted. */
export const MAX_SESSIONS = 12;

/** The sessions that get a line of their own. */
export function newest(rows: readonly SessionRow[]): SessionRow[] {
  return rows.toSorted((a, b) => b.activeAt - a.activeAt).slice(0, MAX_SESSIONS);
}

export type TrayAction =
  | { readonly kind: 'open' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'openSession' | 'pickUp'; readonly sessionId: SessionId; readonly name: string };

export interface TrayItem {
  readonly id: string;
  readonly label: string;
  /** Absent: the line only tells something, or opens its submenu. */
  readonly action?: TrayAction;
  readonly items?: readonly TrayItem[];
}

/** The menu's groups from top to bottom; a line stands between them. */
export function trayMenu(
  { waiting, sessions }: TrayState,
  words: ShellWords,
): readonly (readonly TrayItem[])[] {
  const lines = sessions.map((row): TrayItem => {
    const name = nameOf(row);
    const of = { sessionId: row.id, name };
    return {
      id: `session:${row.id}`,
      label: row.queueName === '' ? name : `${name} · ${row.queueName}`,
      items: [
        { id: `open:${row.id}`, label: words.openSession, action: { kind: 'openSession', ...of } },
        { id: `pickUp:${row.id}`, label: words.pickUp, action: { kind: 'pickUp', ...of } },
      ],
    };
  });
  const rest = waiting - sessions.length;
  if (rest > 0 && sessions.length > 0)
    lines.push({ id: 'more', label: words.more(rest), action: { kind: 'open' } });
  return [
    [{ id: 'waiting', label: waiting === 0 ? words.nobodyWaiting : words.waiting(waiting) }, ...lines],
    [
      { id: 'open', label: words.open, action: { kind: 'open' } },
      { id: 'quit', label: words.quit, action: { kind: 'quit' } },
    ],
  ];
}

/** What hovering over the icon says. */
export function trayTooltip({ waiting, unread }: TrayState, words: ShellWords): string {
  const parts: string[] = [];
  if (waiting > 0) parts.push(words.waiting(waiting));
  if (unread > 0) parts.push(words.unread(unread));
  return parts.length === 0 ? 'Lynk' : `Lynk — ${parts.join(', ')}`;
}
