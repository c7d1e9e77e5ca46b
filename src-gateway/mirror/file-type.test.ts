import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileTypeAt, UNKNOWN_TYPE } from './file-type.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lynk-file-type-'));
const typeOf = (bytes: Buffer): Promise<string> => {
  const file = path.join(folder, 'file');
  writeFileSync(file, bytes);
  return fileTypeAt(file);
};
const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** A ZIP of stored, empty entries: local headers, then the list of contents, as every packer writes it. */
function zip(names: readonly string[], filler = ''): Buffer {
  const local = names.map((name) => `PK\x03\x04${'\0'.repeat(26)}${name}${filler}`);
  const list = names.map((name) => `PK\x01\x02${'\0'.repeat(42)}${name}`);
  return latin1(`${local.join('')}${list.join('')}PK\x05\x06${'\0'.repeat(18)}`);
}

describe('what a file is, by its bytes', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n…', 'image/png'],
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['GIF89a', 'image/gif'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'image/webp'],
    ['RIFF\0\0\0\0WAVEfmt ', 'audio/wav'],
    ['RIFF\0\0\0\0AVI LIST', 'video/x-msvideo'],
    ['RIFF\0\0\0\0ACON', UNKNOWN_TYPE],
    ['%PDF-1.7', 'application/pdf'],
    ['\0\0\0\x20ftypisom', 'video/mp4'],
    ['\0\0\0\x20ftypmp42', 'video/mp4'],
    ['\0\0\0\x20ftypM4A ', 'audio/mp4'],
    ['\0\0\0\x20ftyp3gp4', 'video/3gpp'],
    ['\0\0\0\x20ftypavif', 'image/avif'],
    [`OggS${'\0'.repeat(24)}OpusHead`, 'audio/ogg'],
    [`OggS${'\0'.repeat(24)}\x80theora`, 'video/ogg'],
    ['\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm', 'video/webm'],
    ['ID3\x04', 'audio/mpeg'],
    ['\xff\xfb\x90\x64', 'audio/mpeg'],
    ['\xff\xf1\x50\x80', 'audio/aac'],
    ['#!AMR\n', 'audio/amr'],
    ['', UNKNOWN_TYPE],
    ['\xff\xfe\0\0', UNKNOWN_TYPE],
    ['<svg onload="alert(1)">', UNKNOWN_TYPE],
    ['<!doctype html><script>', UNKNOWN_TYPE],
    ['Bom dia', UNKNOWN_TYPE],
  ])('%j', async (start, type) => {
    expect(await typeOf(latin1(start))).toBe(type);
  });

  it.each([
    ['docx', ['[Content_Types].xml', '_rels/.rels', 'word/document.xml'], /wordprocessingml\.document$/u],
    ['xlsx', ['[Content_Types].xml', 'xl/workbook.xml'], /spreadsheetml\.sheet$/u],
    ['pptx', ['[Content_Types].xml', 'ppt/presentation.xml'], /presentationml\.presentation$/u],
    ['odt', ['mimetypeapplication/vnd.oasis.opendocument.text'], /opendocument\.text$/u],
    ['another ZIP', ['word/holiday.png', 'b.txt'], /^application\/zip$/u],
  ])('%s', async (_name, names, type) => {
    expect(await typeOf(zip(names))).toMatch(type);
    expect(await typeOf(zip(names, '\0'.repeat(60_000)))).toMatch(type);
  });
});
