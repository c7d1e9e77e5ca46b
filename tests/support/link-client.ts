// A tiny client of the link for tests: connects, identifies, acknowledges pages, keeps every frame, and waits
// for what a test expects.
import { once } from 'node:events';
import { uuidv7 } from 'uuidv7';
import { WebSocket } from 'ws';
import { LINK_PATH, SUBPROTOCOL } from '#shared/link/limits.ts';
import { ServerFrame } from '#shared/link/frames.ts';

import { HTTP_PATHS, SignedIn } from '#shared/link/http.ts';

export type FrameOf<Name extends ServerFrame['frame']> = Extract<ServerFrame, { frame: Name }>;
export type Answer = FrameOf<'ack'> | FrameOf<'nack'>;

export interface LinkClient {
  readonly frames: ServerFrame[];
  readonly socket: WebSocket;
  send(frame: unknown): void;
  /** The first frame, of those there are and those to come, that fits. Rejects after 10 s. */
  frame<Name extends ServerFrame['frame']>(
    name: Name,
    fits?: (frame: FrameOf<Name>) => boolean,
  ): Promise<FrameOf<Name>>;
  /** The first event, live, replayed or of a snapshot, of this kind that fits. */
  event(kind: string, fits?: (event: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  events(): { seq?: number; event: Record<string, unknown> }[];
  command(
    name: string,
    payload: unknown,
    options?: { commandId?: string; expectedVersion?: number },
  ): Promise<Answer>;
  closed(): Promise<number>;
  close(): Promise<void>;
}

/** A token by HTTP; `password` left out for an open agent. */
export async function signIn(url: string, extension: string, password?: string): Promise<string> {
  const response = await postSignIn(url, {
    extension,
    device: 'test',
    ...(password === undefined ? {} : { password }),
  });
  return SignedIn.parse(await response.json()).token;
}

export const postSignIn = (url: string, body: unknown): Promise<Response> =>
  fetch(`${url}${HTTP_PATHS.signIn}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Connects and waits for `caughtUp` (unless told not to). */
export async function connect(
  url: string,
  token: string,
  options: {
    resume?: { epoch: string; seq: number };
    identify?: boolean;
    acknowledge?: boolean;
    waitForLive?: boolean;
  } = {},
): Promise<LinkClient> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${LINK_PATH}`, SUBPROTOCOL);
  const frames: ServerFrame[] = [];
  const listeners = new Set<() => void>();
  let closeCode: number | undefined;
  const send = (frame: unknown) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  socket.on('message', (data: Buffer) => {
    const frame = ServerFrame.parse(JSON.parse(data.toString('utf8')));
    frames.push(frame);
    const isPage = frame.frame === 'replay' || frame.frame === 'snapshotPage';
    if (isPage && options.acknowledge !== false) send({ frame: 'pageDone', page: frame.page });
    for (const listener of listeners) listener();
  });
  socket.on('close', (code) => {
    closeCode = code;
    for (const listener of listeners) listener();
  });
  await once(socket, 'open');
  // A gateway that was killed resets the connection; the close that follows is what a test waits for.
  socket.on('error', () => undefined);

  const until = <Result>(find: () => Result | undefined, what: string): Promise<Result> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        listeners.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        listeners.delete(look);
        reject(new Error(`No ${what} within 10 s. Frames: ${frames.map((frame) => frame.frame).join(', ')}`));
      }, 10_000);
      listeners.add(look);
      look();
    });

  const client: LinkClient = {
    frames,
    socket,
    send,
    frame: (name, fits = () => true) =>
      until(() => {
        const isNamed = (frame: ServerFrame): frame is FrameOf<typeof name> => frame.frame === name;
        return frames.filter(isNamed).find(fits);
      }, `frame ${name}`),
    events: () =>
      frames.flatMap((frame): { seq?: number; event: Record<string, unknown> }[] => {
        if (frame.frame === 'event') return [{ seq: frame.seq, event: frame.event }];
        if (frame.frame === 'replay') return frame.events.map(({ seq, event }) => ({ seq, event }));
        return frame.frame === 'snapshotPage' ? frame.events.map((event) => ({ event })) : [];
      }),
    event: (kind, fits = () => true) =>
      until(
        () => client.events().find(({ event }) => event['kind'] === kind && fits(event))?.event,
        `event ${kind}`,
      ),
    async command(name, payload, { commandId = uuidv7(), expectedVersion } = {}) {
      const seen = frames.length;
      send({
        frame: 'command',
        commandId,
        name,
        payload,
        ...(expectedVersion === undefined ? {} : { expectedVersion }),
      });
      return until(
        () =>
          frames
            .slice(seen)
            .find(
              (frame): frame is Answer =>
                (frame.frame === 'ack' || frame.frame === 'nack') && frame.commandId === commandId,
            ),
        `answer to ${name}`,
      );
    },
    closed: () => until(() => closeCode, 'close'),
    async close() {
      socket.close();
      await client.closed();
    },
  };
  if (options.identify === false) return client;
  await client.frame('hello');
  send({
    frame: 'identify',
    token,
    device: 'test',
    clientVersion: '0',
    ...(options.resume ? { resume: options.resume } : {}),
  });
  if (options.waitForLive !== false) await client.frame('caughtUp');
  return client;
}
