import { onMounted, onScopeDispose } from 'vue';
import { shortcutFor, type ShortcutAction } from './keys.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

/** Listens to the page's keys while the component lives. A handler that returns false leaves the key to the browser. */
export function useShortcuts(run: (action: ShortcutAction) => boolean): void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const action = shortcutFor({
      key: event.key,
      isCommand: event.ctrlKey || event.metaKey,
      isAlt: event.altKey,
      isTyping: isTyping(event.target),
      isCovered: document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null,
    });
    if (action !== null && run(action)) event.preventDefault();
  };
  onMounted(() => document.addEventListener('keydown', onKey));
  onScopeDispose(() => document.removeEventListener('keydown', onKey));
}
