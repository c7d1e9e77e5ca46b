import { describe, expect, it } from 'vitest';
import { ManualClock } from './manual-clock.ts';
import { ReplyWindows, SessionDetail, SessionInfo, toPabxSession } from './session-reader.ts';

const INFO = {
  id: 3073,
  type: 'whatsapp',
  is_close: 0,
  is_archived: 0,
  from: { user_no: '', user_type: 0 },
  to: { user_no: '+12025550123', username: 'Ann', user_type: 3 },
  expire: 600,
  did_number: '+12025550100',
  last_msg_id: 99,
  queue_id: 1,
  pickup_member_id: 0,
};
const info = (values: object = {}): SessionInfo => SessionInfo.parse({ ...INFO, ...values });
const detail = SessionDetail.parse({
  id: 3073,
  channel_type: 'whatsapp',
  channel_name: 'WhatsApp',
  did_number: '+12025550100',
  to_number: '+12025550123',
  origin: '',
  user_info: { user_id: 0, user_no: '+12025550123', user_type: 3, username: 'Ann' },
});

describe('a session of the PABX', () => {
  it('is put together from its row and its details', () => {
    expect(toPabxSession(info(), detail, '1001', 7)).toEqual({
      id: 3073,
      kind: 'whatsapp',
      channelName: 'WhatsApp',
      sender: '+12025550100',
      address: '+12025550123',
      contactName: 'Ann',
      isEnded: false,
      isArchived: false,
      isCampaign: false,
      replyWindowEndsAt: 7,
      lastMessageId: 99,
      queueId: 1,
      holder: '1001',
    });
  });

  it('is a campaign’s by its details or, without them, by its recipient’s kind', () => {
    expect(toPabxSession(info(), { ...detail, origin: 'campaign' }, null, null).isCampaign).toBe(true);
    const recipient = info({ to: { user_no: '+1', user_type: 8 } });
    expect(toPabxSession(recipient, null, null, null).isCampaign).toBe(true);
  });

  it('is ended and archived by flags of any spelling, and has no queue when that is 0', () => {
    const told = info({ is_close: '1', is_archived: true, queue_id: 0 });
    expect(toPabxSession(told, null, null, null)).toMatchObject({
      isEnded: true,
      isArchived: true,
      queueId: null,
    });
  });
});

describe('the reply window', () => {
  it('ends so many seconds from now, at the same moment for each reading of one countdown', () => {
    const clock = new ManualClock();
    const windows = new ReplyWindows(clock);
    const end = windows.endOf(info({ expire: 600 }));
    expect(end).toBe(clock.now() + 600_000);
    clock.advance(10_400);
    expect(windows.endOf(info({ expire: 589 }))).toBe(end);
    clock.advance(1000);
    expect(windows.endOf(info({ expire: 86_400 }))).toBe(clock.now() + 86_400_000);
  });

  it('is over at 0 and absent at -1 and on channels that know none', () => {
    const clock = new ManualClock();
    const windows = new ReplyWindows(clock);
    expect(windows.endOf(info({ expire: 0 }))).toBe(0);
    expect(windows.endOf(info({ expire: -1 }))).toBeNull();
    expect(windows.endOf(info({ type: 'sms', expire: 10 }))).toBeNull();
  });
});
