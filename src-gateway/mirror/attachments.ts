// Bytes of attachments in the data folder. The PABX deletes its own after 24 to 72 hours, so what contacts send
// is fetched at once; what agents upload lies here until the PABX has it, and after.
import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LIMITS } from '#shared/link/limits.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import { AppError } from '#shared/model/errors.ts';
import { FileId } from '#shared/model/ids.ts';
import type { MessageFile } from '#shared/model/message.ts';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Pabx, PabxFile } from '../pabx/pabx.ts';
import type { FileRow } from '../store/files.ts';
import { makeFolder } from '../store/folder.ts';
import type { Store } from '../store/store.ts';
import { fileTypeAt } from './file-type.ts';
import { cleanFileName } from './message-shape.ts';

export interface Attachments extends Disposable {
  /** Inside a transaction: a message brought this file; its bytes are fetched after the commit. */
  expect(file: MessageFile, atPabx: PabxFile, sessionId: string, createdAt: number): void;
  /** Where the bytes of a file lie; fetched now when they are not here yet. @throws AppError `file.notFound`. */
  pathOf(file: FileRow): Promise<string>;
  /** Keeps what an agent uploads. `verify` runs when all bytes are there; where it throws, nothing is kept. */
  keep(bytes: Readable, facts: { name: string; uploader: string }, verify: () => void): Promise<MessageFile>;
  /** The bytes of an upload, for the PABX. */
  blobOf(file: FileRow): Promise<Blob>;
  /** Set once, by the room that knows messages: what a file really is, now that its bytes are here. */
  recognised: (sessionId: string, file: MessageFile) => void;
  /** Fetches what is still missing; removes uploads that were never sent. */
  tidy(): Promise<void>;
}

/** As long as the PABX keeps files at most (API 7). */
const KEPT_BY_PABX_MS = 72 * 60 * 60 * 1000;
const UNSENT_KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const AT_ONCE = 3;

const StoredPabxFile = z.object({
  id: z.string(),
  name: z.string(),
  uri: z.string(),
  mimeType: z.string(),
  sizeBytes: z.number(),
});

export function createAttachments(parts: {
  readonly folder: string;
  readonly store: Store;
  readonly pabx: Pabx;
  readonly clock: Clock;
  readonly log: Log;
}): Attachments {
  const { folder, store, pabx, clock, log } = parts;
  const inFlight = new Map<string, Promise<string>>();
  const waiting: FileRow[] = [];
  let running = 0;
  let isOver = false;
  const pathFor = (id: string) => path.join(folder, `${id}.bin`);

  /** Gives what the bytes tell: names and claims of strangers tell nothing. */
  const writeBytes = async (id: string, bytes: Readable, verify?: () => void) => {
    makeFolder(folder);
    const part = `${pathFor(id)}.${randomUUID()}.part`;
    try {
      await pipeline(bytes, createWriteStream(part, { mode: 0o600 }));
      verify?.();
      const handle = await open(part, 'r');
      await handle.sync();
      await handle.close();
      const { size: sizeBytes } = await stat(part);
      const mimeType = await fileTypeAt(part);
      await rename(part, pathFor(id));
      return { sizeBytes, mimeType };
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  };

  const fetchNow = async (file: FileRow): Promise<string> => {
    if (file.pabx === null) throw new AppError('file.notFound');
    const session = file.sessionId === null ? undefined : store.sessions.get(file.sessionId);
    const blob = await pabx.download(StoredPabxFile.parse(JSON.parse(file.pabx)), session?.kind ?? 'sms');
    if (blob.size > LIMITS.maxFileBytes) throw new AppError('file.tooLarge');
    const told = await writeBytes(file.id, Readable.from(blob.stream()));
    // The store may have been closed while the bytes came; the next start finds them missing and asks again.
    if (isOver) return pathFor(file.id);
    store.transaction(() => {
      store.files.setStored(file.id, told);
      const { sessionId, name } = file;
      if (sessionId !== null) attachments.recognised(sessionId, { id: FileId.parse(file.id), name, ...told });
    });
    return pathFor(file.id);
  };

  const fetchOnce = (file: FileRow): Promise<string> => {
    const running = inFlight.get(file.id);
    if (running) return running;
    const started = fetchNow(file).finally(() => inFlight.delete(file.id));
    inFlight.set(file.id, started);
    return started;
  };

  const pump = () => {
    while (running < AT_ONCE) {
      const next = waiting.shift();
      if (!next) return;
      running++;
      fetchOnce(next)
        .catch((error: unknown) => log.error('An attachment could not be fetched.', error, { file: next.id }))
        .finally(() => {
          running--;
          pump();
        });
    }
  };

  const attachments: Attachments = {
    recognised: () => undefined,
    expect(file, atPabx, sessionId, createdAt) {
      const row: FileRow = {
        ...file,
        sessionId,
        uploader: null,
        pabx: JSON.stringify(atPabx),
        isStored: false,
        createdAt,
      };
      store.files.add(row);
      // Older ones are gone at the PABX; they are tried only when somebody asks.
      if (createdAt < clock.now() - KEPT_BY_PABX_MS) return;
      store.afterCommit(() => {
        waiting.push(row);
        pump();
      });
    },
    async pathOf(file) {
      if (file.isStored) return pathFor(file.id);
      return fetchOnce(file);
    },
    async keep(bytes, { name, uploader }, verify) {
      const id = FileId.parse(randomUUID());
      const told = await writeBytes(id, bytes, verify);
      const file: MessageFile = { id, name: cleanFileName(name), ...told };
      store.files.add({
        ...file,
        sessionId: null,
        uploader,
        pabx: null,
        isStored: true,
        createdAt: clock.now(),
      });
      return file;
    },
    blobOf: (file) => openAsBlob(pathFor(file.id), { type: file.mimeType }),
    async tidy() {
      const queued = new Set(waiting.map((file) => file.id));
      waiting.push(
        ...store.files
          .missing(clock.now() - KEPT_BY_PABX_MS)
          .filter((file) => !queued.has(file.id) && !inFlight.has(file.id)),
      );
      pump();
      for (const id of store.files.unsent(clock.now() - UNSENT_KEPT_MS)) {
        store.files.remove(id);
        await rm(pathFor(id), { force: true });
      }
    },
    dispose() {
      isOver = true;
      waiting.length = 0;
    },
  };
  return attachments;
}
