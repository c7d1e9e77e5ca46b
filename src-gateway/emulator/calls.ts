// Click-to-call (reference 5): the caller's own phone rings first, then the callee is dialled. Refusals never
// fail the request, they come as event 30015. With people about, calls live by themselves; otherwise the
// control endpoint moves them from stage to stage.
import { systemLine } from './messaging.ts';
import type { Call, CallStage, Session } from './model/entities.ts';
import { MSG_TYPE } from './model/entities.ts';
import { PabxRefusal } from './model/errcodes.ts';
import { EVENT } from './model/event-feed.ts';
import { extensionById, extensionByNumber, partyOf, type World } from './world.ts';

const TRUNK = 'Tronco Principal';

/** `member_status` of the two sides in each stage; null where a side has no part in it yet. */
const MEMBER_STATUS = {
  calling: { extension: 'RING', outbound: null },
  ringing: { extension: 'ALERT', outbound: 'RING' },
  answered: { extension: 'ANSWERED', outbound: 'ANSWER' },
  held: { extension: 'HOLD', outbound: 'ANSWER' },
  ended: { extension: 'BYE', outbound: 'BYE' },
  refused: { extension: 'BYE', outbound: null },
} satisfies Record<CallStage, { extension: string; outbound: string | null }>;

/** Dials `callee` from the extension `caller`. `permission`: whose right to call out is borrowed. */
export function dial(world: World, caller: string, callee: string, permission: string): Call {
  const extension = extensionByNumber(world, caller);
  const allowed = permission === '' ? extension : extensionByNumber(world, permission);
  const now = world.clock.now();
  const serial = world.calls.size + 1;
  const call: Call = {
    id: `${Math.floor(now / 1000)}.${870 + serial}`,
    extensionId: extension.id,
    callee,
    channelIds: {
      extension: `PJSIP/${caller}-${String(serial).padStart(8, '0')}`,
      outbound: `PJSIP/trunk-${String(serial).padStart(8, '0')}`,
    },
    stage: 'calling',
    startedAt: now,
    answeredAt: 0,
    endedAt: 0,
  };
  world.calls.set(call.id, call);
  if (!allowed.mayCallOut && callee.length > 4) {
    // The answer with the call's id comes first, as on the real PABX.
    world.clock.after(0, () => refuseCall(world, call, 'No permission to call out'));
    return call;
  }
  world.clock.after(0, () => {
    if (call.stage === 'calling') tell(world, call);
  });
  if (world.settings.peopleRunning) liveCall(world, call);
  return call;
}

/** Puts the call into `stage` and tells it (30011, and 30008 for the extension). */
export function moveCall(world: World, call: Call, stage: CallStage): void {
  if (call.stage === 'ended' || call.stage === 'refused') {
    throw new PabxRefusal(60001, `call ${call.id} is over`);
  }
  if (stage === 'refused') return refuseCall(world, call, 'The call was refused');
  call.stage = stage;
  if (stage === 'answered' && call.answeredAt === 0) call.answeredAt = world.clock.now();
  if (stage === 'ended') call.endedAt = world.clock.now();
  tell(world, call);
  if (stage === 'ended') leaveLine(world, call);
}

/** Ends the call that the channel belongs to. */
export function hangUp(world: World, channelId: string): void {
  for (const call of world.calls.values()) {
    const { extension, outbound } = call.channelIds;
    if ((extension === channelId || outbound === channelId) && isLive(call)) {
      return moveCall(world, call, 'ended');
    }
  }
  throw new PabxRefusal(70130, `no live call has the channel ${channelId}`);
}

/** The call as 30011 and `call/query` show it. Each member has exactly one of extension, inbound, outbound. */
export function callShape(world: World, call: Call): object {
  const extension = extensionById(world, call.extensionId);
  const status = MEMBER_STATUS[call.stage];
  const own = {
    extension: {
      number: extension.number,
      channel_id: call.channelIds.extension,
      member_status: status.extension,
      call_path: '',
    },
  };
  const other = {
    outbound: {
      from: extension.number,
      to: call.callee,
      trunk_name: TRUNK,
      channel_id: call.channelIds.outbound,
      member_status: status.outbound,
      call_path: '',
    },
  };
  return { call_id: call.id, members: status.outbound === null ? [own] : [own, other] };
}

export const isLive = (call: Call): boolean => call.stage !== 'ended' && call.stage !== 'refused';

function tell(world: World, call: Call): void {
  const extension = extensionById(world, call.extensionId);
  if (!extension.monitors.call) return;
  world.events.publish(EVENT.call, callShape(world, call));
  const status = !isLive(call) ? 'Idle' : call.stage === 'calling' ? 'Ringing' : 'Busy';
  world.events.publish(EVENT.callState, { extension: extension.number, status });
}

function refuseCall(world: World, call: Call, reason: string): void {
  if (!isLive(call)) return;
  call.stage = 'refused';
  call.endedAt = world.clock.now();
  const extension = extensionById(world, call.extensionId);
  world.events.publish(EVENT.callFailed, {
    call_id: call.id,
    caller: extension.number,
    callee: call.callee,
    reason,
  });
}

/** A call between people: some answer, some do not, all end. */
function liveCall(world: World, call: Call): void {
  const chance = world.random.fork(`call ${call.id}`);
  const later = (ms: number, stage: CallStage, then: () => void): void => {
    world.clock.after(ms, () => {
      if (!isLive(call)) return;
      moveCall(world, call, stage);
      then();
    });
  };
  const hang = (ms: number): void => later(ms, 'ended', () => undefined);
  later(2000, 'ringing', () => {
    if (chance.chance(0.25)) hang(20_000);
    else later(chance.int(3000, 9000), 'answered', () => hang(chance.int(15_000, 90_000)));
  });
}

/** The session with the number called keeps a line of the call (8). */
function leaveLine(world: World, call: Call): void {
  const extension = extensionById(world, call.extensionId);
  const isOurs = (session: Session): boolean =>
    !session.isClosed && session.to.userNo === call.callee && session.holderId === extension.id;
  const [session] = world.book.page(null, 1, isOurs);
  if (session === undefined) return;
  const durationMs = call.answeredAt === 0 ? 0 : call.endedAt - call.answeredAt;
  systemLine(world, session, MSG_TYPE.call, partyOf(extension), {
    call_id: call.id,
    from: extension.number,
    to: call.callee,
    status: call.answeredAt === 0 ? 'no_answer' : 'answered',
    talk_duration: Math.round(durationMs / 1000),
  });
}
