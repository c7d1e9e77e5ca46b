// One exchange with the PABX over HTTP: address, mandatory header, time limit, envelope. No policy: what to do
// about an errcode is api.ts's matter.
import { AppError } from '#shared/model/errors.ts';
import type { Clock } from '#gateway/clock.ts';
import { type Envelope, readEnvelope } from './envelope.ts';

export const API_PATH = 'openapi/v1.0';
/** Every request must carry one (reference 1.1); any value does. */
export const USER_AGENT = 'Lynk';
const TIMEOUT_MS = 20_000;
const FILE_TIMEOUT_MS = 10 * 60_000;

export type Query = Readonly<Record<string, string | number | undefined>>;

interface Exchange {
  readonly method: 'GET' | 'POST';
  /** Below the base URL, e.g. `openapi/v1.0/message/get`. */
  readonly path: string;
  readonly query: Query;
  readonly body?: object | FormData | undefined;
  readonly signal: AbortSignal;
}

/** Failures before the request was on the wire: it was surely not carried out. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

export class Http {
  readonly #base: string;
  readonly #clock: Clock;

  /**
   * @param url of the PABX's web port, with or without the API's path.
   * @throws AppError `pabx.unreachable` when it is no http(s) URL.
   */
  constructor(url: string, clock: Clock) {
    this.#base = baseOf(url);
    this.#clock = clock;
  }

  /** The answer's envelope, whatever its errcode. */
  async json(exchange: Exchange): Promise<Envelope> {
    const limitMs = exchange.body instanceof FormData ? FILE_TIMEOUT_MS : TIMEOUT_MS;
    return this.#timed(exchange, limitMs, async (response) =>
      readEnvelope(await response.text(), response.status, exchange.path.replace(`${API_PATH}/`, '')),
    );
  }

  /** The answer's bytes and what the PABX calls their type. */
  async bytes(exchange: Exchange): Promise<{ status: number; type: string; bytes: Blob }> {
    return this.#timed(exchange, FILE_TIMEOUT_MS, async (response) => ({
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      bytes: await response.blob(),
    }));
  }

  /** Address of a WebSocket of the API. */
  socketUrl(path: string, query: Query): string {
    return this.#address(path, query).replace(/^http/u, 'ws');
  }

  async #timed<Answer>(
    exchange: Exchange,
    limitMs: number,
    read: (response: Response) => Promise<Answer>,
  ): Promise<Answer> {
    // Tied by hand: `AbortSignal.any` would keep something on the connector's one signal for each request.
    const end = new AbortController();
    const abort = (): void => end.abort(exchange.signal.reason);
    if (exchange.signal.aborted) abort();
    exchange.signal.addEventListener('abort', abort, { once: true });
    const timer = this.#clock.after(limitMs, () => end.abort(new Error(`no answer in ${limitMs / 1000} s`)));
    try {
      const response = await fetch(this.#address(exchange.path, exchange.query), {
        ...requestInit(exchange),
        signal: end.signal,
      });
      if (response.status >= 300 && response.status < 400) throw redirected(response);
      return await read(response);
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      if (exchange.signal.aborted) throw exchange.signal.reason;
      throw this.#unreachable(cause);
    } finally {
      timer.dispose();
      exchange.signal.removeEventListener('abort', abort);
    }
  }

  #address(path: string, query: Query): string {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) search.set(name, String(value));
    }
    const text = search.toString();
    return `${this.#base}/${path}${text === '' ? '' : `?${text}`}`;
  }

  #unreachable(cause: unknown): AppError {
    const reason = rootReason(cause);
    return new AppError('pabx.unreachable', {
      message: `The PABX at ${this.#base} does not answer: ${reason.text}.`,
      details: { mayBeDone: !NOT_SENT.has(reason.code) },
      cause,
    });
  }
}

function baseOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) {
    throw new AppError('pabx.unreachable', {
      message: `"${url}" is not the address of a PABX. It looks like https://pabx.example:8088.`,
    });
  }
  const path = parsed.pathname.replace(/\/+$/u, '').replace(/\/openapi\/v1\.0$/u, '');
  return `${parsed.origin}${path}`;
}

function requestInit(exchange: Exchange): RequestInit {
  const isForm = exchange.body instanceof FormData;
  const headers: Record<string, string> = {
    'User-Agent': USER_AGENT,
    // The vendor describes one connection per request. A connection kept for later may be closed by the PABX
    // at the very moment we write to it, and then nobody knows whether the message went out.
    Connection: 'close',
  };
  if (exchange.body !== undefined && !isForm) headers['Content-Type'] = 'application/json';
  const body = exchange.body instanceof FormData ? exchange.body : JSON.stringify(exchange.body);
  return {
    method: exchange.method,
    headers,
    // Following one would turn a POST into a GET or carry the token to another host.
    redirect: 'manual',
    ...(exchange.body === undefined ? {} : { body }),
  };
}

function redirected(response: Response): AppError {
  const target = URL.parse(response.headers.get('location') ?? '')?.origin ?? 'another address';
  return new AppError('pabx.invalidAnswer', {
    message: `The PABX redirects its API to ${target}. Give that address instead.`,
  });
}

/** What lies at the bottom of fetch's "fetch failed". */
function rootReason(error: unknown): { code: string; text: string } {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause !== undefined) deepest = deepest.cause;
  if (deepest instanceof AggregateError) deepest = deepest.errors[0] ?? deepest;
  if (!(deepest instanceof Error)) return { code: '', text: String(deepest) };
  const code = 'code' in deepest && typeof deepest.code === 'string' ? deepest.code : '';
  return { code, text: deepest.message === '' ? code : deepest.message };
}
