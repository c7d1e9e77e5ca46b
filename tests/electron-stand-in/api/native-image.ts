// Electron's nativeImage over PNG and other files as they are: nothing is decoded, so `resize` changes the size an
// image reports and not its pixels.
import { existsSync, readFileSync } from 'node:fs';
import type * as Electron from 'electron';
import { guardClass, guardObject } from '../core/guards.ts';

/** Byte offset of width and height in a PNG file, after its signature and chunk header. */
const PNG_SIZE_AT = 16;
const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

type Emulated = 'getAspectRatio' | 'isEmpty' | 'isTemplateImage' | 'setTemplateImage' | 'toDataURL' | 'toPNG';

export class NativeImage implements Pick<Electron.NativeImage, Emulated> {
  static {
    guardClass('NativeImage', NativeImage);
  }
  readonly #png: Buffer;
  readonly #size: Electron.Size;
  #isTemplate = false;

  constructor(png: Buffer, size = pngSize(png)) {
    this.#png = png;
    this.#size = size;
  }

  isEmpty(): boolean {
    return this.#png.length === 0;
  }

  getSize(): Electron.Size {
    return { ...this.#size };
  }

  getAspectRatio(): number {
    return this.#size.height === 0 ? 1 : this.#size.width / this.#size.height;
  }

  resize({ width, height }: Electron.ResizeOptions): NativeImage {
    const ratio = this.getAspectRatio();
    const size = {
      width: width ?? Math.round((height ?? this.#size.height) * ratio),
      height: height ?? Math.round((width ?? this.#size.width) / ratio),
    };
    return new NativeImage(this.#png, this.isEmpty() ? this.#size : size);
  }

  toPNG(): Buffer {
    return Buffer.from(this.#png);
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#png.toString('base64')}`;
  }

  setTemplateImage(option: boolean): void {
    this.#isTemplate = option;
  }

  isTemplateImage(): boolean {
    return this.#isTemplate;
  }
}

function pngSize(png: Buffer): Electron.Size {
  if (!png.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE) || png.length < PNG_SIZE_AT + 8)
    return { width: 0, height: 0 };
  return { width: png.readUInt32BE(PNG_SIZE_AT), height: png.readUInt32BE(PNG_SIZE_AT + 4) };
}

export const nativeImage = guardObject('nativeImage', {
  createEmpty: () => new NativeImage(Buffer.alloc(0)),
  // As in Electron, a missing file is an empty image.
  createFromPath: (path: string) => new NativeImage(existsSync(path) ? readFileSync(path) : Buffer.alloc(0)),
  createFromBuffer: (buffer: Buffer) => new NativeImage(Buffer.from(buffer)),
  createFromDataURL: (url: string) => new NativeImage(Buffer.from(url.split(',')[1] ?? '', 'base64')),
});
