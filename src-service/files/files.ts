// Attachments: kept as bytes beside the database, fetched from the gateway when somebody wants to see them.
import type { Change } from '#shared/bridge/changes.ts';
import { HTTP_PATHS, UploadedFile } from '#shared/link/http.ts';
import { LIMITS } from '#shared/link/limits.ts';
import { AppError } from '#shared/model/errors.ts';
import type { FileId } from '#shared/model/ids.ts';
import type { MessageFile } from '#shared/model/message.ts';
import { parse } from '#shared/model/parse.ts';
import { failureOf } from '../link/gateway-http.ts';
import type { BlobStore, Http, Log } from '../ports.ts';

interface FilesOptions {
  readonly blobs: BlobStore;
  readonly http: Http;
  readonly log: Log;
  readonly gateway: string;
  readonly token: string;
  readonly publish: (changes: readonly Change[]) => void;
}

export class Files {
  readonly #options: FilesOptions;
  readonly #coming = new Set<FileId>();

  constructor(options: FilesOptions) {
    this.#options = options;
  }

  async get(fileId: FileId): Promise<{ file: Blob } | null> {
    const file = await this.#options.blobs.read(fileId);
    return file === undefined ? null : { file };
  }

  /** Brings a file in the background; a `file` change says how it went. Offline it stays as it is. */
  fetch(fileId: FileId): void {
    if (this.#coming.has(fileId)) return;
    this.#coming.add(fileId);
    this.#download(fileId)
      .catch((cause: unknown) =>
        this.#options.log.warn('A file could not be fetched', { cause: String(cause) }),
      )
      .finally(() => this.#coming.delete(fileId));
  }

  /** @throws AppError `file.tooLarge`, `link.unreachable`, or what the gateway says */
  async upload(blob: Blob, name: string): Promise<MessageFile> {
    const { http, gateway, token, blobs } = this.#options;
    if (blob.size > LIMITS.maxFileBytes)
      throw new AppError('file.tooLarge', { details: { bytes: blob.size } });
    const url = `${gateway}${HTTP_PATHS.files}`;
    const response = await http({ method: 'POST', url, token, file: { blob, name } });
    if (response.status >= 400) throw await failureOf(response);
    const file = parse(UploadedFile, await response.json(), 'link.invalidFrame', 'The answer to an upload');
    await blobs.write(file.id, blob);
    return file;
  }

  async #download(fileId: FileId): Promise<void> {
    const { http, gateway, token, blobs, publish } = this.#options;
    if ((await blobs.read(fileId)) === undefined) {
      const url = `${gateway}${HTTP_PATHS.files}/${encodeURIComponent(fileId)}`;
      const response = await http({ method: 'GET', url, token });
      if (response.status === 404 || response.status === 410) {
        publish([{ kind: 'file', fileId, state: 'gone' }]);
        return;
      }
      if (response.status >= 400) throw await failureOf(response);
      await blobs.write(fileId, await response.blob());
    }
    publish([{ kind: 'file', fileId, state: 'cached' }]);
  }
}
