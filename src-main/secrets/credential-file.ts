// The service's credentials (tokens of the accounts): one file, encrypted by the keyring. Where the person chose to
// go on without encryption it is plain, readable by this person only.
import type { Log } from '../log.ts';
import type { Keyring } from './keyring.ts';
import { readText, removeFile, setAside, writeText } from './private-file.ts';

export interface CredentialFile {
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
  clear(): Promise<void>;
}

/** `keyring` null keeps the file plain. What cannot be decrypted is set aside: the agent signs in again. */
export function openCredentialFile(file: string, keyring: Keyring | null, log: Log): CredentialFile {
  return {
    async read() {
      const text = await readText(file);
      if (text === undefined || keyring === null) return text;
      try {
        return await keyring.decrypt(Buffer.from(text, 'base64'));
      } catch {
        log.warn('the credentials could not be decrypted and were set aside');
        await setAside(file, new Date());
        return undefined;
      }
    },
    write: async (text) =>
      writeText(file, keyring === null ? text : Buffer.from(await keyring.encrypt(text)).toString('base64')),
    clear: () => removeFile(file),
  };
}
