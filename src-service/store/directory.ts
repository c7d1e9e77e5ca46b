// Agents, queues, channels, templates, campaigns and calls: small, read whole, told by one mapper.
import type { SqlDatabase } from '../ports.ts';
import { json, number } from './columns.ts';
import type { DirectoryTable } from './cache-schema.ts';
import { fold } from './words.ts';

export function directoryTable<Entity extends { readonly version: number }>(
  database: SqlDatabase,
  table: DirectoryTable,
  describe: (entity: Entity) => { id: string; name: string },
) {
  const version = database.prepare(`SELECT version, generation FROM ${table} WHERE id = ?`);
  const put = database.prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?, ?, ?, ?)`);
  const get = database.prepare(`SELECT body FROM ${table} WHERE id = ?`);
  const all = database.prepare(`SELECT body FROM ${table} ORDER BY sort_key, id`);
  const remove = database.prepare(`DELETE FROM ${table} WHERE id = ? AND version <= ?`);
  const sweep = database.prepare(`DELETE FROM ${table} WHERE generation < ?`);

  return {
    get(id: string): Entity | null {
      const row = get.get(id);
      return row === undefined ? null : json<Entity>(row, 'body');
    },
    all: (): Entity[] => all.all().map((row) => json<Entity>(row, 'body')),
    /** False when the same or a newer version is held in this generation. */
    put(entity: Entity, generation: number): boolean {
      const { id, name } = describe(entity);
      const held = version.get(id);
      const isCurrent = held !== undefined && number(held, 'generation') === generation;
      if (isCurrent && number(held, 'version') >= entity.version) return false;
      put.run(id, entity.version, generation, fold(name), JSON.stringify(entity));
      return true;
    },
    remove: (id: string, upTo: number): boolean => remove.run(id, upTo).changes > 0,
    sweep: (generation: number): boolean => sweep.run(generation).changes > 0,
  };
}
