// Electron's `net`: fetch with file: and custom schemes.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { guardObject } from '../core/guards.ts';
import { answer } from './protocol.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.gif': 'image/gif',
  '.html': 'text/html',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

async function readFileUrl(url: string): Promise<Response> {
  const file = fileURLToPath(url);
  try {
    const type = TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
    return new Response(await readFile(file), { headers: { 'content-type': type } });
  } catch (cause) {
    throw new Error('net::ERR_FILE_NOT_FOUND', { cause });
  }
}

async function fetchAny(input: string | Request, init?: RequestInit): Promise<Response> {
  const url = typeof input === 'string' ? input : input.url;
  if (url.startsWith('file:')) return readFileUrl(url);
  if (/^https?:/.test(url)) return fetch(input, init);
  const response = await answer(new Request(input, init));
  if (!response) throw new Error('net::ERR_UNKNOWN_URL_SCHEME');
  return response;
}

export const net = guardObject('net', { fetch: fetchAny, isOnline: (): boolean => true, online: true });
