// The bytes of one file of a message, as an object URL that lives as long as whoever asked for it.
import { onScopeDispose, ref, watch, type Ref } from 'vue';
import type { FileId } from '#shared/model/ids.ts';
import { useService } from '#renderer/bridge/clients.ts';
import { errorOf } from '#renderer/bridge/failures.ts';
import { useFeed } from '#renderer/bridge/feed.ts';

export interface HeldFile {
  /** `absent`: nobody asked the gateway for it yet. */
  readonly state: Ref<'absent' | 'loading' | 'ready' | 'gone' | 'failed'>;
  /** Only while `ready`; revoked with the component. */
  readonly url: Ref<string | null>;
  /** Brings the bytes: from the cache, else through the service from the gateway. */
  fetch(): Promise<void>;
}

export function useFile(fileId: () => FileId): HeldFile {
  const service = useService();
  const state: HeldFile['state'] = ref('absent');
  const url = ref<string | null>(null);
  let isOver = false;

  function hold(file: Blob | null): void {
    if (url.value !== null) URL.revokeObjectURL(url.value);
    url.value = file === null ? null : URL.createObjectURL(file);
    if (file !== null) state.value = 'ready';
  }

  /** True when the cache had it. */
  async function fromCache(): Promise<boolean> {
    const id = fileId();
    const held = await service.files.get({ fileId: id });
    // Meanwhile this place may show another file, or nothing any more.
    if (held === null || id !== fileId() || isOver) return false;
    hold(held.file);
    return true;
  }

  async function fetch(): Promise<void> {
    if (state.value === 'loading' || state.value === 'ready') return;
    state.value = 'loading';
    try {
      if (!(await fromCache())) await service.files.fetch({ fileId: fileId() });
    } catch (error) {
      const { code } = errorOf(error);
      state.value = code === 'file.notFound' ? 'gone' : 'failed';
    }
  }

  const subscription = useFeed().on('file', (change) => {
    if (change.fileId !== fileId()) return;
    if (change.state === 'gone') state.value = url.value === null ? 'gone' : 'ready';
    else if (state.value === 'loading') fromCache().catch(() => (state.value = 'failed'));
  });
  watch(fileId, () => {
    hold(null);
    state.value = 'absent';
  });
  onScopeDispose(() => {
    isOver = true;
    subscription.dispose();
    hold(null);
  });
  return { state, url, fetch };
}
