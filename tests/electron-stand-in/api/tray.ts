// Electron's Tray. Nothing is drawn; a test emits its clicks and chooses from its menu (recorder.cjs).
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { noteCall } from '../core/calls.ts';
import { guardClass } from '../core/guards.ts';
import type { Menu } from './menu.ts';
import type { NativeImage } from './native-image.ts';

type Emulated =
  | 'destroy'
  | 'getBounds'
  | 'getTitle'
  | 'isDestroyed'
  | 'setIgnoreDoubleClickEvents'
  | 'setTitle'
  | 'setToolTip';

export class Tray extends EventEmitter implements Pick<Electron.Tray, Emulated> {
  static {
    guardClass('Tray', Tray);
  }
  #title = '';
  #isDestroyed = false;

  constructor(image: NativeImage | string) {
    super();
    this.setImage(image);
  }

  setImage(image: NativeImage | string): void {
    noteCall('Tray.setImage', image);
  }

  setToolTip(toolTip: string): void {
    noteCall('Tray.setToolTip', toolTip);
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  getTitle(): string {
    return this.#title;
  }

  setContextMenu(menu: Menu | null): void {
    noteCall('Tray.setContextMenu', menu);
  }

  popUpContextMenu(menu?: Menu): void {
    noteCall('Tray.popUpContextMenu', menu);
  }

  setIgnoreDoubleClickEvents(ignore: boolean): void {
    noteCall('Tray.setIgnoreDoubleClickEvents', ignore);
  }

  getBounds(): Electron.Rectangle {
    return { x: 0, y: 0, width: 16, height: 16 };
  }

  destroy(): void {
    this.#isDestroyed = true;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
}
