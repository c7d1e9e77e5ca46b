// Which key means what in the main window, as a decision apart from the page: the sheet lists the same table.

export type ShortcutAction =
  'next' | 'previous' | 'pickUp' | 'archive' | 'search' | 'back' | 'palette' | 'create' | 'help';

export interface KeyPress {
  readonly key: string;
  readonly isCommand: boolean;
  readonly isAlt: boolean;
  /** The focus stands where letters are typed. */
  readonly isTyping: boolean;
  /** A dialog or a menu is open: it has the keyboard. */
  readonly isCovered: boolean;
}

const KEYS: Readonly<Record<string, ShortcutAction>> = {
  j: 'next',
  k: 'previous',
  p: 'pickUp',
  e: 'archive',
  n: 'create',
  '/': 'search',
  '?': 'help',
  escape: 'back',
};

/** What the sheet shows, in its order. */
export const SHORTCUTS: readonly {
  readonly keys: readonly string[];
  readonly action: ShortcutAction | 'open';
}[] = [
  { keys: ['J', '↓'], action: 'next' },
  { keys: ['K', '↑'], action: 'previous' },
  { keys: ['Enter'], action: 'open' },
  { keys: ['P'], action: 'pickUp' },
  { keys: ['E'], action: 'archive' },
  { keys: ['N'], action: 'create' },
  { keys: ['/'], action: 'search' },
  { keys: ['Esc'], action: 'back' },
  { keys: ['Ctrl+K', '⌘K'], action: 'palette' },
  { keys: ['?'], action: 'help' },
];

/** What a key press asks for, or null. Letters never act while a person types; the palette opens from anywhere. */
export function shortcutFor({ key, isCommand, isAlt, isTyping, isCovered }: KeyPress): ShortcutAction | null {
  const name = key.toLowerCase();
  if (isAlt || isCovered) return null;
  if (isCommand) return name === 'k' ? 'palette' : null;
  if (isTyping && name !== 'escape') return null;
  return KEYS[name] ?? null;
}
