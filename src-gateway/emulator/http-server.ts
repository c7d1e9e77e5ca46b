// The one port: Open API, its event socket, downloads, and the control endpoint. Each connection carries one
// request and is closed after the answer, as the vendor describes.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerApi, API_PREFIX, isWriting, type ApiRequest } from './api/open-api.ts';
import { filesOf } from './api/multipart.ts';
import type { SubscriberLine } from './api/subscribe.ts';
import type { ControlDesk } from './control/control-desk.ts';
import { PabxRefusal } from './model/errcodes.ts';
import type { World } from './world.ts';

const CONTROL_PREFIX = '/control/';
const LIVECHAT_FILES = '/api/livechat/';
const CHAT_FILES = '/ysdisk/cache/chat/';
const MAX_UPLOAD_BYTES = 100 * 1024 * 1024;
/** Boundaries and part headers come on top of the files themselves. */
const MULTIPART_ALLOWANCE_BYTES = 64 * 1024;

export interface Premises {
  /** The PABX of the moment: `reset` puts another in its place. */
  readonly world: () => World;
  readonly line: SubscriberLine;
  readonly control: ControlDesk;
  /** Called after a request that may have changed something. */
  readonly onChange: () => void;
}

export function createPabxServer(premises: Premises): Server {
  const server = createServer((request, response) => {
    handle(premises, request, response).catch((error: unknown) => {
      // The caller went away in the middle of its request, or we have a defect: say so, keep serving others.
      if (!request.destroyed) process.emitWarning(error instanceof Error ? error : new Error(String(error)));
      response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.startsWith(`${API_PREFIX}subscribe`) === true) {
      premises.line.upgrade(premises.world(), request, socket, head);
    } else {
      socket.destroy();
    }
  });
  return server;
}

async function handle(premises: Premises, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://pbx');
  response.setHeader('connection', 'close');
  if (url.pathname.startsWith(API_PREFIX)) return handleApi(premises, request, response, url);
  if (url.pathname.startsWith(CONTROL_PREFIX)) {
    const { bytes } = await readBody(request, MAX_UPLOAD_BYTES);
    const { status, body } = premises.control.answer({
      method: request.method ?? 'GET',
      verb: url.pathname.slice(CONTROL_PREFIX.length),
      query: Object.fromEntries(url.searchParams),
      authorization: request.headers.authorization ?? '',
      body: bytes.toString('utf8'),
    });
    if (request.method !== 'GET') premises.onChange();
    return sendJson(response, status, body);
  }
  if (url.pathname.startsWith(LIVECHAT_FILES)) {
    const uri = url.pathname.slice(LIVECHAT_FILES.length);
    return sendFile(response, premises.world().files.read(uri, 'livechat'));
  }
  if (url.pathname.startsWith(CHAT_FILES)) return sendChatFile(premises.world(), response, url);
  sendPage(response, 200);
}

async function handleApi(
  premises: Premises,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { bytes, isTooLarge } = await readBody(request, MAX_UPLOAD_BYTES + MULTIPART_ALLOWANCE_BYTES);
  const contentType = request.headers['content-type'] ?? '';
  const isMultipart = contentType.startsWith('multipart/form-data');
  const files = isMultipart ? filesOf(bytes, contentType, 'files') : [];
  const world = premises.world();
  const endpoint = url.pathname.slice(API_PREFIX.length);
  const apiRequest: ApiRequest = {
    method: request.method ?? 'GET',
    endpoint,
    query: Object.fromEntries(url.searchParams),
    userAgent: request.headers['user-agent'] ?? '',
    body: isMultipart || bytes.length === 0 ? {} : parseJson(bytes),
    isTooLarge: isTooLarge || files.reduce((sum, file) => sum + file.bytes.length, 0) > MAX_UPLOAD_BYTES,
    caller: {
      address: request.socket.remoteAddress ?? '',
      accessToken: url.searchParams.get('access_token'),
      files,
    },
  };
  const forced = world.forcedAnswers.get(endpoint);
  const [delayMs, isLost] = [forced?.delayMs ?? 0, forced?.isLost ?? false];
  const answer = answerApi(world, apiRequest);
  if (isWriting(endpoint)) premises.onChange();
  if (delayMs > 0) await sleep(delayMs);
  if (isLost) {
    request.socket.destroy();
    return;
  }
  sendJson(response, 200, answer);
}

/** Media of other channels than Live Chat: no endpoint is documented; this is the path seen in the field. */
function sendChatFile(world: World, response: ServerResponse, url: URL): void {
  try {
    world.tokens.check(url.searchParams.get('access_token'));
  } catch (error) {
    if (!(error instanceof PabxRefusal)) throw error;
    return sendJson(response, 200, { errcode: 10004, errmsg: 'TOKEN EXPIRED' });
  }
  sendFile(response, world.files.read(url.pathname.slice(CHAT_FILES.length), 'chat'));
}

/** The type is always the same: whoever shows the file has to look into it or at its record. */
function sendFile(response: ServerResponse, bytes: Uint8Array | null): void {
  if (bytes === null) return sendPage(response, 404);
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length });
  response.end(bytes);
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length });
  response.end(text);
}

/** The PABX's own web pages stand where no endpoint is: HTML instead of what was asked for. */
function sendPage(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end('<!doctype html><title>PABX</title><p>P-Series PABX (emulator). See docs/emulator.md.</p>');
}

/** Reads it all, so that the answer reaches a caller that is still sending; keeps no more than `limit`. */
async function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<{ readonly bytes: Buffer; readonly isTooLarge: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue; // No encoding is set: node:http gives buffers only.
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else chunks.length = 0;
  }
  return { bytes: Buffer.concat(chunks), isTooLarge: size > limit };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined; // Answered with 40001 once the caller's right to ask is checked.
  }
}
