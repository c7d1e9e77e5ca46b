// Table `told_agents`: what everybody was last told of an agent, one JSON text each, so that a restart knows
// whether there is news.
import type { Database } from './database.ts';

export type ToldAgentTable = ReturnType<typeof toldAgentTable>;

export function toldAgentTable(db: Database) {
  const all = db.prepare<[], { readonly extension: string; readonly data: string }>(
    'SELECT extension, data FROM told_agents',
  );
  const put = db.prepare<[string, string]>(
    `INSERT INTO told_agents (extension, data) VALUES (?, ?)
     ON CONFLICT (extension) DO UPDATE SET data = excluded.data`,
  );
  return {
    all: () => all.all(),
    put: (extension: string, data: string): void => void put.run(extension, data),
  };
}
