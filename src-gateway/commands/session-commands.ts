// The commands that move a session: each is the rule, one transaction with everybody's events, the PABX, and
// where that refuses, the way back with a further event.
import { SessionId } from '#shared/model/ids.ts';
import { AppError } from '#shared/model/errors.ts';
import { randomUUID } from 'node:crypto';
import { canBeStarted, maySend } from '../agent-events/views.ts';
import { toAddress } from '../rules/addresses.ts';
import type { OwnMove } from '../mirror/own-moves.ts';
import { alreadyPickedUp, refusePickUp, refuseTransfer } from '../rules/may-do.ts';
import { replyWindowAtFirst } from '../rules/sending.ts';
import type { SessionAgentRow } from '../store/session-agents.ts';
import type { SessionRow } from '../store/sessions.ts';
import { mayBeDone, refuseIfMoved, sessionFor, type CommandParts, type Handlers } from './parts.ts';

type Names =
  | 'session.create'
  | 'session.pickUp'
  | 'session.transfer'
  | 'session.end'
  | 'session.remove'
  | 'session.archive'
  | 'session.unarchive'
  | 'message.markRead';

export function sessionCommands(parts: CommandParts): Handlers<Names> {
  const { store, announcer, directory, fence, ownMoves, pabx, clock, log } = parts;

  /** Asks the PABX; when it refuses, the transaction `undo` takes the change back and the refusal goes on. */
  const confirm = async (
    row: SessionRow,
    ask: (pabxId: number) => Promise<void>,
    undo: (now: SessionRow) => void,
  ) => {
    if (row.pabxId === null) return;
    const write = fence.begin(row.id);
    try {
      await ask(row.pabxId);
    } catch (error) {
      if (!mayBeDone(error)) {
        store.transaction(() => {
          const now = store.sessions.get(row.id);
          if (now) undo(now);
        });
      }
      write.dispose();
      // Whatever it did or did not do, its list says.
      parts.sessions
        .reread(row.pabxId)
        .catch((failure: unknown) => log.error('A session could not be read after a refusal.', failure));
      throw error;
    } finally {
      write.dispose();
    }
  };

  /** Changes the agent's own part of a session here and at the PABX. */
  const confirmOwn = async (
    row: SessionRow,
    extension: string,
    change: Partial<SessionAgentRow>,
    undo: Partial<SessionAgentRow>,
    ask: (pabxId: number) => Promise<void>,
  ) => {
    const write = fence.begin(`${row.id}/${extension}`);
    try {
      const told = store.transaction(() => announcer.ownPart(row, extension, change));
      await confirm(told, ask, (now) => announcer.ownPart(now, extension, undo));
    } finally {
      write.dispose();
    }
  };

  const archive = async (sessionId: string, extension: string, row: SessionRow, isArchived: boolean) => {
    if (store.sessionAgents.get(extension, sessionId)?.isArchived === isArchived) return {};
    await confirmOwn(row, extension, { isArchived }, { isArchived: !isArchived }, (id) =>
      pabx.setArchived(id, extension, isArchived),
    );
    return {};
  };

  return {
    async 'session.create'({ extension }, { channelId, sender, address: typed }) {
      const channel = directory.get('channel', channelId)?.value;
      const isAllowed =
        channel !== undefined &&
        canBeStarted(channel.kind) &&
        channel.numbers.includes(sender) &&
        maySend(channel.starters[sender], extension);
      if (!isAllowed) throw new AppError('session.senderNotAllowed', { details: { sender } });
      const address = toAddress(typed);
      const held = store.sessions.openWith(sender, address);
      if (held && announcer.isVisible(extension, held.id)) return { sessionId: held.id, existed: true };
      if (held && held.holder !== null && held.holder !== extension) {
        throw alreadyPickedUp(directory.nameOf(held.holder));
      }
      if (held) {
        const own = store.sessionAgents.get(extension, held.id);
        // The agent removed it once; writing to the same number brings it back.
        if (!own) throw new AppError('session.notVisible');
        store.transaction(() => announcer.ownPart(held, extension, { removedAtPosition: null }));
        return { sessionId: held.id, existed: true };
      }
      const now = clock.now();
      const sessionId = SessionId.parse(randomUUID());
      store.transaction(() =>
        announcer.session({
          id: sessionId,
          pabxId: null,
          version: 0,
          kind: channel.kind,
          channelId,
          channelName: channel.name,
          sender,
          address,
          contactName: '',
          contactId: directory.contactAt(address),
          queueId: null,
          holder: extension,
          origin: 'agent',
          campaignId: null,
          state: 'open',
          replyWindowEndsAt: replyWindowAtFirst(channel.kind),
          openedAt: now,
          endedAt: null,
          activeAt: now,
          lastMessage: null,
          lastPosition: 0,
          isHistoryComplete: true,
          transferNote: '',
        }),
      );
      return { sessionId, existed: false };
    },

    async 'session.pickUp'(order, { sessionId }) {
      const { extension } = order;
      const row = store.sessions.get(sessionId);
      if (!row) throw new AppError('session.notFound');
      const mode = row.queueId === null ? null : (directory.get('queue', row.queueId)?.value.mode ?? null);
      const isKnownTo =
        (row.queueId !== null && directory.membersOf(row.queueId).includes(extension)) ||
        store.sessionAgents.get(extension, sessionId) !== undefined;
      const nameOf = (of: string) => directory.nameOf(of);
      const refusal = refusePickUp(row, mode, extension, isKnownTo, nameOf);
      if (refusal) throw refusal;
      if (row.holder === extension) return {};
      refuseIfMoved(row, order);
      const self = directory.get('agent', extension)?.value;
      if (!self)
        throw new AppError('auth.forbidden', { message: `The PABX knows no extension ${extension}.` });
      const { row: taken, move } = takeSession(parts, row, extension);
      const isOnline = self.isOnlineAtPabx;
      await confirm(
        taken,
        (id) => pabx.pickUp(id, { ...self, isOnline }),
        (now) => {
          move.forget();
          if (now.holder === extension) announcer.session({ ...now, holder: null });
        },
      );
      return {};
    },

    async 'session.transfer'(order, { sessionId, to, note }) {
      const row = sessionFor(parts, order, sessionId, 'transfer');
      const refusal = refuseTransfer(to, order.extension, {
        agent: (extension) => directory.get('agent', extension) !== undefined,
        queue: (id) => directory.get('queue', id) !== undefined,
        platform: parts.capabilities.current().canTransferToPlatform,
      });
      if (refusal) throw refusal;
      if (row.pabxId === null) {
        throw new AppError('session.notWaiting', {
          message: 'Nothing was sent in this session yet. Send a first message, then transfer it.',
        });
      }
      const place =
        to.kind === 'agent'
          ? { holder: to.extension }
          : { holder: null, queueId: to.kind === 'queue' ? to.queueId : null };
      const by = directory.nameOf(order.extension);
      const kind = MOVES[to.kind];
      const receiver = to.kind === 'agent' ? to.extension : null;
      const { moved, move } = store.transaction(() => ({
        move: ownMoves.expect(row, { kind, extension: order.extension, target: receiver }),
        moved: announcer.session({ ...row, ...place, transferNote: note }, { reason: 'transferred', by }),
      }));
      const target =
        to.kind === 'agent'
          ? { kind: 'extension' as const, id: directory.get('agent', to.extension)?.value.id ?? 0 }
          : to.kind === 'queue'
            ? { kind: 'queue' as const, id: Number(to.queueId) }
            : { kind: 'platform' as const };
      const ask = (id: number) =>
        confirm(
          moved,
          () => pabx.transfer(id, target),
          (now) => {
            move.forget();
            announcer.session({ ...now, holder: row.holder, queueId: row.queueId, transferNote: '' });
          },
        );
      const { pabxId } = row;
      if (to.kind !== 'platform') await ask(pabxId);
      else {
        const off = new AppError('pabx.functionOff');
        await parts.capabilities.using('canTransferToPlatform', off, () => ask(pabxId));
      }
      return {};
    },

    async 'session.end'(order, { sessionId }) {
      const row = sessionFor(parts, order, sessionId, 'end');
      if (row.state === 'ended') return {};
      const { ended, move } = store.transaction(() => ({
        move: ownMoves.expect(row, { kind: 'end', extension: order.extension, target: null }),
        ended: announcer.session({ ...row, state: 'ended', endedAt: clock.now() }),
      }));
      await confirm(
        ended,
        (id) => pabx.end(id),
        (now) => {
          move.forget();
          announcer.session({ ...now, state: 'open', endedAt: null });
        },
      );
      return {};
    },

    async 'session.remove'(order, { sessionId }) {
      if (store.sessionAgents.get(order.extension, sessionId)?.removedAtPosition != null) return {};
      const row = sessionFor(parts, order, sessionId, 'remove');
      const change = { removedAtPosition: row.lastPosition };
      await confirmOwn(row, order.extension, change, { removedAtPosition: null }, (id) =>
        pabx.remove(id, order.extension),
      );
      return {};
    },

    async 'session.archive'(order, { sessionId }) {
      const row = sessionFor(parts, order, sessionId, 'archive');
      return archive(sessionId, order.extension, row, true);
    },

    async 'session.unarchive'(order, { sessionId }) {
      const row = sessionFor(parts, order, sessionId, 'archive');
      return archive(sessionId, order.extension, row, false);
    },

    async 'message.markRead'({ extension }, { sessionId, position }) {
      // Other messages may have come since: what was read stays read, so no version is asked for.
      const row = sessionFor(parts, { extension, expectedVersion: undefined }, sessionId, 'read');
      const held = store.sessionAgents.get(extension, sessionId)?.readPosition ?? 0;
      const readPosition = Math.min(position, row.lastPosition);
      if (readPosition <= held) return {};
      store.transaction(() => announcer.ownPart(row, extension, { readPosition }));
      return {};
    },
  };
}

/** How a transfer is remembered until its line comes. */
const MOVES = { agent: 'toAgent', queue: 'toQueue', platform: 'toPlatform' } as const;

/**
 * The one atomic step of pick-up, with the events of everybody concerned.
 * @throws AppError `session.alreadyPickedUp` for all but one of those who try.
 */
export function takeSession(
  { store, announcer, directory, ownMoves }: CommandParts,
  row: SessionRow,
  extension: string,
): { readonly row: SessionRow; readonly move: OwnMove } {
  return store.transaction(() => {
    const isMine = store.sessions.take(row.id, extension);
    const now = store.sessions.get(row.id) ?? row;
    if (!isMine) {
      throw now.holder === null
        ? new AppError('session.ended')
        : alreadyPickedUp(directory.nameOf(now.holder));
    }
    return {
      move: ownMoves.expect(now, { kind: 'pickUp', extension, target: extension }),
      row: announcer.session(now, { reason: 'pickedUpByOther', by: directory.nameOf(extension) }),
    };
  });
}
