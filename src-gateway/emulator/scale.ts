// A PABX with a past: any number of earlier sessions, for load and search. Each is only a record; its messages
// are made up when somebody reads them (model/generated-history.ts).
import type { Session } from './model/entities.ts';
import { USER_TYPE } from './model/entities.ts';
import { generatedName, STEP_MS } from './model/generated-history.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
/** Older ones are closed, as the PABX's own sweep of idle sessions would have done. */
const OPEN_AT_MOST_MS = 5 * 86_400_000;

/** Adds `count` sessions that ended a minute apart, the newest a minute before now. A few still wait. */
export function addEarlierSessions(world: World, count: number): void {
  const random = world.random.fork('scale');
  const now = world.clock.now();
  const channels = world.channels.filter((channel) => channel.type === 'sms' || channel.type === 'whatsapp');
  for (let index = 0; index < count; index += 1) {
    const channel = random.pick(channels);
    const did = random.pick(channel.dids);
    const queue = did.destination.type === 'queue' ? world.queues.get(did.destination.id) : undefined;
    const endedAt = now - (count - index) * MINUTE_MS;
    const isRecent = now - endedAt < OPEN_AT_MOST_MS;
    const isWaiting = isRecent && queue !== undefined && random.chance(0.01);
    const isClosed = !isRecent || (!isWaiting && random.chance(0.7));
    const holders = queue?.members.map((member) => member.extensionId) ?? [did.destination.id];
    const seed = random.int(0, 2 ** 31);
    const messages = random.int(2, 18);
    const firstMsgId = world.book.nextMsgId();
    const session: Session = {
      id: world.book.nextSessionId(),
      channelId: channel.id,
      type: channel.type,
      did: did.number,
      to: {
        userNo: `+55119${String(50_000_000 + index).padStart(8, '0')}`,
        userType: channel.type === 'whatsapp' ? USER_TYPE.whatsapp : USER_TYPE.sms,
        username: channel.type === 'whatsapp' ? generatedName(seed) : '',
      },
      origin: '',
      campaignId: 0,
      queueId: queue?.id ?? 0,
      holderId: isWaiting ? 0 : random.pick(holders),
      isWithPlatform: false,
      isClosed,
      archivedBy: [],
      removedBy: [],
      openedAt: endedAt - messages * STEP_MS,
      closedAt: isClosed ? endedAt : 0,
      contactWroteAt: endedAt,
      activeAt: endedAt,
      lastMsgId: firstMsgId + messages - 1,
      preChatForm: {},
      generated: { firstMsgId, count: messages, seed },
    };
    world.book.add(session);
  }
}
