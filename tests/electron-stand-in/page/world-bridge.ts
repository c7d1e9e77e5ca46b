// Function calls between a page's own world and the preload's isolated world, as Electron's contextBridge gives
// them: values are copied, functions become callable proxies, promises stay promises. It runs in the page
// (stringified, so it uses nothing outside itself), once per world. CustomEvent.detail crosses worlds by clone,
// and dispatch is synchronous, which makes synchronous calls possible.

export interface WorldBridge {
  /** Calls the other world's `onRoot`. */
  callRoot: (...args: unknown[]) => unknown;
  onRoot: (listener: (...args: unknown[]) => unknown) => void;
}

type AnyFunction = (...args: unknown[]) => unknown;
type Packet =
  | { t: 'call'; target: number; args: unknown }
  | { t: 'return'; value?: unknown; error?: unknown }
  | { t: 'settle'; id: number; value?: unknown; error?: unknown };

/** `outgoing` and `incoming` are event names that a page cannot guess. */
export function makeWorldBridge(outgoing: string, incoming: string): WorldBridge {
  const functions = new Map<number, AnyFunction>();
  const ids = new WeakMap<AnyFunction, number>();
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  const root = 0;
  let lastId = root;
  let returned: Extract<Packet, { t: 'return' }> | undefined;

  const isPlain = (value: unknown): value is Record<string, unknown> | unknown[] =>
    typeof value === 'object' &&
    value !== null &&
    (Array.isArray(value) ||
      [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null));
  const mapMembers = (
    value: Record<string, unknown> | unknown[],
    change: (member: unknown) => unknown,
  ): unknown =>
    Array.isArray(value)
      ? value.map(change)
      : Object.fromEntries(Object.entries(value).map(([key, member]) => [key, change(member)]));
  const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
  const emit = (packet: Packet) => window.dispatchEvent(new CustomEvent(outgoing, { detail: packet }));

  const idOf = (fn: AnyFunction): number => {
    const known = ids.get(fn);
    if (known !== undefined) return known;
    lastId += 1;
    ids.set(fn, lastId);
    functions.set(lastId, fn);
    return lastId;
  };
  const giveAway = (value: unknown): unknown => {
    if (typeof value === 'function') return { $function: idOf(value as AnyFunction) };
    if (value instanceof Promise) return promiseAway(value);
    return isPlain(value) ? mapMembers(value, giveAway) : value;
  };
  const promiseAway = (promise: Promise<unknown>): { $promise: number } => {
    lastId += 1;
    const id = lastId;
    promise.then(
      (value) => emit({ t: 'settle', id, value: giveAway(value) }),
      (error: unknown) => emit({ t: 'settle', id, error: asError(error) }),
    );
    return { $promise: id };
  };
  const takeIn = (value: unknown): unknown => {
    if (!isPlain(value)) return value;
    if (!Array.isArray(value)) {
      const { $function: target, $promise: id } = value;
      if (typeof target === 'number') return (...args: unknown[]) => call(target, args);
      if (typeof id === 'number')
        return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    }
    return mapMembers(value, takeIn);
  };
  const call = (target: number, args: unknown[]): unknown => {
    emit({ t: 'call', target, args: giveAway(args) });
    const answer = returned;
    returned = undefined;
    if (!answer) throw new Error('contextBridge: the other world is gone.');
    if ('error' in answer) throw answer.error;
    return takeIn(answer.value);
  };

  window.addEventListener(
    incoming,
    (event) => {
      event.stopImmediatePropagation();
      // Only the other end of this bridge knows the event's name.
      const packet = (event as CustomEvent<Packet>).detail;
      if (packet.t === 'return') {
        returned = packet;
      } else if (packet.t === 'settle') {
        const settle = waiting.get(packet.id);
        waiting.delete(packet.id);
        if ('error' in packet) settle?.reject(packet.error);
        else settle?.resolve(takeIn(packet.value));
      } else {
        let answer: Packet;
        try {
          const target = functions.get(packet.target);
          if (!target) throw new Error('contextBridge: unknown function.');
          answer = { t: 'return', value: giveAway(target(...(takeIn(packet.args) as unknown[]))) };
        } catch (error) {
          answer = { t: 'return', error: asError(error) };
        }
        emit(answer);
      }
    },
    true,
  );
  return {
    callRoot: (...args) => call(root, args),
    onRoot: (listener) => functions.set(root, listener),
  };
}
