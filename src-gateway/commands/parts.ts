// What command handlers are made of, and the few steps that all of them share.
import type { CommandName, CommandPayload, CommandResult } from '#shared/link/commands.ts';
import { AppError } from '#shared/model/errors.ts';
import type { AgentEventLog } from '../agent-events/agent-event-log.ts';
import type { Announcer } from '../agent-events/announcer.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Attachments } from '../mirror/attachments.ts';
import type { CallBook } from '../mirror/calls.ts';
import type { DirectoryReader } from '../mirror/directory-reader.ts';
import type { Directory } from '../mirror/directory.ts';
import type { Intake } from '../mirror/intake.ts';
import type { OwnMoves } from '../mirror/own-moves.ts';
import type { SessionReader } from '../mirror/session-reader.ts';
import type { WriteFence } from '../mirror/write-fence.ts';
import type { Pabx } from '../pabx/pabx.ts';
import { refuseAction, type SessionAction } from '../rules/may-do.ts';
import type { SessionRow } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';
import type { CapabilityBook } from './capabilities.ts';

export interface CommandParts {
  readonly store: Store;
  readonly events: AgentEventLog;
  readonly announcer: Announcer;
  readonly directory: Directory;
  readonly directoryReader: DirectoryReader;
  readonly sessions: SessionReader;
  readonly intake: Intake;
  readonly fence: WriteFence;
  readonly ownMoves: OwnMoves;
  readonly attachments: Attachments;
  readonly calls: CallBook;
  readonly capabilities: CapabilityBook;
  readonly pabx: Pabx;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who orders, and under which condition. */
export interface Order {
  readonly extension: string;
  readonly expectedVersion: number | undefined;
}

/** Resolves with the result of the ack; rejects with the AppError of the nack. */
export type Handler<Name extends CommandName> = (
  order: Order,
  payload: CommandPayload<Name>,
) => Promise<CommandResult<Name>>;

export type Handlers<Names extends CommandName> = { readonly [Name in Names]: Handler<Name> };

/**
 * The session of an order, if its agent may do that with it.
 * @throws AppError `session.*`, or `command.conflict` when it moved on since the agent looked.
 */
export function sessionFor(
  { store, announcer }: Pick<CommandParts, 'store' | 'announcer'>,
  order: Order,
  sessionId: string,
  action: SessionAction,
): SessionRow {
  const row = store.sessions.get(sessionId);
  if (!row) throw new AppError('session.notFound');
  const refusal = refuseAction(action, row, announcer.isVisible(order.extension, sessionId));
  if (refusal) throw refusal;
  refuseIfMoved(row, order);
  return row;
}

/** @throws AppError `command.conflict`. */
export function refuseIfMoved(row: SessionRow, order: Order): void {
  if (order.expectedVersion === undefined || order.expectedVersion === row.version) return;
  throw new AppError('command.conflict', { details: { version: row.version } });
}

/** True when the PABX's answer was lost: it may have done what it was asked. */
export const mayBeDone = (error: unknown): boolean =>
  error instanceof AppError && error.details['mayBeDone'] === true;
