// What the shell asks of the window: open a session (a notification or a link was clicked), take changed
// preferences, show or hide because another tab holds the account.
import { onScopeDispose, ref, type Ref } from 'vue';
import { useShell } from '../bridge/clients.ts';
import { errorOf } from '../bridge/failures.ts';
import { usePreferencesStore } from '../stores/preferences-store.ts';
import { useSelectionStore } from '../stores/selection-store.ts';

const RETRY_MS = 1000;

export interface ShellRequests {
  /** False: another tab of this browser holds the account. */
  readonly isHolder: Ref<boolean>;
}

/** Follows the shell while the component lives. */
export function useShellRequests(onHolder: () => void): ShellRequests {
  const shell = useShell();
  const preferences = usePreferencesStore();
  const selection = useSelectionStore();
  const isHolder = ref(true);
  const life = new AbortController();

  async function follow(): Promise<void> {
    for await (const request of await shell.requests({}, { signal: life.signal })) {
      switch (request.kind) {
        case 'openSession':
          selection.open(request.sessionId);
          break;
        case 'preferences':
          preferences.accept(request.preferences);
          break;
        case 'tab':
          if (request.isHolder && !isHolder.value) onHolder();
          isHolder.value = request.isHolder;
          break;
      }
    }
  }

  async function run(): Promise<void> {
    // Asked anew each time: it changes while something is awaited.
    const isOver = (): boolean => life.signal.aborted;
    while (!isOver()) {
      try {
        await follow();
      } catch (error) {
        if (!isOver())
          console.warn('The shell’s requests broke and are followed anew:', errorOf(error).message);
      }
      if (!isOver()) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  void run();
  onScopeDispose(() => life.abort());
  return { isHolder };
}
