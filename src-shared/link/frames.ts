// Every frame of the link, in both directions. JSON text, one frame per WebSocket message.
import { z } from 'zod';
import { CommandId, ExtensionNumber, SessionId } from '../model/ids.ts';
import { ErrorCode, ErrorData } from '../model/errors.ts';
import { Timestamp } from '../model/time.ts';
import { CommandFrame } from './commands.ts';
import { Capabilities, Cursor, Ephemeral, RawNumberedEvent } from './events.ts';

/** First frame of the server. */
export const HelloFrame = z.object({
  frame: z.literal('hello'),
  protocol: z.number().int(),
  heartbeatMs: z.number().int().positive(),
  serverTime: Timestamp,
  limits: z.record(z.string(), z.number()),
});

/** First frame of the client. `resume` is left out by a client that holds nothing. */
export const IdentifyFrame = z.object({
  frame: z.literal('identify'),
  token: z.string().min(1).max(512),
  device: z.string().min(1).max(128),
  clientVersion: z.string().max(64),
  resume: Cursor.optional(),
});

/**
 * The sign-in holds. `resumed`: replay pages follow from the client's cursor, then `caughtUp`.
 * Not resumed: a snapshot follows, for the `reason` given, then replay of what came meanwhile, then `caughtUp`.
 */
export const WelcomeFrame = z.object({
  frame: z.literal('welcome'),
  agent: z.object({ extension: ExtensionNumber, name: z.string() }),
  capabilities: Capabilities,
  epoch: z.string().min(1),
  resumed: z.boolean(),
  reason: z.enum(['firstTime', 'epochChanged', 'tooOld', 'ahead']).optional(),
});

export const RefusedFrame = z.object({
  frame: z.literal('refused'),
  code: ErrorCode,
  message: z.string(),
  retryable: z.boolean(),
  retryAfterMs: z.number().int().nonnegative().optional(),
});

/** A page of missed events. The next one comes only after the client's `pageDone` (sent after its COMMIT). */
export const ReplayFrame = z.object({
  frame: z.literal('replay'),
  page: z.number().int(),
  events: z.array(RawNumberedEvent),
});

/** The position first: what the rows that follow are at least as new as. The client drops what the rows do not name. */
export const SnapshotStartFrame = z.object({
  frame: z.literal('snapshotStart'),
  epoch: z.string(),
  seq: z.number().int().nonnegative(),
});
/** Rows as events without numbers, newest sessions first; acknowledged page by page like a replay. */
export const SnapshotPageFrame = z.object({
  frame: z.literal('snapshotPage'),
  page: z.number().int(),
  events: z.array(z.looseObject({ kind: z.string() })),
});
/** The snapshot is whole: rows that it did not name are gone, the cursor is the position of its start. */
export const SnapshotEndFrame = z.object({ frame: z.literal('snapshotEnd') });

/** From here on events are live. */
export const CaughtUpFrame = z.object({ frame: z.literal('caughtUp'), seq: z.number().int().nonnegative() });
export const EventFrame = RawNumberedEvent.extend({ frame: z.literal('event') });
export const EphemeralFrame = z.object({ frame: z.literal('ephemeral'), event: Ephemeral });
export const PageDoneFrame = z.object({ frame: z.literal('pageDone'), page: z.number().int() });
export const HeartbeatFrame = z.object({ frame: z.literal('heartbeat') });
export const HeartbeatAckFrame = z.object({ frame: z.literal('heartbeatAck'), serverTime: Timestamp });
export const AckFrame = z.object({ frame: z.literal('ack'), commandId: CommandId, result: z.unknown() });
export const NackFrame = z.object({ frame: z.literal('nack'), commandId: CommandId, error: ErrorData });
/** The server is about to stop: open the new socket before letting go of this one. */
export const GoingAwayFrame = z.object({
  frame: z.literal('goingAway'),
  reconnectWithinMs: z.number().int().nonnegative(),
});
/** What the agent does now, for colleagues in the same queue session. Never stored. */
export const ActivityFrame = z.object({
  frame: z.literal('activity'),
  sessionId: SessionId,
  activity: z.enum(['viewing', 'typing', 'none']),
});

export const ServerFrame = z.discriminatedUnion('frame', [
  HelloFrame,
  WelcomeFrame,
  RefusedFrame,
  ReplayFrame,
  SnapshotStartFrame,
  SnapshotPageFrame,
  SnapshotEndFrame,
  CaughtUpFrame,
  EventFrame,
  EphemeralFrame,
  HeartbeatAckFrame,
  AckFrame,
  NackFrame,
  GoingAwayFrame,
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

export const ClientFrame = z.discriminatedUnion('frame', [
  IdentifyFrame,
  PageDoneFrame,
  HeartbeatFrame,
  CommandFrame,
  ActivityFrame,
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** WebSocket close codes of the link and what the client does about each. */
export const CLOSE_CODES = {
  1001: 'resume',
  4000: 'resume', // the server had to let go (too slow, internal): resume from the cursor
  4001: 'askPerson', // refused: wrong token, forbidden
  4002: 'stop', // protocol not spoken, malformed frames
  4003: 'resume', // heartbeat missed
  4004: 'askPerson', // too many connections
} as const satisfies Record<number, 'resume' | 'askPerson' | 'stop'>;
export type CloseCode = keyof typeof CLOSE_CODES;
