// Attachments as files of the origin's private file system. The type stands in a short header before the bytes, so
// that both are one file; the name is the hash of the id, so that no id can be a bad name.
import type { BlobStore } from '#service/ports.ts';

const LENGTH_BYTES = 2;
const CHUNK_BYTES = 1024 * 1024;

async function fileName(id: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(id)));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function header(type: string): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(type).subarray(0, 255);
  const bytes = new Uint8Array(LENGTH_BYTES + text.length);
  new DataView(bytes.buffer).setUint16(0, text.length);
  bytes.set(text, LENGTH_BYTES);
  return bytes;
}

const isMissing = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'NotFoundError';

/** Writes synchronously, as every browser's worker can (createWritable is missing in older Safari). */
async function writeFile(file: FileSystemFileHandle, blob: Blob): Promise<void> {
  const access = await file.createSyncAccessHandle();
  try {
    access.truncate(0);
    let at = access.write(header(blob.type));
    for (let from = 0; from < blob.size; from += CHUNK_BYTES) {
      at += access.write(await blob.slice(from, from + CHUNK_BYTES).arrayBuffer(), { at });
    }
    access.flush();
  } finally {
    access.close();
  }
}

/** A store in `folder`. What is read is backed by the file: bytes come when they are used. */
export function openOpfsBlobs(folder: FileSystemDirectoryHandle): BlobStore {
  const remove = async (name: string): Promise<void> => {
    try {
      await folder.removeEntry(name);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  };
  return {
    async read(id) {
      let file: File;
      try {
        file = await (await folder.getFileHandle(await fileName(id))).getFile();
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
      const start = await file.slice(0, LENGTH_BYTES).arrayBuffer();
      // A file that a crash cut off before its header is as good as none.
      if (start.byteLength < LENGTH_BYTES) return undefined;
      const length = new DataView(start).getUint16(0);
      const type = await file.slice(LENGTH_BYTES, LENGTH_BYTES + length).text();
      return file.slice(LENGTH_BYTES + length, file.size, type);
    },
    async write(id, blob) {
      const name = await fileName(id);
      try {
        await writeFile(await folder.getFileHandle(name, { create: true }), blob);
      } catch (error) {
        // Half a file must not be taken for the whole.
        await remove(name);
        throw error;
      }
    },
    remove: async (id) => remove(await fileName(id)),
  };
}

/** Attachments where the browser keeps no files. */
export function memoryBlobs(): BlobStore {
  const blobs = new Map<string, Blob>();
  return {
    read: async (id) => blobs.get(id),
    write: async (id, blob) => void blobs.set(id, blob),
    remove: async (id) => void blobs.delete(id),
  };
}
