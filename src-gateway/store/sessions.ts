// Table `sessions`: one row per session, the same for all agents. What differs per agent is in session-agents.
import { LastMessage } from '#shared/model/session.ts';
import type { Session } from '#shared/model/session.ts';
import type { SessionId } from '#shared/model/ids.ts';
import type { Database } from './database.ts';

export interface SessionRow {
  readonly id: SessionId;
  /** The PABX's id; null while a session made here has not yet sent its first message. */
  readonly pabxId: number | null;
  /** Grows with every change that any agent is told of. */
  readonly version: number;
  readonly kind: Session['channelKind'];
  readonly channelId: string;
  readonly channelName: string;
  readonly sender: string;
  readonly address: string;
  /** As the channel calls the contact; the company contacts know better (contactId). */
  readonly contactName: string;
  readonly contactId: string | null;
  readonly queueId: string | null;
  readonly holder: string | null;
  readonly origin: Session['origin'];
  readonly campaignId: string | null;
  readonly state: Session['state'];
  readonly replyWindowEndsAt: number | null;
  readonly openedAt: number;
  readonly endedAt: number | null;
  readonly activeAt: number;
  readonly lastMessage: LastMessage | null;
  readonly lastPosition: number;
  /** True when the PABX has nothing older than what we hold. */
  readonly isHistoryComplete: boolean;
  /** The note given with a transfer, until the PABX's system line comes that it belongs to. */
  readonly transferNote: string;
}

type Raw = Omit<SessionRow, 'lastMessage' | 'isHistoryComplete'> & {
  readonly lastMessage: string | null;
  readonly isHistoryComplete: number;
};

const COLUMNS = `id, pabx_id AS pabxId, version, kind, channel_id AS channelId, channel_name AS channelName,
  sender, address, contact_name AS contactName, contact_id AS contactId, queue_id AS queueId, holder, origin,
  campaign_id AS campaignId, state, reply_window_ends_at AS replyWindowEndsAt, opened_at AS openedAt,
  ended_at AS endedAt, active_at AS activeAt, last_message AS lastMessage, last_position AS lastPosition,
  is_history_complete AS isHistoryComplete, transfer_note AS transferNote`;

export type SessionTable = ReturnType<typeof sessionTable>;

export function sessionTable(db: Database) {
  const put = db.prepare<Raw>(
    `INSERT INTO sessions (id, pabx_id, version, kind, channel_id, channel_name, sender, address, contact_name,
       contact_id, queue_id, holder, origin, campaign_id, state, reply_window_ends_at, opened_at, ended_at,
       active_at, last_message, last_position, is_history_complete, transfer_note)
     VALUES (@id, @pabxId, @version, @kind, @channelId, @channelName, @sender, @address, @contactName,
       @contactId, @queueId, @holder, @origin, @campaignId, @state, @replyWindowEndsAt, @openedAt, @endedAt,
       @activeAt, @lastMessage, @lastPosition, @isHistoryComplete, @transferNote)
     ON CONFLICT (id) DO UPDATE SET pabx_id = excluded.pabx_id, version = excluded.version,
       kind = excluded.kind, channel_id = excluded.channel_id, channel_name = excluded.channel_name,
       sender = excluded.sender, address = excluded.address, contact_name = excluded.contact_name,
       contact_id = excluded.contact_id, queue_id = excluded.queue_id, holder = excluded.holder,
       origin = excluded.origin, campaign_id = excluded.campaign_id, state = excluded.state,
       reply_window_ends_at = excluded.reply_window_ends_at, opened_at = excluded.opened_at,
       ended_at = excluded.ended_at, active_at = excluded.active_at, last_message = excluded.last_message,
       last_position = excluded.last_position, is_history_complete = excluded.is_history_complete,
       transfer_note = excluded.transfer_note`,
  );
  const get = db.prepare<[string], Raw>(`SELECT ${COLUMNS} FROM sessions WHERE id = ?`);
  const byPabxId = db.prepare<[number], Raw>(`SELECT ${COLUMNS} FROM sessions WHERE pabx_id = ?`);
  const openWith = db.prepare<[string, string], Raw>(
    `SELECT ${COLUMNS} FROM sessions WHERE address = ? AND sender = ? AND state = 'open'
     ORDER BY active_at DESC LIMIT 1`,
  );
  const take = db.prepare<[string, string]>(
    `UPDATE sessions SET holder = ? WHERE id = ? AND holder IS NULL AND state = 'open'`,
  );
  const ofQueue = db.prepare<[string], Raw>(
    `SELECT ${COLUMNS} FROM sessions WHERE queue_id = ? AND holder IS NULL`,
  );
  const addresses = db.prepare<[], { id: string; address: string; contactId: string | null }>(
    'SELECT id, address, contact_id AS contactId FROM sessions',
  );
  const unborn = db
    .prepare<[number], string>('SELECT id FROM sessions WHERE pabx_id IS NULL AND opened_at < ?')
    .pluck();
  const count = db.prepare<[], number>('SELECT count(*) FROM sessions').pluck();
  const read = (raw: Raw): SessionRow => ({
    ...raw,
    lastMessage: raw.lastMessage === null ? null : LastMessage.parse(JSON.parse(raw.lastMessage)),
    isHistoryComplete: raw.isHistoryComplete === 1,
  });
  const one = (raw: Raw | undefined) => (raw === undefined ? undefined : read(raw));
  return {
    put: (row: SessionRow): void =>
      void put.run({
        ...row,
        lastMessage: row.lastMessage === null ? null : JSON.stringify(row.lastMessage),
        isHistoryComplete: row.isHistoryComplete ? 1 : 0,
      }),
    get: (id: string): SessionRow | undefined => one(get.get(id)),
    byPabxId: (pabxId: number): SessionRow | undefined => one(byPabxId.get(pabxId)),
    /** The newest open session between our sender and an address. */
    openWith: (sender: string, address: string): SessionRow | undefined => one(openWith.get(address, sender)),
    /** The one atomic step of pick-up: true for exactly one of all who try. */
    take: (id: string, extension: string): boolean => take.run(extension, id).changes === 1,
    /** What waits in a queue, and what ended there unheld: who sees it depends on the queue's members. */
    unheldOfQueue: (queueId: string): SessionRow[] => ofQueue.all(queueId).map(read),
    addresses: () => addresses.all(),
    /** Sessions made here before `before` in which nothing was ever sent. */
    unborn: (before: number): string[] => unborn.all(before),
    count: (): number => count.get() ?? 0,
  };
}
