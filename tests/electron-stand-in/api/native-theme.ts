// Electron's nativeTheme. The system is light; `themeSource` reaches every page's prefers-color-scheme.
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { guardClass } from '../core/guards.ts';

type ThemeSource = Electron.NativeTheme['themeSource'];
type Emulated =
  | 'inForcedColorsMode'
  | 'prefersReducedTransparency'
  | 'shouldUseDarkColors'
  | 'shouldUseHighContrastColors'
  | 'shouldUseInvertedColorScheme'
  | 'themeSource';

class NativeTheme extends EventEmitter implements Pick<Electron.NativeTheme, Emulated> {
  static {
    guardClass('nativeTheme', NativeTheme);
  }
  readonly inForcedColorsMode = false;
  readonly prefersReducedTransparency = false;
  readonly shouldUseHighContrastColors = false;
  readonly shouldUseInvertedColorScheme = false;
  #source: ThemeSource = 'system';

  get themeSource(): ThemeSource {
    return this.#source;
  }

  set themeSource(source: ThemeSource) {
    if (source === this.#source) return;
    this.#source = source;
    setImmediate(() => this.emit('updated'));
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

export const nativeTheme = new NativeTheme().setMaxListeners(0);
