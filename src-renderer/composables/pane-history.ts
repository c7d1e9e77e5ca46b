// In the phone layout an open session is a step forward, so that the system's back gesture returns to the list.
import { onScopeDispose, watch, type Ref } from 'vue';
import { useSelectionStore } from '../stores/selection-store.ts';

const STEP = 'lynk:session';
const isAtStep = (): boolean => (history.state as unknown) === STEP;

export function usePaneHistory(isNarrow: Ref<boolean>): void {
  const selection = useSelectionStore();

  const onPop = (): void => {
    if (isNarrow.value && !isAtStep()) selection.close();
  };
  watch(
    () => isNarrow.value && selection.selectedSessionId !== null,
    (isForward) => {
      if (isForward && !isAtStep()) history.pushState(STEP, '');
      else if (!isForward && isAtStep()) history.back();
    },
    { immediate: true },
  );
  window.addEventListener('popstate', onPop);
  onScopeDispose(() => window.removeEventListener('popstate', onPop));
}
