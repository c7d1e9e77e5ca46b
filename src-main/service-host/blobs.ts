// Attachments as files of one folder. A name from outside never becomes a file name: each file is called after the
// hash of its id. The type stands in a short header, so that bytes and type are one file, written in one step.
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '#service/ports.ts';

/** Two bytes of length, then the type in UTF-8. */
const LENGTH_BYTES = 2;

function header(type: string): Buffer {
  const text = Buffer.from(type, 'utf8').subarray(0, 255);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, text]);
}

/** The file name of an attachment's id. */
export function blobFileName(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** A store in `folder`, which is made when first written to. Blobs that are read stay on disk until used. */
export function openBlobs(folder: string): BlobStore {
  const fileOf = (id: string): string => path.join(folder, blobFileName(id));
  return {
    async read(id) {
      let file: Blob;
      try {
        file = await openAsBlob(fileOf(id));
      } catch (error) {
        // Node reports a missing file without its code here.
        if (isMissing(error) || error instanceof TypeError) return undefined;
        throw error;
      }
      const length = Buffer.from(await file.slice(0, LENGTH_BYTES).arrayBuffer()).readUInt16BE();
      const type = await file.slice(LENGTH_BYTES, LENGTH_BYTES + length).text();
      return file.slice(LENGTH_BYTES + length, file.size, type);
    },
    async write(id, blob) {
      await mkdir(folder, { recursive: true });
      const draft = path.join(folder, `${blobFileName(id)}.${randomBytes(4).toString('hex')}.part`);
      const bytes = async function* (): AsyncGenerator<Uint8Array> {
        yield header(blob.type);
        for (let at = 0; at < blob.size; at += CHUNK_BYTES) {
          yield new Uint8Array(await blob.slice(at, at + CHUNK_BYTES).arrayBuffer());
        }
      };
      try {
        await pipeline(Readable.from(bytes()), createWriteStream(draft, { mode: 0o600 }));
        await rename(draft, fileOf(id));
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    async remove(id) {
      await rm(fileOf(id), { force: true });
    },
  };
}

const CHUNK_BYTES = 256 * 1024;
