// Files as people send them: a small picture, a voice note, a document, a film. They are drawn and computed
// here, so they are real files of their kind and different for each person.
import { crc32, deflateSync } from 'node:zlib';
import type { NewFile } from '../model/file-shelf.ts';
import type { Random } from '../model/random.ts';

export const FILE_KINDS = ['picture', 'voice', 'pdf', 'video'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export function makeFile(kind: FileKind, random: Random): NewFile {
  return MAKERS[kind](random);
}

const MAKERS = {
  picture: (random) => ({
    name: `IMG_${random.int(1000, 9999)}.png`,
    mimeType: 'image/png',
    bytes: png(random),
  }),
  voice: (random) => ({
    name: `voice-${random.int(1000, 9999)}.wav`,
    mimeType: 'audio/wav',
    bytes: wav(random),
  }),
  pdf: (random) => ({
    name: `documento-${random.int(1000, 9999)}.pdf`,
    mimeType: 'application/pdf',
    bytes: pdf(`Documento ${random.int(10_000, 99_999)}`),
  }),
  video: (random) => ({
    name: `VID_${random.int(1000, 9999)}.avi`,
    mimeType: 'video/x-msvideo',
    bytes: avi(random),
  }),
} satisfies Record<FileKind, (random: Random) => NewFile>;

/** A landscape in the evening: sky, sun and hills in colours of its own. 240 × 160. */
function png(random: Random): Uint8Array {
  const [width, height] = [240, 160];
  const sky = [random.int(120, 250), random.int(120, 220), random.int(140, 255)] as const;
  const sun = { x: random.int(40, 200), y: random.int(20, 70), radius: random.int(10, 24) };
  const hills = { height: random.int(30, 70), wave: random.int(20, 60), shift: random.int(0, 100) };
  const ground = Array.from(
    { length: width },
    (_, x) => height - hills.height - Math.sin((x + hills.shift) / hills.wave) * 14,
  );
  // Each row begins with its filter (0, none).
  const rows = Buffer.alloc(height * (1 + width * 3));
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    const fade = y / height;
    const [red, green, blue] = sky.map((part) => part * (1 - fade * 0.4)) as [number, number, number];
    rows[at++] = 0;
    for (let x = 0; x < width; x += 1) {
      const isSun = (x - sun.x) ** 2 + (y - sun.y) ** 2 < sun.radius ** 2;
      const isHill = y > (ground[x] ?? height);
      rows[at++] = isHill ? 30 + fade * 40 : isSun ? 255 : red;
      rows[at++] = isHill ? 90 + fade * 50 : isSun ? 236 : green;
      rows[at++] = isHill ? 50 : isSun ? 170 : blue;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', head),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32be(data.length), named, uint32be(crc32(named))]);
}

/** One to three seconds of something like a voice: a tone that wanders, in syllables. 8 kHz, 16 bit, mono. */
function wav(random: Random): Uint8Array {
  const rate = 8000;
  const samples = random.int(rate, rate * 3);
  const data = Buffer.alloc(samples * 2);
  const pitch = random.int(110, 220);
  for (let index = 0; index < samples; index += 1) {
    const at = index / rate;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 3.5 * at));
    const tone =
      Math.sin(2 * Math.PI * pitch * at + Math.sin(at * 5) * 3) + 0.4 * Math.sin(4 * Math.PI * pitch * at);
    data.writeInt16LE(Math.round(tone * syllable * 12_000), index * 2);
  }
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(rate * 2, 8);
  format.writeUInt16LE(2, 12);
  format.writeUInt16LE(16, 14);
  return riff('RIFF', 'WAVE', [chunk('fmt ', format), chunk('data', data)]);
}

function pdf(title: string): Uint8Array {
  const text = `BT /F1 24 Tf 72 720 Td (${title}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(file.length);
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  file += `xref\n0 ${count}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

/** A second of uncompressed film, 64 × 48, ten pictures: a bar that walks across. */
function avi(random: Random): Uint8Array {
  const [width, height, frames] = [64, 48, 10];
  const size = width * height * 3;
  const colour = [random.int(0, 255), random.int(0, 255), random.int(0, 255)];
  const header = Buffer.alloc(56);
  header.writeUInt32LE(100_000, 0);
  header.writeUInt32LE(size * 10, 4);
  header.writeUInt32LE(0x10, 12);
  header.writeUInt32LE(frames, 16);
  header.writeUInt32LE(1, 24);
  header.writeUInt32LE(size, 28);
  header.writeUInt32LE(width, 32);
  header.writeUInt32LE(height, 36);
  const stream = Buffer.alloc(56);
  stream.write('vidsDIB ', 0, 'latin1');
  stream.writeUInt32LE(1, 20);
  stream.writeUInt32LE(10, 24);
  stream.writeUInt32LE(frames, 32);
  stream.writeUInt32LE(size, 36);
  stream.writeUInt16LE(width, 52);
  stream.writeUInt16LE(height, 54);
  const picture = Buffer.alloc(40);
  picture.writeUInt32LE(40, 0);
  picture.writeInt32LE(width, 4);
  picture.writeInt32LE(height, 8);
  picture.writeUInt16LE(1, 12);
  picture.writeUInt16LE(24, 14);
  picture.writeUInt32LE(size, 20);
  const pictures = Array.from({ length: frames }, (_, frame) => {
    const pixels = Buffer.alloc(size, 0x20);
    for (let y = 0; y < height; y += 1) {
      for (let x = frame * 6; x < frame * 6 + 8; x += 1) pixels.set(colour, (y * width + x) * 3);
    }
    return chunk('00db', pixels);
  });
  return riff('RIFF', 'AVI ', [
    riff('LIST', 'hdrl', [
      chunk('avih', header),
      riff('LIST', 'strl', [chunk('strh', stream), chunk('strf', picture)]),
    ]),
    riff('LIST', 'movi', pictures),
  ]);
}

function riff(kind: 'RIFF' | 'LIST', form: string, chunks: readonly Buffer[]): Buffer {
  return chunk(kind, Buffer.concat([Buffer.from(form, 'latin1'), ...chunks]));
}

function chunk(id: string, data: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  const padding = Buffer.alloc(data.length % 2);
  return Buffer.concat([Buffer.from(id, 'latin1'), size, data, padding]);
}

function uint32be(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
