// Who looks at a session and who types in it, told to the other agents who see it. Never stored.
import type { Ephemeral } from '#shared/link/events.ts';
import { ExtensionNumber, SessionId } from '#shared/model/ids.ts';
import type { Clock } from '../clock.ts';
import { createRateLimit } from '../commands/rate-limit.ts';

export interface Activities {
  /** An agent says what they do. Ignored where they do not see the session, or say it all the time. */
  told(extension: string, sessionId: string, activity: 'viewing' | 'typing' | 'none'): void;
}

/** How long a sign of life counts; clients repeat theirs sooner. */
const SHOWN_MS = 8000;

export function createActivities(parts: {
  readonly clock: Clock;
  readonly viewers: (sessionId: string) => readonly string[];
  readonly nameOf: (extension: string) => string;
  readonly deliver: (extension: string, event: Ephemeral) => void;
}): Activities {
  const limit = createRateLimit(parts.clock, 40, 10_000);
  return {
    told(extension, sessionId, activity) {
      const viewers = parts.viewers(sessionId);
      if (!viewers.includes(extension) || limit.take(extension) > 0) return;
      const now = parts.clock.now();
      const event: Ephemeral = {
        kind: activity === 'typing' ? 'typing' : 'viewing',
        sessionId: SessionId.parse(sessionId),
        extension: ExtensionNumber.parse(extension),
        name: parts.nameOf(extension),
        untilAt: activity === 'none' ? now : now + SHOWN_MS,
      };
      for (const other of viewers) if (other !== extension) parts.deliver(other, event);
    },
  };
}
