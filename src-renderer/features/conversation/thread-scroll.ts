// Keeps the reader's place in a thread: at the newest message while there, otherwise at the line being read,
// whatever is added above, taken away below or grows later. It does by hand what scroll anchoring of browsers does
// only sometimes (never at the very top). Children of `content` are the lines; they are told apart as elements,
// which the keyed list keeps.
import type { Disposable } from '#shared/model/disposable.ts';

/** This near to the end counts as being there. */
const AT_END_PX = 48;
/** Pages are asked for this long before their end comes into view. */
const AHEAD_PX = 1200;

export interface ScrollState {
  readonly isAtEnd: boolean;
  readonly isNearStart: boolean;
  readonly isNearEnd: boolean;
  /** The last line of which the lower edge is in view. */
  readonly lastSeen: Element | null;
}

export class ThreadScroll implements Disposable {
  readonly #scroller: HTMLElement;
  readonly #content: HTMLElement;
  readonly #onState: (state: ScrollState) => void;
  readonly #observer: ResizeObserver;
  #anchor: { readonly line: HTMLElement; readonly top: number } | null = null;
  #isAtEnd = true;
  /** False while newer messages than the last line exist: the end on hand is not the newest. */
  #mayStick = true;

  /** @param onState called after scrolling and after every change of size. */
  constructor(scroller: HTMLElement, content: HTMLElement, onState: (state: ScrollState) => void) {
    this.#scroller = scroller;
    this.#content = content;
    this.#onState = onState;
    this.#observer = new ResizeObserver(() => this.settle());
    this.#observer.observe(content);
    this.#observer.observe(scroller);
    scroller.addEventListener('scroll', this.#onScroll, { passive: true });
  }

  readonly #onScroll = (): void => this.#look();

  set mayStick(mayStick: boolean) {
    this.#mayStick = mayStick;
    if (!mayStick) this.#isAtEnd = false;
  }

  /** Puts the reader back where they were after lines came, went or grew. */
  settle(): void {
    if (this.#isAtEnd && this.#mayStick) {
      this.#scroller.scrollTop = this.#scroller.scrollHeight;
    } else if (this.#anchor !== null && this.#anchor.line.isConnected) {
      const moved = this.#topOf(this.#anchor.line) - this.#anchor.top;
      if (Math.abs(moved) >= 1) this.#scroller.scrollTop += moved;
    }
    this.#look();
  }

  toEnd(): void {
    this.#isAtEnd = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#look();
  }

  /** Brings a line into view, `share` of the height from the top (0 to 1). */
  toLine(line: HTMLElement, share: number): void {
    this.#isAtEnd = false;
    this.#scroller.scrollTop += this.#topOf(line) - this.#scroller.clientHeight * share;
    this.#look();
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#scroller.removeEventListener('scroll', this.#onScroll);
  }

  #topOf(line: HTMLElement): number {
    return line.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
  }

  /** The first line whose lower edge lies below `y`, by halving. */
  #lineAt(y: number): number {
    const lines = this.#content.children;
    let low = 0;
    let high = lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const bottom =
        (lines[middle]?.getBoundingClientRect().bottom ?? 0) - this.#scroller.getBoundingClientRect().top;
      if (bottom <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #look(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const below = scrollHeight - scrollTop - clientHeight;
    this.#isAtEnd = this.#mayStick && below < AT_END_PX;
    const lines = this.#content.children;
    const first = lines[this.#lineAt(0)];
    this.#anchor = first instanceof HTMLElement ? { line: first, top: this.#topOf(first) } : null;
    this.#onState({
      isAtEnd: this.#isAtEnd,
      isNearStart: scrollTop < AHEAD_PX,
      isNearEnd: below < AHEAD_PX,
      lastSeen: lines[this.#lineAt(clientHeight + 8) - 1] ?? null,
    });
  }
}
