// What a contact is called on screen: the name that somebody gave, else the number as people write it. The number
// formatter is fetched after the first paint; until then the number stands as it came.
import { onMounted, shallowRef, type ShallowRef } from 'vue';
import { defineStore } from 'pinia';
import type { SessionRow } from '#shared/bridge/rows.ts';

type Formatter = (address: string) => string;
const CACHE_SIZE = 2000;

const usePhoneFormatStore = defineStore('phone-format', () => {
  const formatter: ShallowRef<Formatter | null> = shallowRef(null);
  let isLoading = false;

  async function load(): Promise<void> {
    if (isLoading) return;
    isLoading = true;
    const { parsePhoneNumberFromString } = await import('libphonenumber-js/min');
    const cache = new Map<string, string>();
    formatter.value = (address) => {
      const known = cache.get(address);
      if (known !== undefined) return known;
      const number = /^\+?\d[\d\s()-]{5,}$/u.test(address)
        ? parsePhoneNumberFromString(address, 'BR')
        : undefined;
      const text = number?.isValid() === true ? number.formatInternational() : address;
      if (cache.size >= CACHE_SIZE) cache.clear();
      cache.set(address, text);
      return text;
    };
  }
  return { formatter, load };
});

export interface ContactLabels {
  /** A number as people write it internationally; what is no number stays as it is. */
  readonly formatAddress: (address: string) => string;
  /** The contact's name, or the formatted number. */
  readonly labelOf: (session: Pick<SessionRow, 'contactName' | 'address'>) => string;
}

/** In a setup function. */
export function useContactLabel(): ContactLabels {
  const store = usePhoneFormatStore();
  onMounted(() => void store.load());
  const formatAddress = (address: string): string => store.formatter?.(address) ?? address;
  return {
    formatAddress,
    labelOf: ({ contactName, address }) => (contactName === '' ? formatAddress(address) : contactName),
  };
}
