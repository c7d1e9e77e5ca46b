// The gateway as an administrator runs it: its own process, the PABX in another, agents added by command line;
// and what it says when something is wrong.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScript } from '#tests/support/processes.ts';
import { passwordOf, Team } from '#tests/support/team.ts';

let team: Team;
beforeAll(async () => {
  team = await Team.start(['1001']);
}, 60_000);
afterAll(() => team.stop());

async function signIn(extension: string, password: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${team.gatewayUrl}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ extension, password, device: 'test' }),
  });
  return { status: response.status, body: await response.json() };
}

describe('a standalone gateway', () => {
  it('lets an agent in with extension and password', async () => {
    expect(await signIn('1001', passwordOf('1001'))).toMatchObject({
      status: 200,
      body: { agent: { extension: '1001', name: 'Ana Souza' } },
    });
  });

  it('refuses a wrong password in one sentence and does not say which half was wrong', async () => {
    const wrong = await signIn('1001', 'not the password');
    const unknown = await signIn('1999', 'not the password');
    expect(wrong).toMatchObject({ status: 401, body: { code: 'auth.wrongPassword' } });
    expect(unknown.body).toEqual(wrong.body);
  });

  it('lists and removes agents', async () => {
    const config = ['--config', path.join(team.folder, 'gateway.json')];
    await team.addAgent('1002');
    const listed = startScript('gateway', ['agent', 'list', ...config]);
    expect(await listed.ended()).toBe(0);
    expect(listed.output()).toMatch(/1001[\s\S]*1002/u);
    expect(await startScript('gateway', ['agent', 'remove', '1002', ...config]).ended()).toBe(0);
    expect((await signIn('1002', passwordOf('1002'))).status).toBe(401);
  });
});

describe('gateway --check', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'lynk-check-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function check(pabx: object, secret: string): Promise<{ code: number | null; output: string }> {
    const file = path.join(folder, 'gateway.json');
    writeFileSync(
      file,
      JSON.stringify({ name: 'x', host: '127.0.0.1', port: 0, dataDir: path.join(folder, 'data'), pabx }),
    );
    const running = startScript('gateway', ['--config', file, '--check'], {
      env: { LYNK_PABX_CLIENT_SECRET: secret },
    });
    const code = await running.ended();
    return { code, output: running.output().trim() };
  }

  it('says that the PABX refuses the secret', async () => {
    const result = await check({ url: team.pabxUrl, clientId: 'lynk-tests' }, 'wrong');
    expect(result.code).toBe(1);
    expect(result.output).toMatch(/client id or secret/u);
    expect(result.output).not.toContain('wrong');
  });

  it('says that the PABX cannot be reached and where it was looked for', async () => {
    const result = await check({ url: 'http://127.0.0.1:9', clientId: 'lynk-tests' }, 'any');
    expect(result.code).toBe(1);
    expect(result.output).toContain('127.0.0.1:9');
  });

  it('names the field of the configuration that is wrong', async () => {
    const result = await check({ url: 'not an address', clientId: 'lynk-tests' }, 'any');
    expect(result.code).toBe(1);
    expect(result.output).toContain('pabx.url');
  });
});
