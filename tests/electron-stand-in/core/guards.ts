// The rule that keeps the stand-in honest: what it does not emulate throws, naming the API. A test that passes
// because a call silently did nothing would prove nothing.

/** Names that JavaScript, Node and serialisers look up on any object; real Electron answers undefined too. */
const PROBED = new Set([
  'then',
  'toJSON',
  'constructor',
  'domain',
  'asymmetricMatch',
  '$$typeof',
  'nodeType',
  'inspect',
]);

/** The error for an API of Electron that the stand-in lacks. */
export function notEmulated(api: string): Error {
  return new Error(
    `The Electron stand-in does not emulate ${api}. Emulate it in tests/electron-stand-in (see its README.md) or run this test on real Electron.`,
  );
}

/** A function that throws `notEmulated(api)` when called. */
export function refuse(api: string): () => never {
  return () => {
    throw notEmulated(api);
  };
}

/** Stands between an object and its prototype: members found nowhere throw instead of being undefined. */
function trap(api: string, prototype: object): object {
  return new Proxy(prototype, {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target || PROBED.has(key))
        return Reflect.get(target, key, receiver) as unknown;
      throw notEmulated(`${api}.${key}`);
    },
    // `instanceof` walks the chain: it must still meet the real prototype.
    getPrototypeOf: (target) => target,
  });
}

/** Makes missing members of `object` throw; returns it. Members stay replaceable, as tests and recorders need. */
export function guardObject<T extends object>(api: string, object: T): T {
  return guardPrototype(api, object);
}

/** Makes missing static and instance members of a class throw. */
export function guardClass(api: string, constructor: { prototype: object }): void {
  guardPrototype(api, constructor.prototype);
  guardPrototype(api, constructor);
}

function guardPrototype<T extends object>(api: string, object: T): T {
  // Every object guarded here is a literal, a class or a class's prototype: its chain does not end at once.
  const prototype = Object.getPrototypeOf(object) as object;
  Object.setPrototypeOf(object, trap(api, prototype));
  return object;
}

/** Stands for a whole module of Electron that is not emulated: importing it is fine, any use throws. */
export function missingModule(api: string): object {
  return new Proxy(
    // A function, so that `new electron.X()` and `electron.x()` reach the traps as well.
    function missing() {
      throw notEmulated(api);
    },
    {
      get(_target, key) {
        if (typeof key === 'symbol' || PROBED.has(key)) return undefined;
        throw notEmulated(`${api}.${key}`);
      },
      construct: refuse(api),
    },
  );
}
