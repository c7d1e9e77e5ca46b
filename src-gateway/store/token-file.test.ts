import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../log.ts';
import { createTokenFile } from './token-file.ts';

const PABX = { url: 'https://pabx.example:8088', clientId: 'client' };
const TOKENS = { value: 'access-secret', refreshToken: 'refresh-secret' };
let folder: string;
let logged: string;
const log: Log = {
  info: (...said) => void (logged += JSON.stringify(said)),
  warn: (...said) => void (logged += JSON.stringify(said)),
  error: (message, error, facts) => void (logged += `${message} ${String(error)} ${JSON.stringify(facts)}`),
};
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lynk-token-file-'));
  logged = '';
});

describe('the tokens in the data folder', () => {
  it('are read again as they were written, by this account alone, until there are none', () => {
    const file = createTokenFile(folder, PABX, log);
    expect(file.read()).toBeUndefined();
    file.write({ value: 'older' });
    file.write(TOKENS);
    expect(createTokenFile(folder, PABX, log).read()).toEqual(TOKENS);
    const [name] = readdirSync(folder);
    expect(statSync(path.join(folder, name!)).mode & 0o777).toBe(0o600);
    file.write(null);
    expect(readdirSync(folder)).toEqual([]);
    expect(logged).toBe('');
  });

  it.each([
    ['another PABX', { ...PABX, url: 'https://other.example:8088' }],
    ['another client', { ...PABX, clientId: 'other' }],
  ])('are nothing to %s', (_name, other) => {
    createTokenFile(folder, PABX, log).write(TOKENS);
    expect(createTokenFile(folder, other, log).read()).toBeUndefined();
  });

  it('damaged or without a place they cost a new sign-in; the log names no secret', () => {
    const file = createTokenFile(folder, PABX, log);
    file.write(TOKENS);
    const [name] = readdirSync(folder);
    const at = path.join(folder, name!);
    writeFileSync(at, readFileSync(at, 'utf8').slice(0, -2));
    expect(file.read()).toBeUndefined();
    createTokenFile(path.join(folder, 'missing'), PABX, log).write(TOKENS);
    expect(logged).toContain('could not be read');
    expect(logged).toContain('could not be kept');
    expect(logged).not.toContain('secret');
  });
});
