// The tokens of the PABX in the gateway's data folder, for this account alone: a gateway that was killed goes on
// with them (the PABX grants eight and takes back none). Bound to the PABX and the client they were granted to.
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { TokenStore } from '../pabx/p-series/token-keeper.ts';

const TokenFile = z.object({ grantedTo: z.string(), tokens: z.unknown() });

/** What cannot be read or written costs a new sign-in, no more: it is logged (never what is in it). */
export function createTokenFile(
  folder: string,
  { url, clientId }: { readonly url: string; readonly clientId: string },
  log: Log,
): TokenStore {
  const file = path.join(folder, 'pabx-tokens.json');
  const grantedTo = createHash('sha256')
    .update(JSON.stringify([url, clientId]))
    .digest('hex');
  return {
    read() {
      try {
        const held = TokenFile.parse(JSON.parse(readFileSync(file, 'utf8')));
        return held.grantedTo === grantedTo ? held.tokens : undefined;
      } catch (error) {
        if (!isMissing(error)) log.warn('The tokens of the PABX could not be read; new ones are asked for.');
        return undefined;
      }
    },
    write(tokens) {
      try {
        if (tokens === null) rmSync(file, { force: true });
        else replace(file, JSON.stringify({ grantedTo, tokens }));
      } catch (error) {
        log.error('The tokens of the PABX could not be kept.', error, { file });
      }
    },
  };
}

/** The old text or the new one, whenever the machine stops. */
function replace(file: string, text: string): void {
  const next = `${file}.next`;
  // A leftover of a kill may have other rights.
  rmSync(next, { force: true });
  const handle = openSync(next, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
