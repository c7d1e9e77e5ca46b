// Sends messages, each exactly once. What is being sent is written down first (an intent); the message itself
// is stored only when the PABX has accepted it. Killed in between, or left without an answer, the gateway looks
// into the PABX's history before it sends anything again. In order within a session.
import type { MessageContent } from '#shared/link/commands.ts';
import { AppError } from '#shared/model/errors.ts';
import { FileId, type MessageId, type SessionId } from '#shared/model/ids.ts';
import type { ClaimMessage } from '../mirror/intake.ts';
import type { OwnMove } from '../mirror/own-moves.ts';
import type { OwnPart } from '../mirror/message-shape.ts';
import type { PabxFile, PabxMessage, SendMessage } from '../pabx/pabx.ts';
import { refuseContent, templateText } from '../rules/sending.ts';
import type { SendIntent } from '../store/commands.ts';
import type { SessionRow } from '../store/sessions.ts';
import { mayBeDone, sessionFor, type CommandParts, type Order } from './parts.ts';
import { takeSession } from './session-commands.ts';

export interface Sender {
  send(
    order: Order,
    message: { messageId: MessageId; sessionId: SessionId; content: MessageContent },
  ): Promise<{ messageId: MessageId; position: number }>;
  /** Settles what a kill or an outage left in the air. Call when the PABX is there. */
  settleAll(): Promise<void>;
  readonly claim: ClaimMessage;
}

/** How long after an attempt the PABX's history is taken as complete: only then is a message surely absent. */
const SETTLED_AFTER_MS = 2000;
/** A message found in the history without our id is ours if it was sent within this time of the attempt. */
const SAME_MESSAGE_MS = 5 * 60 * 1000;

