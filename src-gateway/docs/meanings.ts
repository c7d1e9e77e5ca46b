// One sentence for each frame, event and command: what the tables of the generated page cannot tell.
import type { CommandName } from '#shared/link/commands.ts';
import type { EventKind } from '#shared/link/events.ts';
import type { ClientFrame, ServerFrame } from '#shared/link/frames.ts';

export const SERVER_MEANINGS: Readonly<Record<ServerFrame['frame'], string>> = {
  hello: 'First frame of the server, at once after the upgrade. `limits` repeats the limits below by name.',
  welcome:
    'The token holds. `resumed` says which road follows: replay (true) or snapshot (false, for `reason`).',
  refused: 'The connection is not taken; the close follows. `retryAfterMs` is the least time to wait.',
  replay: 'A page of missed events, ascending by `seq`. The next page comes only after `pageDone`.',
  snapshotStart: 'A snapshot begins. The cursor at its end is this `epoch` and `seq`.',
  snapshotPage: 'Rows as events without numbers, acknowledged by `pageDone` like a replay page.',
  snapshotEnd: 'The snapshot is whole: delete every row that it did not name, and store the cursor.',
  caughtUp: 'From here on events come live, one frame each, unasked.',
  event: 'A live event. `seq` is exactly one more than the one before.',
  ephemeral: 'Who types, who looks. No number, never stored; over at `untilAt`.',
  heartbeatAck: 'The answer to `heartbeat`.',
  ack: 'The command was done; `result` as its table says.',
  nack: 'The command was refused; nothing was changed, or what was changed was taken back by events.',
  goingAway: 'The server stops soon: open a new connection within the time, then close this one.',
};

export const CLIENT_MEANINGS: Readonly<Record<ClientFrame['frame'], string>> = {
  identify:
    'First frame of the client, within 30 s. `resume` is the stored cursor; leave it out with an empty store.',
  pageDone: 'The transaction that stored this page is committed.',
  heartbeat: 'Are you there? Answered by `heartbeatAck`.',
  command:
    'An order or a question. `payload` as the table of its `name` says. Answered by one `ack` or `nack`.',
  activity:
    'What the agent does in a session now; repeat every 5 s while it lasts. Colleagues get an `ephemeral`.',
};

export const EVENT_MEANINGS: Readonly<Record<EventKind, string>> = {
  'session.put': 'A session as this agent sees it now. A session not known before appears in the lists.',
  'session.gone':
    'The session leaves this agent’s lists with all its messages; `by` is a name made for reading.',
  'message.put': 'A message as it is now: new, or in a later delivery state. Its `session.put` came before.',
  'queue.put': 'A queue, its pick-up mode and its members.',
  'agent.put': 'A colleague’s name, presence, and whether they are online.',
  'channel.put': 'A channel; `senders` are those with which this agent may start a session.',
  'contact.put': 'A company contact.',
  'contact.gone': 'A company contact was deleted.',
  'template.put': 'An approved WhatsApp template.',
  'template.gone': 'A template is no longer there.',
  'campaign.put': 'A campaign assigned to this agent or one of their queues.',
  'call.put': 'A voice call that this agent dialled.',
  'capabilities.put': 'What this agent may do here has changed.',
};

export const COMMAND_MEANINGS: Readonly<Record<CommandName, string>> = {
  'session.create':
    'Starts a session, or gives the open one with the same sender and address. The PABX hears of it with the first message.',
  'session.pickUp':
    'Takes a waiting session. One atomic step: of all who try one wins, the others get `session.alreadyPickedUp` with `details.by`, and `session.gone`.',
  'session.transfer': 'Hands a session over; it leaves this agent’s lists. `note` stands on the system line.',
  'session.end': 'Ends a session for good; no more messages in it.',
  'session.remove':
    'Takes a session out of all this agent’s lists. A later message of the contact brings it back.',
  'session.archive': 'Moves a session to the archived list, for this agent only.',
  'session.unarchive': 'Moves it back.',
  'message.send':
    '`messageId` equals the frame’s `commandId`. The ack means that the PABX accepted; delivery follows as `message.put`. In a queue of mode `auto` the first message takes the session. In an archived session it unarchives.',
  'message.markRead': 'Everything up to `position` is read, for this agent. Never goes back.',
  'contact.create': 'Makes a company contact.',
  'contact.update': 'Changes a company contact; all fields are given.',
  'call.dial': 'Rings this agent’s own device first, then dials `number`. States follow as `call.put`.',
  'call.hangUp': 'Ends a call.',
  'presence.set': 'This agent’s presence; everybody gets `agent.put`.',
  'session.page': 'A page of a list, newest first. `before` is `activeAt` and `id` of the last row held.',
  'message.page':
    'Messages older than `before`, newest first; fetched from the PABX where the gateway lacks them.',
  'contact.search': 'Company contacts by name, company, e-mail or number, accents ignored.',
  'directory.search': 'Colleagues and queues by name or number.',
  'template.list': 'All templates of a channel.',
};
