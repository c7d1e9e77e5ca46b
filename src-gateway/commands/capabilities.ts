// What agents may do on this PABX. Functions start as offered and go off when the PABX says that it does not
// offer or permit them (errcode 10001, 10005); a client then explains instead of failing.
import type { Capabilities } from '#shared/link/events.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Announcer } from '../agent-events/announcer.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';

export type Capability = Exclude<keyof Capabilities, 'version'>;

export interface CapabilityBook {
  current(): Capabilities;
  /** Runs what needs a capability. @throws AppError `off` when it is off, or turns out to be. */
  using<Result>(capability: Capability, off: AppError, work: () => Promise<Result>): Promise<Result>;
}

export function createCapabilityBook(
  parts: { readonly store: Store; readonly announcer: Announcer; readonly clock: Clock },
  initial: Partial<Record<Capability, boolean>>,
): CapabilityBook {
  // Starting from the time of day, the version grows across restarts.
  let capabilities: Capabilities = {
    version: parts.clock.now(),
    canCallOut: true,
    canTransferToPlatform: true,
    canEditContacts: true,
    canSeeReadReceipts: true,
    ...initial,
  };
  const switchOff = (capability: Capability) => {
    if (!capabilities[capability]) return;
    capabilities = { ...capabilities, [capability]: false, version: capabilities.version + 1 };
    parts.store.transaction(() =>
      parts.announcer.everybody(() => ({ kind: 'capabilities.put', capabilities })),
    );
  };
  return {
    current: () => capabilities,
    async using(capability, off, work) {
      if (!capabilities[capability]) throw off;
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'pabx.functionOff')) throw error;
        switchOff(capability);
        throw off;
      }
    },
  };
}
