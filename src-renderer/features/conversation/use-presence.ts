import { onScopeDispose, ref, type Ref } from 'vue';

/** True while this window is visible and has the focus: what it shows is being looked at. */
export function usePresence(): Ref<boolean> {
  const look = () => document.visibilityState === 'visible' && document.hasFocus();
  const isPresent = ref(look());
  const update = () => {
    isPresent.value = look();
  };
  const life = new AbortController();
  for (const event of ['focus', 'blur'] as const) addEventListener(event, update, { signal: life.signal });
  document.addEventListener('visibilitychange', update, { signal: life.signal });
  onScopeDispose(() => life.abort());
  return isPresent;
}
