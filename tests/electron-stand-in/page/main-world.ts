// Runs in the page's own world before its scripts: receives what the preload exposes, and routes window.open and
// permission requests to the main process, where Electron decides about them. Stringified: uses nothing outside.
import type { PageHost } from './wire.ts';
import type { WorldBridge } from './world-bridge.ts';

type AsyncFunction = (...args: unknown[]) => Promise<unknown>;

/** Installs the page's half. Frames other than the top one keep Chromium's behaviour. */
export function installMainWorld(bridge: WorldBridge): void {
  if (window !== window.top) return;
  let host: PageHost | undefined;
  const deepFreeze = (value: unknown): unknown => {
    if (
      typeof value === 'object' &&
      value !== null &&
      !Object.isFrozen(value) &&
      !ArrayBuffer.isView(value)
    ) {
      Object.values(Object.freeze(value)).forEach(deepFreeze);
    }
    return value;
  };
  bridge.onRoot((key, value) => {
    // The isolated world calls with null once, before the preload, to hand over its services.
    if (key === null) host = value as PageHost;
    else Object.defineProperty(window, key as string, { value: deepFreeze(value), enumerable: true });
  });

  const replace = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  replace(window, 'open', (url?: string | URL, name = '', features = '') => {
    const address = url === undefined || url === '' ? 'about:blank' : new URL(url, location.href).href;
    host?.openWindow(address, name, features);
    return null;
  });

  /** Asks before `owner.name()`; what this document or Chromium lacks stays missing. */
  const gate = (owner: unknown, name: string, permission: string, refused: AsyncFunction) => {
    if ((typeof owner !== 'object' && typeof owner !== 'function') || owner === null) return;
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') return;
    replace(owner, name, async function (this: unknown, ...args: unknown[]) {
      const allowed = await host?.askPermission(permission);
      return allowed === true ? (Reflect.apply(original, this, args) as unknown) : refused(...args);
    });
  };
  const denied: AsyncFunction = async () => {
    throw new DOMException('Permission denied', 'NotAllowedError');
  };
  const { mediaDevices, clipboard, geolocation } = navigator;
  gate(window.Notification, 'requestPermission', 'notifications', async () => 'denied');
  gate(mediaDevices, 'getUserMedia', 'media', denied);
  gate(mediaDevices, 'getDisplayMedia', 'display-capture', denied);
  gate(clipboard, 'readText', 'clipboard-read', denied);
  gate(clipboard, 'read', 'clipboard-read', denied);
  gate(Element.prototype, 'requestFullscreen', 'fullscreen', denied);
  gate(geolocation, 'getCurrentPosition', 'geolocation', async (_found, failed) => {
    // Its callbacks are the page's own; only functions can be called.
    if (typeof failed === 'function')
      Reflect.apply(failed, undefined, [{ code: 1, message: 'User denied Geolocation' }]);
  });
}
