// The requests of one window: navigations of its documents are put before the app ('will-navigate',
// 'will-frame-navigate'); while the session has webRequest rules, every request passes through them.
import type { DevToolsSession } from '../chromium/connection.ts';
import { toApp, toChromium } from './protocol.ts';
import type { RequestDetails, WebRequestRules } from './web-request.ts';

/** The part of Fetch.requestPaused that is used here. */
interface PausedRequest {
  requestId: string;
  frameId: string;
  resourceType: string;
  request: { url: string; method: string; headers: Record<string, string> };
  responseErrorReason?: string;
  responseStatusCode?: number;
  responseStatusText?: string;
  responseHeaders?: { name: string; value: string }[];
}

/** Chromium's resource types in Electron's words; all others are 'other'. */
const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  Fetch: 'xhr',
  Font: 'font',
  Image: 'image',
  Media: 'media',
  Ping: 'ping',
  Script: 'script',
  Stylesheet: 'stylesheet',
  WebSocket: 'webSocket',
  XHR: 'xhr',
};

export interface NavigationJudge {
  /** Whether a document may be requested; `isMainFrame` tells which frame asks. */
  mayNavigate: (url: string, isMainFrame: boolean) => boolean;
}

export class PageRequests {
  #session: DevToolsSession;
  #frameId: string;
  #rules: WebRequestRules;
  #webContentsId: number;
  #judge: NavigationJudge;
  #lastId = 0;

  constructor(
    session: DevToolsSession,
    frameId: string,
    webContentsId: number,
    rules: WebRequestRules,
    judge: NavigationJudge,
  ) {
    this.#session = session;
    this.#frameId = frameId;
    this.#webContentsId = webContentsId;
    this.#rules = rules;
    this.#judge = judge;
    session.on('Fetch.requestPaused', (paused) => {
      this.#decide(paused).catch((error: unknown) => {
        // A page that went away in the meantime is no failure; a rule that threw is.
        if (!(error instanceof Error && error.message.startsWith('Fetch.')))
          console.error('Electron stand-in: webRequest', error);
      });
    });
  }

  /** Watches what navigation and the session's rules need; called again when the rules change. */
  async watch(): Promise<void> {
    const patterns: {
      urlPattern: string;
      resourceType?: 'Document';
      requestStage: 'Request' | 'Response';
    }[] = [{ urlPattern: '*', resourceType: 'Document', requestStage: 'Request' }];
    if (this.#rules.watchesRequests) patterns.push({ urlPattern: '*', requestStage: 'Request' });
    if (this.#rules.watchesResponses) patterns.push({ urlPattern: '*', requestStage: 'Response' });
    await this.#session.send('Fetch.enable', { patterns });
  }

  async #decide(paused: PausedRequest): Promise<void> {
    const isResponse = paused.responseStatusCode !== undefined || paused.responseErrorReason !== undefined;
    if (isResponse) await this.#passResponse(paused);
    else await this.#passRequest(paused);
  }

  async #passRequest(paused: PausedRequest): Promise<void> {
    const { requestId, frameId, resourceType, request } = paused;
    const isDocument = resourceType === 'Document';
    if (isDocument && !this.#judge.mayNavigate(toApp(request.url), frameId === this.#frameId)) {
      await this.#session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
    const { cancel, redirectURL } = (await this.#rules.beforeRequest(this.#details(paused))) ?? {};
    if (cancel) {
      await this.#session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    } else if (redirectURL !== undefined) {
      const responseHeaders = [{ name: 'location', value: toChromium(redirectURL) }];
      await this.#session.send('Fetch.fulfillRequest', { requestId, responseCode: 307, responseHeaders });
    } else {
      await this.#session.send('Fetch.continueRequest', { requestId });
    }
  }

  async #passResponse(paused: PausedRequest): Promise<void> {
    const { requestId, responseStatusCode: statusCode } = paused;
    if (statusCode === undefined) {
      await this.#session.send('Fetch.continueRequest', { requestId });
      return;
    }
    const responseHeaders: Record<string, string[]> = {};
    for (const { name, value } of paused.responseHeaders ?? []) (responseHeaders[name] ??= []).push(value);
    const statusLine = `HTTP/1.1 ${statusCode} ${paused.responseStatusText ?? ''}`.trim();
    const details = { ...this.#details(paused), statusCode, statusLine, responseHeaders };
    const answer = (await this.#rules.headersReceived(details)) ?? {};
    if (answer.cancel) {
      await this.#session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    } else if (answer.responseHeaders) {
      const headers = Object.entries(answer.responseHeaders).flatMap(([name, values]) =>
        [values].flat().map((value) => ({ name, value })),
      );
      await this.#session.send('Fetch.continueResponse', {
        requestId,
        responseCode: statusCode,
        responseHeaders: headers,
      });
    } else {
      await this.#session.send('Fetch.continueResponse', { requestId });
    }
  }

  #details({ request, resourceType, frameId }: PausedRequest): RequestDetails {
    this.#lastId += 1;
    const document = frameId === this.#frameId ? 'mainFrame' : 'subFrame';
    return {
      id: this.#lastId,
      url: toApp(request.url),
      method: request.method,
      resourceType: resourceType === 'Document' ? document : (RESOURCE_TYPES[resourceType] ?? 'other'),
      webContentsId: this.#webContentsId,
      timestamp: Date.now(),
      referrer: toApp(request.headers['Referer'] ?? ''),
    };
  }
}
