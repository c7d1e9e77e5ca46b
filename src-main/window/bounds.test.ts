import { expect, it } from 'vitest';
import { placeWindow } from './bounds.ts';

const laptop = { x: 0, y: 0, width: 1440, height: 900 };
const beside = { x: 1440, y: 0, width: 1920, height: 1080 };
const stood = { x: 1600, y: 100, width: 1200, height: 800, isMaximized: false };

it('opens in the middle at the first start', () => {
  expect(placeWindow(undefined, [laptop])).toEqual({ width: 1280, height: 800 });
});

it('opens where it stood', () => {
  expect(placeWindow(stood, [laptop, beside])).toEqual({ x: 1600, y: 100, width: 1200, height: 800 });
});

it('comes back to the middle when its screen is gone', () => {
  expect(placeWindow(stood, [laptop])).toEqual({ width: 1200, height: 800 });
});

it('comes back when its title bar stood out of reach', () => {
  expect(placeWindow({ ...stood, x: 0, y: -300 }, [laptop])).not.toHaveProperty('y');
  expect(placeWindow({ ...stood, x: 1400, y: 0 }, [laptop])).not.toHaveProperty('x');
});

it('is never larger than the screen', () => {
  expect(placeWindow(undefined, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({
    width: 1024,
    height: 700,
  });
});
