import { WebSocket } from 'ws';
import { LIMITS } from '#shared/link/limits.ts';
import type { OpenSocket } from '#service/ports.ts';

/** No close frame came: what RFC 6455 calls an abnormal closure. */
const NO_CLOSE_FRAME = 1006;
const HANDSHAKE_TIMEOUT_MS = 10_000;

/**
 * The link's socket over `ws`. Without compression (fifteen times slower for live frames), with the frame limit of
 * the link and a bounded handshake. A failure is never thrown: it is `onClose`, once.
 */
export const openSocket: OpenSocket = (url, subprotocol, handlers) => {
  let isClosed = false;
  const closed = (code: number, reason: string): void => {
    if (isClosed) return;
    isClosed = true;
    handlers.onClose(code, reason);
  };
  let socket: WebSocket;
  try {
    socket = new WebSocket(url, subprotocol, {
      perMessageDeflate: false,
      maxPayload: LIMITS.maxFrameBytes,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      followRedirects: false,
    });
  } catch (error) {
    // An address that is none; told like any other failure, after the caller has its socket.
    queueMicrotask(() => closed(NO_CLOSE_FRAME, String(error)));
    return { send: () => undefined, bufferedBytes: 0, close: () => undefined };
  }
  let failure = '';
  socket.on('open', () => handlers.onOpen());
  socket.on('message', (data, isBinary) => {
    if (isClosed) return;
    if (isBinary) socket.close(1003, 'text only');
    // With the default binaryType a message arrives as one Buffer.
    else handlers.onText((data as Buffer).toString('utf8'));
  });
  // `close` always follows and carries on.
  socket.on('error', (error) => (failure = error.message));
  socket.on('close', (code, reason) => closed(code, reason.length > 0 ? reason.toString() : failure));
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    close: (code, reason) => {
      socket.close(code, reason);
      // A peer that is gone never answers a close frame: the link does not wait for it.
      const timer = setTimeout(() => socket.terminate(), 1000);
      timer.unref();
      socket.once('close', () => clearTimeout(timer));
    },
  };
};
