import { WebSocketServer, type WebSocket } from 'ws';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from './manual-clock.ts';
import { HEARTBEAT_ANSWER_MS, HEARTBEAT_EVERY_MS, openSubscription } from './subscription.ts';

/** Until it is so, on a busy machine, too. */
const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 15_000 });

const clock = new ManualClock();
let server: WebSocketServer;
let received: string[];
let answer: (text: string, socket: WebSocket) => void;

const say = (socket: WebSocket, value: object): void => socket.send(JSON.stringify(value));
const ok = { errcode: 0, errmsg: 'SUCCESS' };
const urlOf = (address: AddressInfo): string => `ws://127.0.0.1:${address.port}/openapi/v1.0/subscribe`;

beforeEach(async () => {
  received = [];
  answer = (text, socket) => (text === 'heartbeat' ? socket.send('heartbeat response') : say(socket, ok));
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket, request) => {
    received.push(`agent ${request.headers['user-agent']}`);
    socket.on('message', (data: Buffer) => {
      received.push(data.toString());
      answer(data.toString(), socket);
    });
  });
  await once(server, 'listening');
});

afterEach(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

const open = (onFrame: (frame: unknown) => void = () => undefined) =>
  openSubscription({ url: urlOf(server.address() as AddressInfo), topics: [30031, 30032], clock, onFrame });

describe('a subscription', () => {
  it('subscribes to its topics and gives on what is neither acknowledgement nor heartbeat', async () => {
    const frames: unknown[] = [];
    const subscription = await open((frame) => frames.push(frame));
    expect(received).toEqual(['agent Lynk', '{"topic_list":[30031,30032]}']);
    for (const client of server.clients) {
      client.send('heartbeat response');
      say(client, { type: 30031, sn: 'x', msg: {} });
    }
    await eventually(() => expect(frames).toEqual([{ type: 30031, sn: 'x', msg: {} }]));
    subscription.dispose();
  });

  it('beats with the bare text and lives on while it is answered', async () => {
    const subscription = await open();
    for (let beats = 1; beats <= 3; beats += 1) {
      clock.advance(HEARTBEAT_EVERY_MS);
      await eventually(() => expect(received.filter((text) => text === 'heartbeat')).toHaveLength(beats));
      await eventually(() => expect(clock.waiting).toBe(1));
      // The answer to this beat has set the next one.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server.clients.size).toBe(1);
    subscription.dispose();
  });

  it('is given up when nothing comes back after a beat', async () => {
    const subscription = await open();
    answer = () => undefined;
    clock.advance(HEARTBEAT_EVERY_MS + HEARTBEAT_ANSWER_MS);
    expect((await subscription.ended).message).toContain('heartbeat stopped');
    await eventually(() => expect(server.clients.size).toBe(0));
  });

  it('ends with a reason when the PABX closes it, and silently when it is disposed of', async () => {
    const dropped = await open();
    for (const client of server.clients) client.terminate();
    expect((await dropped.ended).code).toBe('pabx.unreachable');

    const disposed = await open();
    let isTold = false;
    void disposed.ended.then(() => (isTold = true));
    disposed.dispose();
    await eventually(() => expect(server.clients.size).toBe(0));
    expect(isTold).toBe(false);
  });

  it('fails with the PABX’s own number when the subscription is refused', async () => {
    answer = (_text, socket) => say(socket, { errcode: 10005, errmsg: 'ACCESS DENIED' });
    await expect(open()).rejects.toMatchObject({ code: 'pabx.functionOff', details: { errcode: 10005 } });
  });

  it('fails with the PABX’s own number when the upgrade is refused with HTTP 200', async () => {
    const http = createServer((_request, response) =>
      response.end('{"errcode":10004,"errmsg":"TOKEN EXPIRED"}'),
    );
    http.on('upgrade', (_request, socket) => {
      const body = '{"errcode":10004,"errmsg":"TOKEN EXPIRED"}';
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const url = urlOf(http.address() as AddressInfo);
    const refused = openSubscription({ url, topics: [], clock, onFrame: () => undefined });
    await expect(refused).rejects.toMatchObject({ details: { errcode: 10004 } });
    http.close();
  });

  it('fails when the PABX never accepts', async () => {
    answer = () => undefined;
    const opening = open();
    // Handled below; until then nobody else may take it for forgotten.
    opening.catch(() => undefined);
    await eventually(() => expect(received).toHaveLength(2));
    clock.advance(15_000);
    await expect(opening).rejects.toMatchObject({ code: 'pabx.unreachable' });
  });
});
