// The cursor and what belongs to it. Always written in the transaction of the rows that it stands for.
import type { Capabilities, Cursor } from '#shared/link/events.ts';
import type { SqlDatabase } from '../ports.ts';
import { jsonOrNull, number, textOrNull } from './columns.ts';

export function syncStateTable(database: SqlDatabase) {
  const read = database.prepare('SELECT epoch, seq, generation, capabilities FROM sync_state WHERE id = 1');
  const writeCursor = database.prepare('UPDATE sync_state SET epoch = ?, seq = ? WHERE id = 1');
  const nextGeneration = database.prepare('UPDATE sync_state SET generation = generation + 1 WHERE id = 1');
  const writeCapabilities = database.prepare('UPDATE sync_state SET capabilities = ? WHERE id = 1');
  const quarantine = database.prepare('INSERT OR IGNORE INTO quarantined_events VALUES (?, ?, ?, ?, ?, ?)');
  const row = () => read.get() ?? {};

  return {
    /** Undefined while no snapshot was ever whole, or when one is needed. */
    cursor(): Cursor | undefined {
      const held = row();
      const epoch = textOrNull(held, 'epoch');
      return epoch === null ? undefined : { epoch, seq: number(held, 'seq') };
    },
    setCursor(cursor: Cursor | undefined): void {
      writeCursor.run(cursor?.epoch ?? null, cursor?.seq ?? 0);
    },
    /** Which snapshot rows belong to; rows of an older one are gone or not yet seen again. */
    generation: (): number => number(row(), 'generation'),
    beginGeneration(): number {
      nextGeneration.run();
      return number(row(), 'generation');
    },
    capabilities: (): Capabilities | null => jsonOrNull<Capabilities>(row(), 'capabilities'),
    /** False when the same or a newer version is held. */
    putCapabilities(capabilities: Capabilities, isSnapshot: boolean): boolean {
      const held = jsonOrNull<Capabilities>(row(), 'capabilities');
      if (held !== null && held.version >= capabilities.version && !isSnapshot) return false;
      writeCapabilities.run(JSON.stringify(capabilities));
      return true;
    },
    /** Sets an event aside that could not be understood. False when this position was set aside before. */
    quarantine(epoch: string, seq: number | null, kind: string, reason: string, event: string, at: number) {
      return quarantine.run(epoch, seq, kind, reason, event, at).changes > 0;
    },
  };
}
