// Where the bytes of a file are to be had. No endpoint is documented (reference 3.6): Live Chat media have been
// seen under /api/livechat, the rest is our best guess from where the PABX keeps its files. A wrong guess shows
// as the web portal's HTML instead of the file, which the connector recognises.
import type { ChannelKind } from '#shared/model/directory.ts';
import type { PabxFile } from '#gateway/pabx/pabx.ts';

export interface DownloadAddress {
  /** Below the PABX's base URL. */
  readonly path: string;
  readonly withToken: boolean;
}

export type DownloadStrategy = (file: PabxFile, kind: ChannelKind) => DownloadAddress;

/** Path of a `uri` as it goes into a URL: each step encoded, no way up. */
function encoded(uri: string): string {
  return uri
    .split('/')
    .filter((step) => step !== '' && step !== '.' && step !== '..')
    .map(encodeURIComponent)
    .join('/');
}

/** The PABX's own file cache, opened by the token. */
export const tokenUrl: DownloadStrategy = (file) => ({
  path: `ysdisk/cache/chat/${encoded(file.uri)}`,
  withToken: true,
});

/** The visitor's side of Live Chat, open to whoever knows the address. */
export const livechatUrl: DownloadStrategy = (file) => ({
  path: `api/livechat/${encoded(file.uri)}`,
  withToken: false,
});

/** Each where it has been seen: Live Chat by its own address, everything else by token. */
export const downloadByChannel: DownloadStrategy = (file, kind) =>
  kind === 'livechat' ? livechatUrl(file, kind) : tokenUrl(file, kind);
