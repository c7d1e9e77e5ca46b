import path from 'node:path';
import { expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';

it('reads its own flags among those of Chromium and Playwright', () => {
  const line = parseCommandLine([
    '--no-sandbox',
    '--inspect=0',
    '--embedded',
    '--data-dir',
    'somewhere',
    '--port=4780',
    '--speed',
    '20',
    '--locale',
    'es',
  ]);
  expect(line).toEqual({
    embedded: true,
    dataDir: path.resolve('somewhere'),
    port: 4780,
    speed: 20,
    locale: 'es',
    webRoot: undefined,
    tray: 'auto',
  });
});

it('needs no flag', () => {
  expect(parseCommandLine([])).toMatchObject({ embedded: false, port: 0, speed: 1, dataDir: undefined });
});

it.each([
  ['--port', 'abc', 'port'],
  ['--speed', '0', 'speed'],
  ['--locale', 'fr', 'locale'],
])('names the flag that is wrong: %s %s', (flag, value, name) => {
  expect(() => parseCommandLine([flag, value])).toThrow(name);
});
