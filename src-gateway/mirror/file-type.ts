// What a file is, by its bytes. Names and types come from strangers, and the PABX calls everything
// application/octet-stream; what the window shows and what a browser is told rests on this table alone.
import { open } from 'node:fs/promises';

export const UNKNOWN_TYPE = 'application/octet-stream';

const HEAD_BYTES = 4096;
/** Where the list of contents of a ZIP lies, comment included. */
const TAIL_BYTES = 128 * 1024;

/** Bytes at the start (latin1), from `at` on. The first row that fits counts. */
const SIGNATURES: readonly (readonly [type: string, at: number, bytes: string])[] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF87a'],
  ['image/gif', 0, 'GIF89a'],
  ['application/pdf', 0, '%PDF-'],
  ['audio/mpeg', 0, 'ID3'],
  ['audio/amr', 0, '#!AMR'],
  ['audio/flac', 0, 'fLaC'],
];

/** ISO media files (`ftyp`) by the start of their brand; all others are MP4. */
const BRANDS: readonly (readonly [start: string, type: string])[] = [
  ['M4A', 'audio/mp4'],
  ['M4B', 'audio/mp4'],
  ['qt  ', 'video/quicktime'],
  ['3g', 'video/3gpp'],
  ['avi', 'image/avif'],
  ['hei', 'image/heic'],
  ['hev', 'image/heic'],
  ['mif1', 'image/heic'],
  ['msf1', 'image/heic'],
];

/** RIFF files by their form. */
const RIFF: Readonly<Partial<Record<string, string>>> = {
  WEBP: 'image/webp',
  WAVE: 'audio/wav',
  'AVI ': 'video/x-msvideo',
};

/** ZIPs by the start of a name among their contents. */
const OFFICE: readonly (readonly [start: string, type: string])[] = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
];

/** The type of the file at `path`; `application/octet-stream` when nobody knows. */
export async function fileTypeAt(path: string): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const read = async (from: number, length: number): Promise<string> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
      return buffer.toString('latin1', 0, bytesRead);
    };
    const head = await read(0, HEAD_BYTES);
    if (!head.startsWith('PK\x03\x04')) return typeOfHead(head);
    return zipType(head, await read(Math.max(0, size - TAIL_BYTES), TAIL_BYTES));
  } finally {
    await handle.close();
  }
}

function typeOfHead(head: string): string {
  const known = SIGNATURES.find(([, at, bytes]) => head.startsWith(bytes, at));
  if (known) return known[0];
  if (head.startsWith('RIFF')) return RIFF[head.slice(8, 12)] ?? UNKNOWN_TYPE;
  if (head.startsWith('ftyp', 4)) {
    const brand = head.slice(8, 12);
    return BRANDS.find(([start]) => brand.startsWith(start))?.[1] ?? 'video/mp4';
  }
  if (head.startsWith('OggS')) return head.slice(0, 64).includes('theora') ? 'video/ogg' : 'audio/ogg';
  if (head.startsWith('\x1a\x45\xdf\xa3')) {
    return head.slice(0, 64).includes('webm') ? 'video/webm' : 'video/x-matroska';
  }
  return mpegAudioType(head);
}

/** Audio without a header begins with a frame: eleven ones, then version and layer. */
function mpegAudioType(head: string): string {
  const [first, second, third] = [head.charCodeAt(0), head.charCodeAt(1), head.charCodeAt(2)];
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return UNKNOWN_TYPE;
  const [version, layer, bitrate] = [(second >> 3) & 3, (second >> 1) & 3, third >> 4];
  if (layer === 0) return (second & 0xf6) === 0xf0 ? 'audio/aac' : UNKNOWN_TYPE;
  return version !== 1 && layer === 1 && bitrate > 0 && bitrate < 15 ? 'audio/mpeg' : UNKNOWN_TYPE;
}

/** Office documents are ZIPs: OpenDocument says so in its first entry, the others by the names of their parts. */
function zipType(head: string, tail: string): string {
  const openDocument = /^mimetype(application\/vnd\.oasis\.opendocument\.[a-z]+)/u.exec(head.slice(30));
  if (openDocument?.[1] !== undefined) return openDocument[1];
  const names = tail
    .split('PK\x01\x02')
    .slice(1)
    .map((entry) => entry.slice(42));
  const isOffice = names.some((name) => name.startsWith('[Content_Types].xml'));
  const office = OFFICE.find(([start]) => names.some((name) => name.startsWith(start)));
  return isOffice && office ? office[1] : 'application/zip';
}
