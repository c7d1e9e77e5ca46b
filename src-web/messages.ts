// What the page and its Web Worker say to each other beside the bridge, and what tabs say among themselves.
import type { ErrorData } from '#shared/model/errors.ts';

export type ToWorker =
  /** The first message. `agent` chooses another agent of an open gateway. */
  | {
      readonly kind: 'start';
      readonly gateway: string;
      readonly agent: string | null;
      readonly device: string;
    }
  | { readonly kind: 'connect'; readonly port: MessagePort }
  /** Drain, close the files, answer `stopped`. */
  | { readonly kind: 'stop' };

export type FromWorker =
  /** `memory`: the browser keeps nothing for us (private mode); all is gone with the tab. */
  | { readonly kind: 'ready'; readonly storage: 'kept' | 'memory' }
  | { readonly kind: 'failed'; readonly error: ErrorData }
  | { readonly kind: 'stopped' };
