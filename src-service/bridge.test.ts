// The service behind a real message port, as both hosts run it: what a window sees through an oRPC client.
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, isDefinedError, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeBatch } from '#shared/bridge/changes.ts';
import type { ServiceContract } from '#shared/bridge/service-contract.ts';
import { FileId, SessionId } from '#shared/model/ids.ts';
import { aSession, ME } from '#tests/support/entities.ts';
import { startFixture, type Fixture } from '#tests/support/service-fixture.ts';
import { SQLITE_WASM } from '#tests/support/sql-drivers.ts';

describe('the service behind a message port', () => {
  let fixture: Fixture;
  let client: ContractRouterClient<ServiceContract>;
  let close: () => void;

  beforeEach(async () => {
    fixture = await startFixture({ driver: SQLITE_WASM });
    const { port1, port2 } = new MessageChannel();
    new RPCHandler(fixture.service.router).upgrade(port1);
    client = createORPCClient(new RPCLink({ port: port2 }));
    port1.start();
    port2.start();
    close = () => {
      port1.close();
      port2.close();
    };
  });
  afterEach(async () => {
    close();
    await fixture.stop();
  });

  it('hands on the feed: first the state of the moment, then what changes, numbered without gaps', async () => {
    const feed = await client.changes({});
    const batches: ChangeBatch[] = [];
    const first = await feed.next();
    if (first.done !== true) batches.push(first.value);
    fixture.gateway.append({ kind: 'session.put', session: aSession({ holder: ME }) });
    await fixture.clock.advance(10);
    const second = await feed.next();
    if (second.done !== true) batches.push(second.value);
    await feed.return(undefined);
    expect(batches.map(({ revision }) => revision)).toEqual([1, 2]);
    expect(batches[0]?.changes.map(({ kind }) => kind).sort()).toEqual([
      'account',
      'counts',
      'link',
      'outbox',
    ]);
    expect(batches[1]?.changes.map(({ kind }) => kind)).toContain('session');
  });

  it('answers queries, and failures with their code and what they name', async () => {
    expect(await client.sessions.get({ sessionId: SessionId.parse('nobody') })).toBeNull();
    const [error] = await safe(client.commands.sendText({ sessionId: SessionId.parse('1'), text: '  ' }));
    expect(isDefinedError(error) && error.data).toMatchObject({ code: 'message.empty', retryable: false });
  });

  it('carries files in both directions', async () => {
    const { id } = await client.files.upload({
      file: new Blob(['olá'], { type: 'text/plain' }),
      name: 'a.txt',
    });
    const answer = await client.files.get({ fileId: id });
    expect(await answer?.file.text()).toBe('olá');
    expect(await client.files.get({ fileId: FileId.parse('other') })).toBeNull();
  });

  it('ends the feed when the service stops', async () => {
    const feed = await client.changes({});
    await feed.next();
    const ending = feed.next();
    await fixture.service.stop();
    expect((await ending).done).toBe(true);
  });
});
