import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from './folder.ts';

describe('the data folder', () => {
  it('is made with all above it, for this account alone, and left as it is when it is there', () => {
    const folder = path.join(mkdtempSync(path.join(tmpdir(), 'lynk-folder-')), 'a', 'b');
    makeFolder(folder);
    makeFolder(folder);
    for (const level of [folder, path.dirname(folder)]) expect(statSync(level).mode & 0o777).toBe(0o700);
  });

  it('is refused at once where none can be made', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'lynk-folder-')), 'file');
    writeFileSync(file, '');
    for (const folder of [
      path.join(file, 'data'),
      ...(process.platform === 'linux' ? ['/proc/lynk/data'] : []),
    ]) {
      expect(() => makeFolder(folder)).toThrow(
        expect.objectContaining({ code: 'config.folderNotWritable', details: { folder } }),
      );
    }
  });
});