export function createSender(parts: CommandParts): Sender {
  const { store, announcer, directory, intake, attachments, fence, pabx, clock, log } = parts;
  const inFlight = new Set<string>();
  const lanes = new Map<string, Promise<unknown>>();

  /** One thing after the other within a session. */
  const inLane = <Result>(sessionId: string, work: () => Promise<Result>): Promise<Result> => {
    const before = lanes.get(sessionId) ?? Promise.resolve();
    const after = before.then(work, work);
    const settled = after
      .catch(() => undefined)
      .then(() => {
        if (lanes.get(sessionId) === settled) lanes.delete(sessionId);
      });
    lanes.set(sessionId, settled);
    return after;
  };

  const ownPartOf = ({ messageId, content }: SendIntent): OwnPart => {
    if (content.kind === 'text') return { id: messageId, text: content.text, file: null, template: null };
    if (content.kind === 'file') {
      const row = store.files.get(content.fileId);
      const file = row && {
        id: FileId.parse(row.id),
        name: row.name,
        mimeType: row.mimeType,
        sizeBytes: row.sizeBytes,
      };
      return { id: messageId, text: content.caption, file: file ?? null, template: null };
    }
    const { templateId, variables } = content;
    const template = directory.get('template', templateId)?.value;
    return {
      id: messageId,
      text: template ? templateText(template, variables) : '',
      file: null,
      template: { templateId, name: template?.name ?? '', language: template?.language ?? '', variables },
    };
  };

  const isSame = (intent: SendIntent, message: PabxMessage): boolean => {
    if (message.requestId !== null) return message.requestId === intent.messageId;
    if (message.author.kind !== 'agent' || message.author.number !== intent.extension) return false;
    if (message.id <= intent.afterPosition) return false;
    if (Math.abs(message.sentAt - intent.attemptedAt) > SAME_MESSAGE_MS) return false;
    if (message.isTemplate || intent.content.kind === 'template') {
      return message.isTemplate && intent.content.kind === 'template';
    }
    const hasFile = intent.content.kind === 'file';
    return hasFile === message.files.length > 0 && message.text === ownPartOf(intent).text;
  };

  const claim: ClaimMessage = (session, message) => {
    const intent = store.commands.intentsOf(session.id).find((candidate) => isSame(candidate, message));
    if (!intent) return null;
    // Without our id on it, it could be the twin of what is on its way: the answer will tell which is which.
    if (message.requestId === null && inFlight.has(intent.messageId)) return 'wait';
    store.commands.settleIntent(intent.messageId);
    if (intent.content.kind === 'file') store.files.setSession(intent.content.fileId, session.id);
    return ownPartOf(intent);
  };

  const uploaded = async (content: MessageContent): Promise<PabxFile | null> => {
    if (content.kind !== 'file') return null;
    const file = store.files.get(content.fileId);
    if (!file) throw new AppError('file.notFound');
    return pabx.upload(await attachments.blobOf(file), file.name);
  };

  const requestFor = (intent: SendIntent, session: SessionRow, file: PabxFile | null): SendMessage => ({
    target:
      session.pabxId === null
        ? {
            provider: directory.get('channel', session.channelId)?.value.provider ?? session.kind,
            sender: session.sender,
            address: session.address,
          }
        : { sessionId: session.pabxId },
    from: intent.extension,
    content: contentFor(intent.content, file),
    requestId: intent.messageId,
  });

  const contentFor = (content: MessageContent, file: PabxFile | null): SendMessage['content'] => {
    if (content.kind === 'text') return { kind: 'text', text: content.text, tag: content.tag };
    if (content.kind === 'file') {
      if (!file) throw new AppError('file.notFound');
      return { kind: 'file', file, text: content.caption, tag: content.tag };
    }
    const template = directory.get('template', content.templateId)?.value;
    if (!template) throw new AppError('message.templateUnknown');
    return { kind: 'template', template, values: content.variables };
  };

  /** Stores what the PABX accepted, and forgets the intent, in one transaction. */
  const accept = (
    intent: SendIntent,
    told: { messageId: number; sessionId: number },
    file: PabxFile | null,
  ) =>
    store.transaction(() => {
      const session = bound(intent, told.sessionId);
      const own = ownPartOf(intent);
      store.commands.settleIntent(intent.messageId);
      if (intent.content.kind === 'file') store.files.setSession(intent.content.fileId, session.id);
      const known = store.messages.byId(intent.messageId);
      if (known) return known;
      const message: PabxMessage = {
        id: told.messageId,
        sessionId: told.sessionId,
        author: { kind: 'agent', number: intent.extension, name: directory.nameOf(intent.extension) },
        text: own.text,
        files: file ? [file] : [],
        isTemplate: intent.content.kind === 'template',
        templateParameters: null,
        system: null,
        delivery: 'sending',
        failure: null,
        sentAt: clock.now(),
        requestId: intent.messageId,
      };
      return intake.sent(session.id, message, own);
    });

  /** The session that a message went into: a new one gets its number now, an older one of the PABX takes over. */
  const bound = (intent: SendIntent, pabxId: number): SessionRow => {
    const session = store.sessions.get(intent.sessionId);
    const atPabx = store.sessions.byPabxId(pabxId);
    if (atPabx && atPabx.id !== session?.id) {
      if (session?.pabxId === null) announcer.session({ ...session, holder: null }, { reason: 'removed' });
      return atPabx;
    }
    if (!session) throw new AppError('session.notFound');
    if (session.pabxId !== null) return session;
    const born = { ...session, pabxId };
    store.sessions.put(born);
    return born;
  };

  const attempt = async (intent: SendIntent): Promise<number> => {
    const session = store.sessions.get(intent.sessionId);
    if (!session) throw new AppError('session.notFound');
    const write = fence.begin(session.id);
    inFlight.add(intent.messageId);
    try {
      const file = await uploadOrDrop(intent);
      store.commands.putIntent({ ...intent, attemptedAt: clock.now() });
      const told = await pabx.send(requestFor(intent, session, file));
      return accept(intent, told, file).position;
    } catch (error) {
      if (!mayBeDone(error)) store.commands.settleIntent(intent.messageId);
      throw error;
    } finally {
      inFlight.delete(intent.messageId);
      write.dispose();
    }
  };

  /** An upload that fails has sent nothing, whatever became of it. */
  const uploadOrDrop = async (intent: SendIntent): Promise<PabxFile | null> => {
    try {
      return await uploaded(intent.content);
    } catch (error) {
      const { code, message } = AppError.from(error, 'pabx.unreachable');
      throw new AppError(code, { message, cause: error });
    }
  };

  /** Looks whether an earlier attempt went out; sends again only what surely did not. The position. */
  const settle = async (intent: SendIntent): Promise<number> => {
    const wait = intent.attemptedAt + SETTLED_AFTER_MS - clock.now();
    if (wait > 0) await new Promise<void>((resolve) => clock.after(wait, resolve));
    await readBack(intent);
    const found = store.messages.byId(intent.messageId);
    if (found) return found.position;
    log.info('A message had not gone out; it is sent again.', { message: intent.messageId });
    return attempt(intent);
  };

  /** Takes in the PABX's history since the attempt; `claim` recognises the message in it. */
  const readBack = async (intent: SendIntent): Promise<void> => {
    let session = store.sessions.get(intent.sessionId);
    if (session?.pabxId === null) {
      await parts.sessions.poll(intent.extension);
      session = store.sessions.get(intent.sessionId);
    }
    if (session?.pabxId == null) return;
    const { pabxId } = session;
    let before: number | undefined;
    for (;;) {
      const page = await pabx.messages(pabxId, { limit: 100, ...(before === undefined ? {} : { before }) });
      intake.messages(intent.sessionId, page);
      before = page[0]?.id;
      if (page.length < 100 || before === undefined || before <= intent.afterPosition) return;
    }
  };

  const firstAttempt = async (order: Order, intent: SendIntent, session: SessionRow): Promise<number> => {
    const mode = session.queueId === null ? null : directory.get('queue', session.queueId)?.value.mode;
    const isTaking = session.holder === null && mode === 'auto';
    const taken = store.transaction(() => {
      // In an automatic queue the first who replies takes the session: before the message goes out.
      const taking = isTaking ? takeSession(parts, session, order.extension) : undefined;
      const row = taking?.row ?? session;
      store.commands.putIntent(intent);
      const isArchived = store.sessionAgents.get(order.extension, row.id)?.isArchived === true;
      if (isArchived) announcer.ownPart(row, order.extension, { isArchived: false });
      if (isArchived && row.pabxId !== null) unarchive(row.pabxId, order.extension);
      return taking;
    });
    try {
      const position = await attempt(intent);
      // It was taken by the reply, so before it.
      taken?.move.liesBefore(position);
      return position;
    } catch (error) {
      if (!mayBeDone(error)) {
        if (taken) release(session.id, order.extension, taken.move);
        throw error;
      }
      return await settle(store.commands.intent(intent.messageId) ?? intent);
    }
  };

  const unarchive = (pabxId: number, extension: string) =>
    store.afterCommit(() => {
      pabx
        .setArchived(pabxId, extension, false)
        .catch((error: unknown) => log.error('A session could not be unarchived at the PABX.', error));
    });

  const release = (sessionId: string, extension: string, move: OwnMove) =>
    store.transaction(() => {
      move.forget();
      const row = store.sessions.get(sessionId);
      if (row?.holder === extension) announcer.session({ ...row, holder: null });
    });

  return {
    claim,
    send: (order, { messageId, sessionId, content }) =>
      inLane(sessionId, async () => {
        const sent = store.messages.byId(messageId);
        if (sent) {
          const isOwn = sent.author.kind === 'agent' && sent.author.extension === order.extension;
          if (!isOwn) throw new AppError('command.invalid', { message: 'This message id is taken.' });
          return { messageId, position: sent.position };
        }
        const hanging = store.commands.intent(messageId);
        if (hanging) {
          if (hanging.extension !== order.extension) throw new AppError('command.invalid');
          return { messageId, position: await settle(hanging) };
        }
        const session = sessionFor(parts, order, sessionId, 'send');
        const template =
          content.kind === 'template' ? directory.get('template', content.templateId)?.value : undefined;
        const isOfChannel = template === undefined || String(template.channelId) === session.channelId;
        const refusal = refuseContent(content, session, isOfChannel ? template : undefined, clock.now());
        if (refusal) throw refusal;
        refuseForeignFile(content, order.extension);
        const intent: SendIntent = {
          messageId,
          extension: order.extension,
          sessionId,
          content,
          afterPosition: session.lastPosition,
          attemptedAt: clock.now(),
        };
        return { messageId, position: await firstAttempt(order, intent, session) };
      }),
    async settleAll() {
      for (const intent of store.commands.intents()) {
        if (inFlight.has(intent.messageId)) continue;
        try {
          await inLane(intent.sessionId, async () => {
            const still = store.commands.intent(intent.messageId);
            if (still) await settle(still);
          });
        } catch (error) {
          log.error('A message that hung in the air could not be settled yet.', error, {
            message: intent.messageId,
          });
        }
      }
    },
  };

  /** An agent sends only what they uploaded themselves. */
  function refuseForeignFile(content: MessageContent, extension: string): void {
    if (content.kind !== 'file') return;
    if (store.files.get(content.fileId)?.uploader !== extension) throw new AppError('file.notFound');
  }
}
