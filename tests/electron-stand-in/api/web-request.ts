// session.webRequest: onBeforeRequest (cancel, redirect) and onHeadersReceived (cancel, other headers) are
// honoured; page-requests.ts asks here for each request of a window.
import { guardObject, refuse } from '../core/guards.ts';

export interface RequestDetails {
  id: number;
  url: string;
  method: string;
  resourceType: string;
  webContentsId: number;
  timestamp: number;
  referrer: string;
}

export interface ResponseDetails extends RequestDetails {
  statusCode: number;
  statusLine: string;
  responseHeaders: Record<string, string[]>;
}

export interface BeforeRequestAnswer {
  cancel?: boolean;
  redirectURL?: string;
}

export interface HeadersReceivedAnswer {
  cancel?: boolean;
  responseHeaders?: Record<string, string | string[]>;
}

type Listener<Details, Answer> = (details: Details, callback: (answer: Answer) => void) => void;
type Filter = { urls: string[] };

interface Rule<Details, Answer> {
  matches: (url: string) => boolean;
  listener: Listener<Details, Answer>;
}

function matcher({ urls }: Filter): (url: string) => boolean {
  const patterns = urls.map((pattern) =>
    pattern === '<all_urls>'
      ? /^/
      : new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`),
  );
  return (url) => patterns.some((pattern) => pattern.test(url));
}

/** `on(listener)`, `on(filter, listener)` and `on(null)`: the latest call replaces the rule before it. */
function ruleFrom<Details, Answer>(first: unknown, second: unknown): Rule<Details, Answer> | undefined {
  const listener = typeof first === 'function' ? first : second;
  if (typeof listener !== 'function') return undefined;
  return {
    matches: typeof first === 'function' ? () => true : matcher(first as Filter),
    // Electron's documented signature; there is no telling functions apart at run time.
    listener: listener as Listener<Details, Answer>,
  };
}

function ask<Details extends RequestDetails, Answer>(
  rule: Rule<Details, Answer> | undefined,
  details: Details,
): Promise<Answer | undefined> {
  if (!rule?.matches(details.url)) return Promise.resolve(undefined);
  return new Promise((resolve) => rule.listener(details, resolve));
}

/** The rules of one session. `onChange` runs when there is more or less to ask about. */
export class WebRequestRules {
  #before: Rule<RequestDetails, BeforeRequestAnswer> | undefined;
  #headers: Rule<ResponseDetails, HeadersReceivedAnswer> | undefined;
  readonly api: object;

  constructor(onChange: () => void) {
    this.api = guardObject('session.webRequest', {
      onBeforeRequest: (first: unknown, second?: unknown) => {
        this.#before = ruleFrom(first, second);
        onChange();
      },
      onHeadersReceived: (first: unknown, second?: unknown) => {
        this.#headers = ruleFrom(first, second);
        onChange();
      },
      onBeforeSendHeaders: refuse('session.webRequest.onBeforeSendHeaders'),
    });
  }

  get watchesRequests(): boolean {
    return this.#before !== undefined;
  }

  get watchesResponses(): boolean {
    return this.#headers !== undefined;
  }

  beforeRequest(details: RequestDetails): Promise<BeforeRequestAnswer | undefined> {
    return ask(this.#before, details);
  }

  headersReceived(details: ResponseDetails): Promise<HeadersReceivedAnswer | undefined> {
    return ask(this.#headers, details);
  }
}
