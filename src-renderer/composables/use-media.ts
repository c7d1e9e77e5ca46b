import { onScopeDispose, ref, type Ref } from 'vue';

/** Whether a media query matches, as long as the component lives. */
export function useMedia(query: string): Ref<boolean> {
  const media = matchMedia(query);
  const matches = ref(media.matches);
  const update = (): void => {
    matches.value = media.matches;
  };
  media.addEventListener('change', update);
  onScopeDispose(() => media.removeEventListener('change', update));
  return matches;
}
