import { describe, expect, it } from 'vitest';
import { SHORTCUTS, shortcutFor, type KeyPress } from './keys.ts';

const press = (key: string, patch: Partial<KeyPress> = {}): KeyPress => ({
  key,
  isCommand: false,
  isAlt: false,
  isTyping: false,
  isCovered: false,
  ...patch,
});

describe('shortcuts', () => {
  it('act on single keys, whatever the shift lock says', () => {
    expect(shortcutFor(press('j'))).toBe('next');
    expect(shortcutFor(press('K'))).toBe('previous');
    expect(shortcutFor(press('?'))).toBe('help');
  });
  it('leave letters to a text that is being written, but not Esc', () => {
    expect(shortcutFor(press('p', { isTyping: true }))).toBeNull();
    expect(shortcutFor(press('/', { isTyping: true }))).toBeNull();
    expect(shortcutFor(press('Escape', { isTyping: true }))).toBe('back');
  });
  it('open the palette from anywhere but a dialog', () => {
    expect(shortcutFor(press('k', { isCommand: true, isTyping: true }))).toBe('palette');
    expect(shortcutFor(press('k', { isCommand: true, isCovered: true }))).toBeNull();
  });
  it('keep out of the way of other combinations', () => {
    expect(shortcutFor(press('p', { isCommand: true }))).toBeNull();
    expect(shortcutFor(press('e', { isAlt: true }))).toBeNull();
  });
  it('are all on the sheet', () => {
    const shown = new Set(SHORTCUTS.map((shortcut) => shortcut.action));
    for (const key of ['j', 'k', 'p', 'e', 'n', '/', '?', 'Escape']) {
      expect(shown).toContain(shortcutFor(press(key)));
    }
  });
});
