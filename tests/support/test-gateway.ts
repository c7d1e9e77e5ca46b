// A gateway on a free port over an in-memory PABX, in a folder of its own, for integration tests.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import { uuidv7 } from 'uuidv7';
import {
  startGatewayOn,
  type GatewayInsides,
  type GatewayOptions,
  type RunningGateway,
} from '#gateway/gateway.ts';
import { inMemoryPabx, type InMemoryPabx } from './in-memory-pabx.ts';
import { connect, signIn, type LinkClient } from './link-client.ts';

export const FAST = { onlinePollMs: 60, offlinePollMs: 60_000, directoryMs: 60_000 };

export interface TestGateway {
  readonly gateway: RunningGateway;
  readonly pabx: InMemoryPabx;
  readonly dataDir: string;
}

export async function testGateway(
  options: Partial<Omit<GatewayInsides, 'pabx'>> & {
    pabx?: InMemoryPabx;
    dataDir?: string;
    agents?: readonly string[];
    waitForRead?: boolean;
    serving?: Pick<GatewayOptions, 'tls' | 'webRoot'>;
  } = {},
): Promise<TestGateway> {
  const {
    pabx = inMemoryPabx(),
    agents = ['1001', '1002', '1003'],
    waitForRead = true,
    serving = {},
    ...insides
  } = options;
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'lynk-gateway-'));
  const gateway = await startGatewayOn(
    {
      host: '127.0.0.1',
      port: 0,
      dataDir,
      name: 'Test',
      pabx: { url: 'http://127.0.0.1:1', clientId: '', clientSecret: '' },
      openAgents: agents,
      ...serving,
    },
    { mirrorTiming: FAST, ...insides, pabx },
  );
  if (waitForRead) await gateway.whenRead;
  return { gateway, pabx, dataDir };
}

/** Starts gateways for the tests of a file and stops them after each test. */
export function gatewayTests(): (options?: Parameters<typeof testGateway>[0]) => Promise<TestGateway> {
  const running: TestGateway[] = [];
  afterEach(async () => {
    for (const { gateway } of running.splice(0)) await gateway.stop();
  });
  return async (options = {}) => {
    const started = await testGateway(options);
    running.push(started);
    return started;
  };
}

/** A live client of an open agent. */
export const enter = async (
  { gateway }: Pick<TestGateway, 'gateway'>,
  extension: string,
): Promise<LinkClient> => connect(gateway.url, await signIn(gateway.url, extension));

/** The id of the session that a `session.put` brings. */
export const sessionIdOf = (event: Record<string, unknown>): string =>
  (event['session'] as { id: string }).id;

/** Sends a text; the message's id is the command's. */
export const sendText = (client: LinkClient, sessionId: string, text: string, messageId: string = uuidv7()) =>
  client.command(
    'message.send',
    { messageId, sessionId, content: { kind: 'text', text } },
    { commandId: messageId },
  );
