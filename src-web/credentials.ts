// The service's credentials in IndexedDB: the one place of a browser that survives a restart and that no other
// origin can read. Where it refuses (some private windows) they live as long as the tab.
import type { CredentialStore } from '#service/ports.ts';

const DATABASE = 'lynk';
const STORE = 'credentials';
const KEY = 'accounts';

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB refused')));
  });
}

async function open(): Promise<IDBDatabase | undefined> {
  try {
    const request = indexedDB.open(DATABASE, 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
    return await settled(request);
  } catch {
    return undefined;
  }
}

/** Opens the store once; to be called in the worker. */
export async function openCredentials(): Promise<CredentialStore> {
  const database = await open();
  if (database === undefined) {
    let kept: string | undefined;
    return {
      read: async () => kept,
      write: async (text) => void (kept = text),
      clear: async () => void (kept = undefined),
    };
  }
  const store = (mode: IDBTransactionMode): IDBObjectStore =>
    database.transaction(STORE, mode).objectStore(STORE);
  return {
    async read() {
      const text: unknown = await settled(store('readonly').get(KEY));
      return typeof text === 'string' ? text : undefined;
    },
    write: async (text) => {
      await settled(store('readwrite').put(text, KEY));
    },
    clear: async () => {
      await settled(store('readwrite').delete(KEY));
    },
  };
}
