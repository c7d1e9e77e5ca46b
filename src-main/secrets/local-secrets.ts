// The key of the local data and the credentials of this computer, with the question to the person where the
// system cannot keep them secret.
import path from 'node:path';
import { dialog } from 'electron';
import type { ShellWords } from '../i18n.ts';
import type { Log } from '../log.ts';
import { openCredentialFile, type CredentialFile } from './credential-file.ts';
import { openDataKey, type PlainQuestion } from './data-key.ts';
import { systemKeyring } from './keyring.ts';

export interface LocalSecrets {
  /** Null where the person chose to go on without encryption. */
  readonly key: Uint8Array | null;
  readonly credentials: CredentialFile;
}

async function askPerson(question: PlainQuestion, words: ShellWords): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Lynk',
    message: words[question],
    detail: words[`${question}Detail`],
    buttons: [words.quit, words.continuePlain],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}

/** Null when the person prefers to quit. */
export async function openLocalSecrets(
  dataDir: string,
  words: ShellWords,
  log: Log,
): Promise<LocalSecrets | null> {
  const found = await openDataKey({
    file: path.join(dataDir, 'data-key.json'),
    keyring: systemKeyring,
    ask: (question) => askPerson(question, words),
    now: () => new Date(),
  });
  if (found.kind === 'quit') return null;
  const file = path.join(dataDir, 'credentials');
  if (found.kind === 'plain') {
    log.warn('local data is kept without encryption, as the person chose');
    return { key: null, credentials: openCredentialFile(file, null, log) };
  }
  if (found.wasLost)
    log.warn('the key of the local data was lost; a new one was made', { backend: found.backend });
  return { key: found.key, credentials: openCredentialFile(file, systemKeyring, log) };
}
