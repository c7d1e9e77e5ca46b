import { describe, expect, it } from 'vitest';
import { filesOf } from './multipart.ts';

async function encode(form: FormData): Promise<[Buffer, string]> {
  const response = new Response(form);
  return [Buffer.from(await response.arrayBuffer()), response.headers.get('content-type') ?? ''];
}

describe('a multipart body', () => {
  it('gives the files of the field as they were, bytes that look like delimiters included', async () => {
    const bytes = Buffer.from([0, 13, 10, 45, 45, 120, 13, 10, 13, 10, 255]);
    const form = new FormData();
    form.append('note', 'not a file');
    form.append('files', new Blob([bytes], { type: 'image/png' }), 'férias "1".png');
    form.append('other', new Blob(['x']), 'x.txt');
    form.append('files', new Blob([]), 'vazio');
    const files = filesOf(...(await encode(form)), 'files');
    expect(files.map(({ name, mimeType }) => [name, mimeType])).toEqual([
      ['férias "1".png', 'image/png'],
      ['vazio', 'application/octet-stream'],
    ]);
    expect(Buffer.from(files[0]!.bytes).equals(bytes)).toBe(true);
    expect(files[1]!.bytes).toHaveLength(0);
  });

  it('gives nothing when it is cut or not multipart', async () => {
    const form = new FormData();
    form.append('files', new Blob(['0123456789']), 'a');
    const [body, type] = await encode(form);
    expect(filesOf(body.subarray(0, body.length - 60), type, 'files')).toEqual([]);
    expect(filesOf(Buffer.from('hello'), type, 'files')).toEqual([]);
    expect(filesOf(body, 'multipart/form-data', 'files')).toEqual([]);
  });
});
