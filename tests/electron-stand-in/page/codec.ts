// Structured-clone values as text and back. The function is also sent to pages as source, so it uses nothing
// outside itself. Values that cannot be cloned throw as structuredClone does.

export interface Codec {
  encode: (value: unknown) => string;
  decode: (text: string) => unknown;
}

type Tagged = Record<string, unknown>;

/** Makes a codec. Self-contained: runs in Node and, stringified, in a page. */
export function makeCodec(): Codec {
  const toBase64 = (bytes: Uint8Array): string => {
    let binary = '';
    for (let at = 0; at < bytes.length; at += 8192)
      binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(binary);
  };
  const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

  const packObject = (value: object): Tagged => {
    if (value instanceof Date) return { $: 'date', v: value.getTime() };
    if (value instanceof Map) return { $: 'map', v: pack([...value]) };
    if (value instanceof Set) return { $: 'set', v: pack([...value]) };
    if (value instanceof RegExp) return { $: 'regexp', v: [value.source, value.flags] };
    if (value instanceof Error) return { $: 'error', v: [value.name, value.message, value.stack ?? ''] };
    if (value instanceof ArrayBuffer)
      return { $: 'bytes', c: 'ArrayBuffer', v: toBase64(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value)) {
      const name = value.constructor.name === 'Buffer' ? 'Uint8Array' : value.constructor.name;
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return { $: 'bytes', c: name, v: toBase64(bytes) };
    }
    const plain: Tagged = {};
    for (const [key, member] of Object.entries(value)) plain[key] = pack(member);
    return '$' in plain ? { $: 'object', v: plain } : plain;
  };
  const pack = (value: unknown): unknown => {
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
    if (typeof value === 'number' && !Number.isFinite(value)) return { $: 'number', v: String(value) };
    if (typeof value === 'function' || typeof value === 'symbol') {
      throw new DOMException(`${String(value)} could not be cloned.`, 'DataCloneError');
    }
    if (value === null || typeof value !== 'object') return value;
    return Array.isArray(value) ? value.map(pack) : packObject(value);
  };

  const members = (value: object): Tagged =>
    Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unpack(member)]));
  const unpackError = ([name, message, stack]: string[]): Error => {
    const known: unknown = Reflect.get(globalThis, name ?? 'Error');
    // Only constructors of the error family are looked up by name.
    const make = (
      typeof known === 'function' && name?.endsWith('Error') === true ? known : Error
    ) as ErrorConstructor;
    return Object.assign(new make(message), { stack });
  };
  const unpackBytes = (name: string, text: string): unknown => {
    const { buffer } = bytesOf(text);
    if (name === 'ArrayBuffer') return buffer;
    // `name` was written by packObject from a view's constructor, so this is one.
    const view = Reflect.get(globalThis, name) as Uint8ArrayConstructor;
    return new view(buffer);
  };
  const unpack = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(unpack);
    const { $: tag, v, c } = value as Tagged;
    switch (tag) {
      case undefined:
        return members(value);
      case 'undefined':
        return undefined;
      case 'object':
        return members(v as object);
      case 'bigint':
        return BigInt(v as string);
      case 'number':
        return Number(v);
      case 'date':
        return new Date(v as number);
      case 'map':
        return new Map(unpack(v) as [unknown, unknown][]);
      case 'set':
        return new Set(unpack(v) as unknown[]);
      case 'regexp':
        return new RegExp(...(v as [string, string]));
      case 'error':
        return unpackError(v as string[]);
      case 'bytes':
        return unpackBytes(c as string, v as string);
      default:
        throw new TypeError(`Unknown tag ${String(tag)} on the wire between page and main process.`);
    }
  };
  return { encode: (value) => JSON.stringify(pack(value)), decode: (text) => unpack(JSON.parse(text)) };
}
