// The system's keyring (Keychain, DPAPI, Secret Service, KWallet) through Electron's safeStorage. Linux without a
// keyring "encrypts" with a password that stands in Chromium's source: that counts as none.
import { safeStorage } from 'electron';

export interface Keyring {
  /** The name of what keeps the secrets, or null where nothing does. */
  backend(): Promise<string | null>;
  encrypt(text: string): Promise<Uint8Array>;
  /** @throws when the bytes were encrypted elsewhere or the keyring forgot its key */
  decrypt(bytes: Uint8Array): Promise<string>;
}

/** To be used when the app is ready: before that no keyring is known. */
export const systemKeyring: Keyring = {
  async backend() {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
    if (process.platform !== 'linux') return process.platform === 'darwin' ? 'keychain' : 'dpapi';
    const backend = safeStorage.getSelectedStorageBackend();
    return backend === 'basic_text' || backend === 'unknown' ? null : backend;
  },
  encrypt: (text) => safeStorage.encryptStringAsync(text),
  decrypt: async (bytes) => (await safeStorage.decryptStringAsync(Buffer.from(bytes))).result,
};
