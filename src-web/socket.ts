import type { OpenSocket } from '#service/ports.ts';

const NO_CLOSE_FRAME = 1006;
/** The browser has no bound of its own for a handshake, nor for a close that nobody answers. */
const HANDSHAKE_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 1000;

/** The link's socket over the browser's WebSocket. A failure is never thrown: it is `onClose`, once. */
export const openSocket: OpenSocket = (url, subprotocol, handlers) => {
  let isClosed = false;
  let socket: WebSocket | undefined;
  const closed = (code: number, reason: string): void => {
    if (isClosed) return;
    isClosed = true;
    clearTimeout(timer);
    handlers.onClose(code, reason);
  };
  let timer = setTimeout(() => {
    socket?.close();
    closed(NO_CLOSE_FRAME, 'no answer');
  }, HANDSHAKE_TIMEOUT_MS);
  try {
    socket = new WebSocket(url, subprotocol);
  } catch (error) {
    // An address that is none; told like any other failure, after the caller has its socket.
    queueMicrotask(() => closed(NO_CLOSE_FRAME, String(error)));
    return { send: () => undefined, bufferedBytes: 0, close: () => undefined };
  }
  const opened = socket;
  opened.addEventListener('open', () => {
    clearTimeout(timer);
    if (!isClosed) handlers.onOpen();
  });
  opened.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (isClosed) return;
    if (typeof event.data === 'string') handlers.onText(event.data);
    else opened.close(4000, 'text only');
  });
  opened.addEventListener('close', (event) => closed(event.code, event.reason));
  return {
    send: (text) => {
      if (opened.readyState === WebSocket.OPEN) opened.send(text);
    },
    get bufferedBytes() {
      return opened.bufferedAmount;
    },
    close: (code, reason) => {
      // Browsers let pages close with 1000 or 3000 to 4999 only.
      if (code === 1000 || (code >= 3000 && code <= 4999)) opened.close(code, reason);
      else opened.close();
      clearTimeout(timer);
      timer = setTimeout(() => closed(NO_CLOSE_FRAME, reason), CLOSE_TIMEOUT_MS);
    },
  };
};
