// The time of the window. Countdown and "yesterday" follow one ref that ticks for everybody; pictures freeze it.
import { inject, onScopeDispose, ref, type App, type InjectionKey, type Ref } from 'vue';
import type { Disposable } from '#shared/model/disposable.ts';

const TICK_MS = 10_000;
const NOW: InjectionKey<Readonly<Ref<number>>> = Symbol('now');

/** Starts the clock of `app`. With `frozenAt` it stands still. */
export function provideClock(app: App, frozenAt?: number): Disposable {
  const now = ref(frozenAt ?? Date.now());
  app.provide(NOW, now);
  if (frozenAt !== undefined) return { dispose: () => undefined };
  const timer = setInterval(() => (now.value = Date.now()), TICK_MS);
  return { dispose: () => clearInterval(timer) };
}

/** Epoch milliseconds, at most ten seconds old; reactive. */
export function useNow(): Readonly<Ref<number>> {
  const now = inject(NOW);
  if (!now) throw new Error('provideClock was not called on this app before the time was asked for.');
  return now;
}

/** Seconds until `at()`, counted down each second while the component lives; null when there is nothing to wait for. */
export function useSecondsUntil(at: () => number | null): Ref<number | null> {
  const seconds = ref<number | null>(null);
  const update = (): void => {
    const target = at();
    seconds.value = target === null ? null : Math.max(0, Math.ceil((target - Date.now()) / 1000));
  };
  update();
  const timer = setInterval(update, 1000);
  onScopeDispose(() => clearInterval(timer));
  return seconds;
}
