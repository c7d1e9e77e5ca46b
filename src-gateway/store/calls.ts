// Tables `calls` (what agents dialled from Lynk) and `mirrored` (whose older sessions were read once).
import { Call } from '#shared/model/call.ts';
import type { Database } from './database.ts';

export interface CallRow {
  readonly extension: string;
  readonly call: Call;
}

export type CallTable = ReturnType<typeof callTable>;

export function callTable(db: Database) {
  const put = db.prepare<[string, string, string]>(
    `INSERT INTO calls (id, extension, data) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET data = excluded.data`,
  );
  const get = db.prepare<[string], { extension: string; data: string }>(
    'SELECT extension, data FROM calls WHERE id = ?',
  );
  const markMirrored = db.prepare<[string, number]>(
    'INSERT INTO mirrored (extension, at) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const isMirrored = db.prepare<[string], number>('SELECT 1 FROM mirrored WHERE extension = ?').pluck();
  return {
    put: (extension: string, call: Call): void => void put.run(call.id, extension, JSON.stringify(call)),
    get(id: string): CallRow | undefined {
      const raw = get.get(id);
      return raw === undefined
        ? undefined
        : { extension: raw.extension, call: Call.parse(JSON.parse(raw.data)) };
    },
    markMirrored: (extension: string, at: number): void => void markMirrored.run(extension, at),
    isMirrored: (extension: string): boolean => isMirrored.get(extension) === 1,
  };
}
