// Files: up by `message/batchupload`, down by whatever address the strategy gives (reference 3.6).
import { AppError } from '#shared/model/errors.ts';
import type { ChannelKind } from '#shared/model/directory.ts';
import { parse } from '#shared/model/parse.ts';
import type { PabxFile } from '../pabx.ts';
import type { PSeriesApi } from './api.ts';
import { readEnvelope } from './envelope.ts';
import { reactionTo, refusal } from './errcodes.ts';
import { FileInfo, toPabxFile } from './message-reader.ts';
import type { DownloadAddress, DownloadStrategy } from './strategies/download.ts';

/** What one upload may hold (reference 7). */
const MAX_UPLOAD_BYTES = 100 * 1024 * 1024;
const SNIFFED_BYTES = 512;

export class Files {
  readonly #api: PSeriesApi;
  readonly #download: DownloadStrategy;

  constructor(api: PSeriesApi, download: DownloadStrategy) {
    this.#api = api;
    this.#download = download;
  }

  /** See `Pabx.upload`. @throws AppError `file.tooLarge` above 100 MB, before anything is sent. */
  async upload(file: Blob, name: string): Promise<PabxFile> {
    if (file.size > MAX_UPLOAD_BYTES)
      throw new AppError('file.tooLarge', { details: { sizeBytes: file.size } });
    const form = new FormData();
    form.append('files', file, name);
    const { payload } = await this.#api.write('message/batchupload', form, { subject: 'file' });
    const told: unknown = Array.isArray(payload) ? payload[0] : payload;
    return toPabxFile(parse(FileInfo, told, 'pabx.invalidAnswer', 'The PABX’s answer to an upload'));
  }

  /**
   * See `Pabx.download`. @throws AppError `file.notFound` when the PABX keeps it no longer, or gives its web
   * portal's page instead.
   */
  async download(file: PabxFile, kind: ChannelKind): Promise<Blob> {
    const address = this.#download(file, kind);
    let answer = await this.#get(address);
    if (address.withToken && (await isExpired(answer, address))) {
      await this.#api.tokens.replace(answer.token);
      answer = await this.#get(address);
    }
    const { status, bytes } = answer;
    if (status === 404 || status === 410) throw gone(file);
    if (status !== 200) {
      throw new AppError('pabx.invalidAnswer', {
        message: `The PABX gives "${file.name}" with HTTP ${status}.`,
      });
    }
    await refuseOtherThanBytes(answer, file, address);
    return bytes.slice(0, bytes.size, file.mimeType);
  }

  async #get(address: DownloadAddress): Promise<Answer> {
    const { stopped, ended, http, tokens } = this.#api;
    if (stopped !== null) throw stopped;
    const token = address.withToken ? (await tokens.current()).value : '';
    const query = address.withToken ? { access_token: token } : {};
    return { ...(await http.bytes({ method: 'GET', path: address.path, query, signal: ended })), token };
  }
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly bytes: Blob;
  readonly token: string;
}

const gone = (file: PabxFile): AppError =>
  new AppError('file.notFound', {
    message: `The PABX no longer keeps "${file.name}".`,
    details: { uri: file.uri },
  });

async function isExpired(answer: Answer, address: DownloadAddress): Promise<boolean> {
  if (answer.status === 401 || answer.status === 403) return true;
  const envelope = await envelopeIn(answer, address);
  return envelope !== null && reactionTo(envelope.errcode) === 'renewToken';
}

/** The API's own refusal, where one came instead of the file. A JSON file of the contact has no errcode. */
async function envelopeIn(answer: Answer, address: DownloadAddress) {
  if (!answer.type.includes('json')) return null;
  try {
    return readEnvelope(await answer.bytes.text(), answer.status, address.path);
  } catch (error) {
    if (error instanceof AppError && error.code === 'pabx.invalidAnswer') return null;
    throw error;
  }
}

async function refuseOtherThanBytes(answer: Answer, file: PabxFile, address: DownloadAddress): Promise<void> {
  const envelope = await envelopeIn(answer, address);
  if (envelope !== null && envelope.errcode !== 0) throw refusal(envelope, address.path, 'file');
  if (file.mimeType.includes('html') || /\.html?$/iu.test(file.name)) return;
  const start = (await answer.bytes.slice(0, SNIFFED_BYTES).text()).trimStart().toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) throw gone(file);
}
