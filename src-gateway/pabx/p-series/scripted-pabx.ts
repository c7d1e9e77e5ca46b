// A PABX for unit tests that says exactly what the test wants: real HTTP, one function per endpoint. What an
// endpoint without a script answers is what a PABX without that function does (10001).
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly endpoint: string;
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

/** JSON to answer, a whole answer of another kind, or `hangUp` to break the connection. */
export interface Page {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}
export type Answer = object | Page | 'hangUp';
export type Script = (asked: Asked) => Answer;

export interface ScriptedPabx {
  readonly url: string;
  /** Everything that was asked, in order. */
  readonly asked: readonly Asked[];
  readonly countOf: (endpoint: string) => number;
  readonly stop: () => Promise<void>;
}

const TOKEN = {
  errcode: 0,
  errmsg: 'SUCCESS',
  access_token_expire_time: 1800,
  refresh_token: 'refresh-1',
  refresh_token_expire_time: 86_400,
};

const isPage = (answer: object): answer is Page => 'status' in answer && 'text' in answer;

/** Starts it. Signing in works unless the script says otherwise: the n-th token is called `token-n`. */
export async function startScriptedPabx(scripts: Readonly<Record<string, Script>>): Promise<ScriptedPabx> {
  const asked: Asked[] = [];
  let tokens = 0;
  const grant: Script = () => ({ ...TOKEN, access_token: `token-${(tokens += 1)}` });
  const done: Script = () => ({ errcode: 0, errmsg: 'SUCCESS' });
  const all: Readonly<Record<string, Script>> = {
    get_token: grant,
    refresh_token: grant,
    del_token: done,
    ...scripts,
  };
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://pabx');
      const endpoint = url.pathname.replace('/openapi/v1.0/', '').replace(/^\//u, '');
      const one: Asked = {
        endpoint,
        method: request.method ?? '',
        query: Object.fromEntries(url.searchParams),
        body,
        headers: request.headers,
      };
      asked.push(one);
      const answer = all[endpoint]?.(one) ?? { errcode: 10001, errmsg: 'INTERFACE NOT EXISTED' };
      if (answer === 'hangUp') return request.socket.destroy();
      if (isPage(answer)) {
        response.writeHead(answer.status, { 'content-type': answer.type });
        return response.end(answer.text);
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // Listening on TCP: never a pipe's name.
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    countOf: (endpoint) => asked.filter((one) => one.endpoint === endpoint).length,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString('utf8');
  return body;
}
