// The error of a page that could not be loaded, as loadURL rejects with and 'did-fail-load' reports.

/** Chromium's network errors by number; others are -2, ERR_FAILED. */
const CODES: Readonly<Record<string, number>> = {
  ERR_ABORTED: -3,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_CONNECTION_REFUSED: -102,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INTERNET_DISCONNECTED: -106,
  ERR_EMPTY_RESPONSE: -324,
};

export class LoadError extends Error {
  readonly errno: number;
  readonly code: string;
  readonly url: string;

  /** `errorText` is Chromium's, such as `net::ERR_ABORTED`. */
  constructor(errorText: string, url: string) {
    const code = errorText.replace('net::', '');
    const errno = CODES[code] ?? -2;
    super(`${code} (${errno}) loading '${url}'`);
    this.errno = errno;
    this.code = code;
    this.url = url;
  }
}
