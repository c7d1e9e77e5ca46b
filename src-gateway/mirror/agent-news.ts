// Tells everybody how the colleagues are: name, presence, online. Each change concerns every agent, so that N of
// them signing in together would make N² events at once: news are collected for a second, told only where the
// picture differs from what was told last (also before a restart), and no more of them per second than is cheap.
import type { Disposable } from '#shared/model/disposable.ts';
import { z } from 'zod';
import type { Announcer } from '../agent-events/announcer.ts';
import { agentView } from '../agent-events/views.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Directory } from './directory.ts';

export interface AgentNews extends Disposable {
  /** Something about an agent may have changed. Told at once when it is quiet, else within the next seconds. */
  changed(extension: string): void;
  /** Looks at all agents: what changed while nobody could tell it. */
  reviewAll(): void;
  /** Who was in Lynk when everybody was told last. */
  lastInLynk(): string[];
}

const PACE_MS = 1000;
/** Events appended per second at most, counted over all agents who hear of them. */
const EVENTS_PER_PACE = 5000;

const Told = z.object({ view: z.string(), isInLynk: z.boolean() });
type Told = z.infer<typeof Told>;

export function createAgentNews(parts: {
  readonly store: Store;
  readonly directory: Directory;
  readonly announcer: Announcer;
  readonly isInLynk: (extension: string) => boolean;
  readonly clock: Clock;
}): AgentNews {
  const { store, directory, announcer, isInLynk, clock } = parts;
  const told = new Map<string, Told>();
  for (const { extension, data } of store.toldAgents.all()) told.set(extension, Told.parse(JSON.parse(data)));
  const waiting = new Set<string>();
  let toldAt = 0;
  let timer: Disposable | undefined;
  let isOver = false;

  const pictureOf = (extension: string): Told | undefined => {
    const known = directory.get('agent', extension);
    if (!known) return undefined;
    const { version: _, ...view } = agentView(known, isInLynk(extension));
    return { view: JSON.stringify(view), isInLynk: isInLynk(extension) };
  };

  /** True when everybody was told. */
  const tell = (extension: string): boolean => {
    const before = told.get(extension);
    const now = pictureOf(extension);
    if (!now || (before?.view === now.view && before.isInLynk === now.isInLynk)) return false;
    told.set(extension, now);
    store.toldAgents.put(extension, JSON.stringify(now));
    if (before?.view === now.view) return false;
    directory.touchAgent(extension);
    const known = directory.get('agent', extension);
    announcer.everybody(() => known && { kind: 'agent.put', agent: agentView(known, isInLynk(extension)) });
    return true;
  };

  const tellSome = () => {
    timer = undefined;
    const listeners = Math.max(1, store.accounts.extensions().length);
    let left = Math.max(1, Math.floor(EVENTS_PER_PACE / listeners));
    store.transaction(() => {
      for (const extension of waiting) {
        if (left === 0) break;
        waiting.delete(extension);
        if (!tell(extension)) continue;
        left--;
        toldAt = clock.now();
      }
    });
    if (waiting.size > 0) schedule();
  };

  const schedule = () => {
    if (isOver || timer) return;
    const wait = toldAt + PACE_MS - clock.now();
    if (wait <= 0) tellSome();
    else timer = clock.after(wait, tellSome);
  };

  return {
    changed(extension) {
      waiting.add(extension);
      store.afterCommit(schedule);
    },
    reviewAll() {
      for (const { id } of directory.all('agent')) waiting.add(id);
      schedule();
    },
    lastInLynk: () => [...told].filter(([, { isInLynk: wasThere }]) => wasThere).map(([id]) => id),
    dispose() {
      isOver = true;
      timer?.dispose();
    },
  };
}
