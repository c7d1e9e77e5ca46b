import type { Bounds } from '../preferences.ts';

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const DEFAULT_SIZE = { width: 1280, height: 800 };
/** So much of the title bar must be on a screen for a hand to reach it. */
const REACHABLE = { width: 120, height: 40 };

const overlap = (aStart: number, aLength: number, bStart: number, bLength: number): number =>
  Math.min(aStart + aLength, bStart + bLength) - Math.max(aStart, bStart);

/**
 * Where the window opens: as it stood, unless the screen it stood on is gone, and never larger than its screen.
 * Without `x` and `y` the system centres it.
 */
export function placeWindow(
  remembered: Bounds | undefined,
  workAreas: readonly Area[],
): { x?: number; y?: number; width: number; height: number } {
  const size = remembered ?? DEFAULT_SIZE;
  const area =
    remembered &&
    workAreas.find(
      (one) =>
        overlap(remembered.x, remembered.width, one.x, one.width) >= REACHABLE.width &&
        remembered.y >= one.y &&
        remembered.y + REACHABLE.height <= one.y + one.height,
    );
  const within = area ?? workAreas[0];
  const width = Math.min(size.width, within?.width ?? size.width);
  const height = Math.min(size.height, within?.height ?? size.height);
  return remembered && area ? { x: remembered.x, y: remembered.y, width, height } : { width, height };
}
