// Tables `answers` and `intents`: what was answered to a command (so that a retry gets the same), and what is
// being sent to the PABX right now (so that a kill between its answer and our commit never doubles a message).
import { MessageContent } from '#shared/link/commands.ts';
import type { Database } from './database.ts';

export interface SendIntent {
  readonly messageId: string;
  readonly extension: string;
  readonly sessionId: string;
  readonly content: MessageContent;
  /** Newest position of the session before it was sent: the message lies after it. */
  readonly afterPosition: number;
  readonly attemptedAt: number;
}

type RawIntent = Omit<SendIntent, 'content'> & { readonly content: string };

export type CommandTable = ReturnType<typeof commandTable>;

export function commandTable(db: Database) {
  const answer = db
    .prepare<[string, string], string>('SELECT data FROM answers WHERE extension = ? AND command_id = ?')
    .pluck();
  const remember = db.prepare<[string, string, number, string]>(
    `INSERT INTO answers (extension, command_id, at, data) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET at = excluded.at, data = excluded.data`,
  );
  const forget = db.prepare<[number]>('DELETE FROM answers WHERE at < ?');
  const columns = `message_id AS messageId, extension, session_id AS sessionId, content,
    after_position AS afterPosition, attempted_at AS attemptedAt`;
  const putIntent = db.prepare<RawIntent>(
    `INSERT INTO intents (message_id, extension, session_id, content, after_position, attempted_at)
     VALUES (@messageId, @extension, @sessionId, @content, @afterPosition, @attemptedAt)
     ON CONFLICT (message_id) DO UPDATE SET attempted_at = excluded.attempted_at`,
  );
  const intent = db.prepare<[string], RawIntent>(`SELECT ${columns} FROM intents WHERE message_id = ?`);
  const intents = db.prepare<[], RawIntent>(`SELECT ${columns} FROM intents ORDER BY attempted_at`);
  const ofSession = db.prepare<[string], RawIntent>(`SELECT ${columns} FROM intents WHERE session_id = ?`);
  const settle = db.prepare<[string]>('DELETE FROM intents WHERE message_id = ?');
  const read = (raw: RawIntent): SendIntent => ({
    ...raw,
    content: MessageContent.parse(JSON.parse(raw.content)),
  });
  return {
    /** The remembered answer as JSON text. */
    answer: (extension: string, commandId: string): string | undefined => answer.get(extension, commandId),
    remember: (extension: string, commandId: string, at: number, data: string): void =>
      void remember.run(extension, commandId, at, data),
    forgetAnswers: (before: number): number => forget.run(before).changes,
    putIntent: (value: SendIntent): void =>
      void putIntent.run({ ...value, content: JSON.stringify(value.content) }),
    intent(messageId: string): SendIntent | undefined {
      const raw = intent.get(messageId);
      return raw === undefined ? undefined : read(raw);
    },
    /** Oldest attempt first. */
    intents: (): SendIntent[] => intents.all().map(read),
    intentsOf: (sessionId: string): SendIntent[] => ofSession.all(sessionId).map(read),
    settleIntent: (messageId: string): void => void settle.run(messageId),
  };
}
