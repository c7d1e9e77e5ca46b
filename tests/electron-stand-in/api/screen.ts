// Electron's `screen`: one display, the size that Chromium is told as well.
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { guardClass } from '../core/guards.ts';

const SIZE = { width: 1920, height: 1080 };

/** The display without its task bar. */
export const WORK_AREA: Electron.Rectangle = { x: 0, y: 0, width: SIZE.width, height: SIZE.height - 40 };

const DISPLAY: Electron.Display = {
  id: 1,
  label: 'Stand-in display',
  bounds: { x: 0, y: 0, ...SIZE },
  size: { ...SIZE },
  workArea: { ...WORK_AREA },
  workAreaSize: { width: WORK_AREA.width, height: WORK_AREA.height },
  nativeOrigin: { x: 0, y: 0 },
  maximumCursorSize: { width: 64, height: 64 },
  accelerometerSupport: 'unavailable',
  touchSupport: 'unavailable',
  colorDepth: 24,
  colorSpace: '{primaries:BT709, transfer:SRGB, matrix:RGB, range:FULL}',
  depthPerComponent: 8,
  detected: true,
  displayFrequency: 60,
  internal: true,
  monochrome: false,
  rotation: 0,
  scaleFactor: 1,
};

type Emulated =
  | 'getAllDisplays'
  | 'getCursorScreenPoint'
  | 'getDisplayMatching'
  | 'getDisplayNearestPoint'
  | 'getPrimaryDisplay';

class Screen extends EventEmitter implements Pick<Electron.Screen, Emulated> {
  static {
    guardClass('screen', Screen);
  }
  getPrimaryDisplay(): Electron.Display {
    return structuredClone(DISPLAY);
  }

  getAllDisplays(): Electron.Display[] {
    return [this.getPrimaryDisplay()];
  }

  getDisplayMatching(): Electron.Display {
    return this.getPrimaryDisplay();
  }

  getDisplayNearestPoint(): Electron.Display {
    return this.getPrimaryDisplay();
  }

  getCursorScreenPoint(): Electron.Point {
    return { x: 0, y: 0 };
  }
}

export const screen = new Screen();
