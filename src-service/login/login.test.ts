// Signing in and out, opening by itself, damaged files.
import { closeSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { call } from '@orpc/server';
import { afterEach, describe, expect, it } from 'vitest';
import { FileId, SessionId } from '#shared/model/ids.ts';
import { startService } from '#service/service.ts';
import { aSession, ME } from '#tests/support/entities.ts';
import { startFixture, type Fixture } from '#tests/support/service-fixture.ts';
import { BETTER_SQLITE, SQLITE_WASM } from '#tests/support/sql-drivers.ts';
import { accountId } from './account-book.ts';

const list = { list: 'recent', filter: {}, text: '', before: null, limit: 50 } as const;

describe('signing in', () => {
  let fixture: Fixture;
  afterEach(() => fixture.stop());
  const router = () => fixture.service.router;

  it('answers who is there, refuses a wrong password with its code, and opens with the right one', async () => {
    fixture = await startFixture({ driver: SQLITE_WASM, isSignedIn: false });
    const { url } = fixture.gateway;
    expect(await call(router().account.current, {})).toMatchObject({
      account: null,
      link: { state: 'signedOut' },
    });
    expect(await call(router().account.about, { gateway: url })).toMatchObject({ signIn: 'password' });
    const input = { gateway: `${url}/`, extension: '1001' };
    await expect(call(router().account.signIn, { ...input, password: 'x' })).rejects.toMatchObject({
      code: 'FAILED',
      data: { code: 'auth.wrongPassword' },
    });
    const account = await call(router().account.signIn, { ...input, password: 'secret' });
    expect(account).toMatchObject({ gateway: url, extension: '1001', name: ME.name });
    await fixture.clock.advance();
    expect(fixture.ofKind('link').at(-1)?.link.state).toBe('live');
    expect(fixture.ofKind('account').at(-1)?.account).toEqual(account);
  });

  it('is remembered over a restart, and forgotten with everything when asked', async () => {
    fixture = await startFixture({ driver: SQLITE_WASM });
    fixture.gateway.append({ kind: 'session.put', session: aSession() });
    await fixture.clock.advance(100);
    await fixture.restart();
    expect((await call(router().sessions.page, list)).rows).toHaveLength(1);
    await call(router().account.signOut, { forget: true });
    await expect(call(router().sessions.page, list)).rejects.toMatchObject({
      data: { code: 'auth.tokenInvalid' },
    });
    fixture.gateway.isReachable = false;
    await fixture.restart();
    expect(await call(router().account.current, {})).toMatchObject({ account: null });
    fixture.gateway.isReachable = true;
    const { url } = fixture.gateway;
    fixture.gateway.loseLog('e2');
    await call(router().account.signIn, { gateway: url, extension: '1001', password: 'secret' });
    expect((await call(router().sessions.page, list)).rows).toEqual([]);
  });

  it('happens by itself at an open gateway, and waits for one that is not there yet', async () => {
    fixture = await startFixture({ driver: SQLITE_WASM, isSignedIn: false });
    fixture.gateway.signIn = 'open';
    fixture.gateway.isReachable = false;
    const service = await startService({
      ports: fixture.ports,
      autoSignIn: { gateway: fixture.gateway.url },
    });
    await fixture.clock.advance(3000);
    expect(await call(service.router.account.current, {})).toMatchObject({
      account: null,
      link: { state: 'offline', error: { code: 'link.unreachable' } },
    });
    fixture.gateway.isReachable = true;
    await fixture.clock.advance(60_000);
    const current = await call(service.router.account.current, {});
    expect(current).toMatchObject({ account: { extension: '1001' }, link: { state: 'live' } });
    await service.stop();
  });

  it('asks nobody for a password while it signs in by itself', async () => {
    fixture = await startFixture({ driver: SQLITE_WASM, isSignedIn: false });
    const slow = { ...fixture.ports, http: () => new Promise<never>(() => undefined) };
    const service = await startService({ ports: slow, autoSignIn: { gateway: fixture.gateway.url } });
    expect((await call(service.router.account.current, {})).link.state).toBe('connecting');
    const stopping = service.stop();
    await fixture.clock.advance(2000);
    await stopping;
  });

  it('shows the sign-in when the gateway turns out not to be open', async () => {
    fixture = await startFixture({ driver: SQLITE_WASM, isSignedIn: false });
    const autoSignIn = { gateway: fixture.gateway.url };
    const service = await startService({ ports: fixture.ports, autoSignIn });
    await fixture.clock.advance(100);
    expect((await call(service.router.account.current, {})).link.state).toBe('signedOut');
    await service.stop();
  });

  it('is renewed by itself when an open gateway has forgotten its tokens', async () => {
    fixture = await startFixture({ driver: SQLITE_WASM, isSignedIn: false });
    fixture.gateway.signIn = 'open';
    const autoSignIn = { gateway: fixture.gateway.url };
    const service = await startService({ ports: fixture.ports, autoSignIn });
    await fixture.clock.advance(1000);
    fixture.gateway.refusal = { code: 'auth.tokenInvalid', retryable: false };
    fixture.gateway.cut();
    await fixture.clock.advance(1000);
    fixture.gateway.refusal = null;
    await fixture.clock.advance(60_000);
    expect((await call(service.router.account.current, {})).link.state).toBe('live');
    const signIns = fixture.gateway.requests.filter(({ url }) => url.endsWith('/api/sign-in'));
    expect(signIns.length).toBeGreaterThan(1);
    await service.stop();
  });

  it('keeps an automatic account’s files when its gateway moves to another port', () => {
    expect(accountId('http://127.0.0.1:1', '1001', true)).toBe(accountId('http://127.0.0.1:2', '1001', true));
    expect(accountId('https://a', '1001', false)).not.toBe(accountId('https://b', '1001', false));
    expect(accountId('https://a/../b', '1001', false)).toMatch(/^[0-9a-z-]+$/u);
  });

  it('says FAILED with its code for what the window asks wrongly', async () => {
    fixture = await startFixture({ driver: SQLITE_WASM });
    const asking = call(router().sessions.page, { ...list, limit: 10_000 });
    await expect(asking).rejects.toMatchObject({ code: 'FAILED', data: { code: 'bridge.invalidInput' } });
  });

  it('uploads, keeps and fetches files, and says when one is gone', async () => {
    fixture = await startFixture({ driver: SQLITE_WASM });
    const file = await call(router().files.upload, {
      file: new Blob(['olá'], { type: 'text/plain' }),
      name: 'a.txt',
    });
    expect(file).toMatchObject({ name: 'a.txt', sizeBytes: 4 });
    expect(await (await call(router().files.get, { fileId: file.id }))?.file.text()).toBe('olá');
    await call(router().files.fetch, { fileId: FileId.parse('lost') });
    await fixture.clock.advance(100);
    expect(fixture.ofKind('file')).toMatchObject([{ fileId: 'lost', state: 'gone' }]);
  });
});

describe('damaged files', () => {
  let fixture: Fixture;
  afterEach(() => fixture.stop());
  const accountFolder = (): string => {
    const root = fixture.folder ?? '';
    return join(root, readdirSync(root)[0] ?? '');
  };
  const garbage = (name: string): void =>
    writeFileSync(join(accountFolder(), name), 'no database'.repeat(1000));

  it('a cache is set aside and comes back from the gateway; drafts and waiting messages stay', async () => {
    fixture = await startFixture({ driver: BETTER_SQLITE });
    fixture.gateway.append({ kind: 'session.put', session: aSession() });
    await fixture.clock.advance(100);
    const sessionId = SessionId.parse('1');
    await call(fixture.service.router.drafts.save, { sessionId, text: 'quase' });
    await fixture.service.stop();
    garbage('cache.sqlite');
    fixture.gateway.snapshot = () => [{ kind: 'session.put', session: aSession() }];
    await fixture.restart();
    await fixture.clock.advance(1000);
    const { rows } = await call(fixture.service.router.sessions.page, list);
    expect(rows).toMatchObject([{ id: '1', draft: 'quase' }]);
    expect(readdirSync(accountFolder()).some((name) => name.startsWith('cache.sqlite.damaged-'))).toBe(true);
  });

  it('an outbox is set aside and told', async () => {
    fixture = await startFixture({ driver: BETTER_SQLITE });
    await fixture.service.stop();
    garbage('outbox.sqlite');
    await fixture.restart();
    expect(readdirSync(accountFolder()).some((name) => name.startsWith('outbox.sqlite.damaged-'))).toBe(true);
    expect(fixture.ofKind('reset').at(-1)).toEqual({ kind: 'reset', reason: 'outboxLost' });
  });

  it('a cache that breaks while it is open is rebuilt under the windows’ eyes', async () => {
    fixture = await startFixture({ driver: BETTER_SQLITE });
    fixture.gateway.snapshot = () =>
      Array.from({ length: 300 }, (_, id) => ({
        kind: 'session.put',
        session: aSession({ id: String(id + 1) }),
      }));
    fixture.gateway.cut();
    fixture.gateway.loseLog('e2');
    await fixture.clock.advance(1000);
    await fixture.service.stop();
    // A page in the middle, so that opening succeeds and reading fails.
    const path = join(accountFolder(), 'cache.sqlite');
    const file = openSync(path, 'r+');
    for (let at = 16 * 4096; at < statSync(path).size; at += 4096)
      writeSync(file, Buffer.alloc(4096, 0xee), 0, 4096, at);
    closeSync(file);
    fixture.forget();
    await fixture.restart();
    await call(fixture.service.router.sessions.page, { ...list, limit: 200 }).catch(() => undefined);
    await fixture.clock.advance(5000);
    expect(fixture.ofKind('reset')).toContainEqual({ kind: 'reset', reason: 'cacheRebuilt' });
    expect((await call(fixture.service.router.sessions.page, { ...list, limit: 200 })).rows).toHaveLength(
      200,
    );
  });
});
