import path from 'node:path';

/** Where the built parts lie. `main` is the folder of dist/main/index.js. */
export function pathsFrom(main: string) {
  const dist = path.dirname(main);
  const icons = path.join(path.dirname(dist), 'build', 'icons');
  return {
    serviceWorker: path.join(main, 'service-worker.js'),
    gatewayWorker: path.join(main, 'gateway-worker.js'),
    emulatorWorker: path.join(main, 'emulator-worker.js'),
    preload: path.join(dist, 'preload', 'index.cjs'),
    window: path.join(dist, 'window'),
    web: path.join(dist, 'web'),
    icon: path.join(icons, 'lynk-256.png'),
    tray: { idle: path.join(icons, 'tray.png'), waiting: path.join(icons, 'tray-waiting.png') },
  } as const;
}
export type Paths = ReturnType<typeof pathsFrom>;
