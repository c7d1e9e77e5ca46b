import { z } from 'zod';
import { CallId, SessionId } from './ids.ts';
import { Timestamp } from './time.ts';

/** A voice call dialled from a session, as this agent's extension sees it (API 5). */
export const Call = z.object({
  id: CallId,
  version: z.number().int(),
  sessionId: SessionId.nullable(),
  number: z.string(),
  state: z.enum(['dialling', 'ringing', 'answered', 'held', 'ended', 'refused']),
  reason: z.string().nullable(),
  startedAt: Timestamp,
  answeredAt: Timestamp.nullable(),
  endedAt: Timestamp.nullable(),
});
export type Call = z.infer<typeof Call>;
