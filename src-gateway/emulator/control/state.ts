// What the control endpoint shows of the PABX: everything a test wants to assert on, in words instead of the
// API's numbers. Messages made up by `scale` are counted, not listed.
import type { Call, Message, Session } from '../model/entities.ts';
import { DELIVERY } from '../model/entities.ts';
import { isLive } from '../calls.ts';
import { sessionById, type World } from '../world.ts';
import type { Hands } from './verbs.ts';

export function stateOf(hands: Hands): object {
  const world = hands.world();
  const sessions = [...world.book.all()];
  return {
    now: world.clock.now(),
    settings: world.settings,
    tokens: world.tokens.count,
    sockets: hands.line.count,
    extensions: world.extensions.map(({ id, number, name, presence, mayCallOut }) => ({
      id,
      number,
      name,
      presence,
      mayCallOut,
    })),
    generatedSessions: sessions.filter((session) => session.generated !== null).length,
    sessions: sessions
      .filter((session) => session.generated === null || world.book.stored(session.id).length > 0)
      .map((session) => sessionView(world, session)),
    calls: [...world.calls.values()].map((call) => callView(world, call)),
    campaigns: [...world.campaigns.values()].map((campaign) => ({
      id: campaign.id,
      name: campaign.name,
      status: campaign.status,
      total: campaign.numbers.length,
      failed: campaign.failedNumbers.size,
    })),
  };
}

/** All messages of one session, oldest first, made-up ones included. */
export function messagesOf(world: World, sessionId: number): object {
  const session = sessionById(world, sessionId);
  return { sessionId, messages: world.book.history(session, null, Infinity).map(messageView) };
}

function sessionView(world: World, session: Session): object {
  const holder = world.extensions.find(({ id }) => id === session.holderId);
  return {
    id: session.id,
    type: session.type,
    channelId: session.channelId,
    did: session.did,
    address: session.to.userNo,
    name: session.to.username,
    origin: session.origin,
    queueId: session.queueId,
    holder: holder?.number ?? null,
    isWithPlatform: session.isWithPlatform,
    isClosed: session.isClosed,
    archivedBy: session.archivedBy,
    removedBy: session.removedBy,
    openedAt: session.openedAt,
    messages: world.book.stored(session.id).map(messageView),
  };
}

function messageView(message: Message): object {
  const status = { [DELIVERY.sending]: 'sending', [DELIVERY.sent]: 'sent', [DELIVERY.failed]: 'failed' };
  return {
    id: message.id,
    type: message.type,
    kind: message.kind,
    by: message.sender.userNo,
    byType: message.sender.userType,
    body: message.body,
    file: message.file,
    templateParam: message.templateParam,
    tag: message.tag,
    param: message.param,
    requestId: message.requestId,
    status: status[message.deliveryStatus],
    sendError: message.sendError,
    sentAt: message.sentAt,
    receivedAt: message.receivedAt,
    readAt: message.readAt,
  };
}

function callView(world: World, call: Call): object {
  const caller = world.extensions.find(({ id }) => id === call.extensionId);
  return {
    id: call.id,
    caller: caller?.number ?? '',
    callee: call.callee,
    stage: call.stage,
    isLive: isLive(call),
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
  };
}
