// What the person set, kept by the shell per computer or browser. Applies language, theme and density to the page.
import { defineStore } from 'pinia';
import { computed, ref, watchEffect } from 'vue';
import { DEFAULT_PREFERENCES, type Locale, type Preferences } from '#shared/bridge/shell-contract.ts';
import { errorOf, errorSentence } from '../bridge/failures.ts';
import { useShell } from '../bridge/clients.ts';
import { useTexts } from '../i18n/i18n.ts';
import { useToastStore } from './toast-store.ts';

export const usePreferencesStore = defineStore('preferences', () => {
  const shell = useShell();
  const texts = useTexts();
  const toasts = useToastStore();
  const preferences = ref<Preferences>(DEFAULT_PREFERENCES);
  const systemLocale = ref<Locale>('pt-BR');
  const locale = computed<Locale>(() =>
    preferences.value.locale === 'system' ? systemLocale.value : preferences.value.locale,
  );

  /** Takes what the shell holds; called once at start and whenever the shell tells of a change. */
  function accept(next: Preferences): void {
    preferences.value = next;
  }

  /** Changes the page alone, while a hand still moves; `set` follows. */
  function preview(patch: Partial<Preferences>): void {
    preferences.value = { ...preferences.value, ...patch };
  }

  /** Changes the page at once and the shell behind it; a refusal of the shell undoes it with a notice. */
  async function set(patch: Partial<Preferences>): Promise<void> {
    const before = preferences.value;
    preferences.value = { ...before, ...patch };
    try {
      await shell.preferences.set(patch);
    } catch (error) {
      preferences.value = before;
      toasts.show({ tone: 'danger', text: errorSentence(texts.t, errorOf(error)) });
    }
  }

  /** Keeps the document's language, theme and density equal to the preferences. */
  function applyTo(root: HTMLElement): void {
    const moreContrast = matchMedia('(prefers-contrast: more)').matches;
    watchEffect(() => {
      const { theme, density } = preferences.value;
      texts.setLocale(locale.value);
      root.lang = locale.value;
      root.dataset['theme'] = theme === 'system' && moreContrast ? 'contrast' : theme;
      root.dataset['density'] = density;
    });
  }

  return { preferences, systemLocale, locale, accept, preview, set, applyTo };
});
