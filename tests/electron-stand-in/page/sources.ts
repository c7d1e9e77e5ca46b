// The scripts that Chromium runs in every document of a window before the document's own.
import { makeCodec } from './codec.ts';
import { installIsolatedWorld } from './isolated-world.ts';
import { installMainWorld } from './main-world.ts';
import type { PreloadProcess } from './wire.ts';
import { makeWorldBridge } from './world-bridge.ts';

/** Name of the isolated world that a window's preload runs in; the same as Electron's. */
export const PRELOAD_WORLD = 'Electron Isolated Context';

/** Sources for the two worlds. `secret` names their events: a page that knew it could pose as the preload. */
export function pageSources(
  secret: string,
  preload: string,
  info: PreloadProcess,
): { main: string; isolated: string } {
  const bridge = (outgoing: string, incoming: string) =>
    `(${makeWorldBridge.toString()})(${JSON.stringify(secret + outgoing)}, ${JSON.stringify(secret + incoming)})`;
  return {
    main: `(${installMainWorld.toString()})(${bridge('>isolated', '>main')});`,
    isolated: `(${installIsolatedWorld.toString()})(${bridge('>main', '>isolated')}, (${makeCodec.toString()})(), ${JSON.stringify(info)}, function (require, module, exports, process) {${preload}\n});`,
  };
}
