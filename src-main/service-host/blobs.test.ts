import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openBlobs } from './blobs.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'lynk-blobs-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const folder = (): string => path.join(root, 'blobs');

it('gives back bytes and type', async () => {
  const blobs = openBlobs(folder());
  const bytes = new Uint8Array(700_000).map((_, at) => at % 251);
  await blobs.write('f1', new Blob([bytes], { type: 'image/png' }));
  const read = await blobs.read('f1');
  expect(read?.type).toBe('image/png');
  expect(Buffer.from(await read!.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
});

it('keeps an empty file without a type', async () => {
  const blobs = openBlobs(folder());
  await blobs.write('empty', new Blob([]));
  expect(await blobs.read('empty')).toMatchObject({ size: 0, type: '' });
});

it('knows nothing of what was never written or was removed', async () => {
  const blobs = openBlobs(folder());
  expect(await blobs.read('none')).toBeUndefined();
  await blobs.write('f1', new Blob(['x']));
  await blobs.remove('f1');
  await blobs.remove('f1');
  expect(await blobs.read('f1')).toBeUndefined();
});

it('writes over what was there and leaves no half file behind', async () => {
  const blobs = openBlobs(folder());
  await blobs.write('f1', new Blob(['old']));
  await blobs.write('f1', new Blob(['new']));
  expect(await (await blobs.read('f1'))!.text()).toBe('new');
  expect(readdirSync(folder())).toHaveLength(1);
});

it('stays in its folder whatever the id says', async () => {
  const blobs = openBlobs(folder());
  await blobs.write('../../escape', new Blob(['x']));
  await blobs.write('a/b\\c:d', new Blob(['y']));
  expect(readdirSync(root)).toEqual(['blobs']);
  expect(await (await blobs.read('../../escape'))!.text()).toBe('x');
});
