// What the banner says, as a decision apart from its look. Silence is the normal state: a live link with an empty
// outbox shows nothing, and a link that is just being made is not worth a line unless something waits.
import type { LinkState } from '#shared/bridge/rows.ts';

export interface BannerFacts {
  readonly link: Pick<LinkState, 'state' | 'since' | 'error'>;
  readonly outbox: { readonly waiting: number; readonly failed: number };
  readonly now: number;
}

export interface Banner {
  readonly what: 'offline' | 'connecting' | 'catchingUp' | 'refused' | 'outbox';
  readonly tone: 'neutral' | 'warning' | 'danger';
  /** The button that tries at once. */
  readonly canRetry: boolean;
}

/** A hiccup shorter than this is nobody's business. */
const QUIET_MS = 2000;

/** The banner to show, or null for none. */
export function bannerFor({ link, outbox, now }: BannerFacts): Banner | null {
  switch (link.state) {
    case 'refused':
      return { what: 'refused', tone: 'danger', canRetry: false };
    case 'offline':
      return { what: 'offline', tone: 'warning', canRetry: true };
    case 'connecting':
      return now - link.since < QUIET_MS ? null : { what: 'connecting', tone: 'neutral', canRetry: true };
    case 'catchingUp':
      return now - link.since < QUIET_MS ? null : { what: 'catchingUp', tone: 'neutral', canRetry: false };
    case 'live':
      return outbox.failed > 0 ? { what: 'outbox', tone: 'danger', canRetry: false } : null;
    case 'signedOut':
      return null;
  }
}
