import { describe, expect, it } from 'vitest';
import { PSeriesApi } from './api.ts';
import { Calls } from './calls.ts';
import { EventReader, unwrapMsg } from './event-reader.ts';
import { silentLog } from './log.ts';
import { ManualClock } from './manual-clock.ts';
import { OnlineDevices } from './online-devices.ts';
import { receiveTimeMeansDelivered } from './strategies/delivery-reading.ts';
import { echoThenLikeness } from './strategies/request-correlation.ts';

const clock = new ManualClock();
const MESSAGE = {
  session_id: 3073,
  msg_id: 99_121,
  sender: { user_no: '+12025550123', user_type: 3, username: 'Ann' },
  msg_type: 0,
  msg_body: 'Hello',
  msg_files: '',
  send_time: 1_786_332_157,
};

function reader(warnings: string[] = []): EventReader {
  const url = 'http://pabx.example';
  const credential = { clientId: 'id', clientSecret: 'secret' };
  const api = new PSeriesApi({ url, ...credential, clock, random: () => 0, log: silentLog });
  const now = (): number => clock.now();
  const reading = { deliveryReading: receiveTimeMeansDelivered, correlation: echoThenLikeness(), now };
  const note = (details: object, text: string): void =>
    void warnings.push(`${text} ${JSON.stringify(details)}`);
  const log = { info: note, warn: note, error: note };
  return new EventReader({ reading, calls: new Calls(api), devices: new OnlineDevices(), log });
}

const frame = (type: number, msg: unknown): object => ({ type, sn: '3631A', msg });

describe('the events of the PABX', () => {
  it('are read alike from a string, an object, a string in a string and a wrapping in data', () => {
    const text = JSON.stringify(MESSAGE);
    for (const msg of [
      MESSAGE,
      text,
      JSON.stringify(text),
      { data: MESSAGE },
      JSON.stringify({ data: MESSAGE }),
    ]) {
      expect(unwrapMsg(msg)).toEqual(MESSAGE);
      expect(reader().read(frame(30031, msg))).toMatchObject({
        kind: 'message',
        message: {
          id: 99_121,
          sessionId: 3073,
          text: 'Hello',
          sentAt: 1_786_332_157_000,
          author: { kind: 'contact' },
        },
      });
    }
  });

  it('are told once, however often they come', () => {
    const events = reader();
    expect(events.read(frame(30031, MESSAGE))).not.toBeNull();
    expect(events.read(frame(30031, JSON.stringify(MESSAGE)))).toBeNull();
    expect(events.read(frame(30031, { ...MESSAGE, msg_id: 99_122 }))).not.toBeNull();
  });

  it('tell each step of a delivery: sent, delivered, and read apart', () => {
    const events = reader();
    const sent = { ...MESSAGE, sender: { user_no: '1001', user_type: 1, username: 'Ana' }, request_id: 'r1' };
    const deliveries = [
      { ...sent, delivery_status: 1 },
      { ...sent, delivery_status: 1 },
      { ...sent, delivery_status: 1, receive_time: 1_786_332_160 },
    ].map((msg) => events.read(frame(30032, msg)));
    expect(deliveries).toMatchObject([
      { kind: 'delivery', message: { delivery: 'sent', requestId: 'r1' } },
      null,
      { kind: 'delivery', message: { delivery: 'delivered' } },
    ]);
    const receipt = '{"data":{"session_id":3073,"read_msg_id":99121,"user_id":0,"read_time":1786332157}}';
    expect(events.read(frame(30038, receipt))).toEqual({
      kind: 'read',
      sessionId: 3073,
      upToMessageId: 99_121,
      at: 1_786_332_157_000,
    });
  });

  it('tell why a message failed in our codes, with the provider’s words', () => {
    const failed = {
      ...MESSAGE,
      sender: { user_no: '1001', user_type: 1 },
      delivery_status: 2,
      send_error: 'msg_exceed',
      send_error_msg: 'Too long.',
    };
    expect(reader().read(frame(30032, failed))).toMatchObject({
      message: { delivery: 'failed', failure: { code: 'message.textTooLong', reason: 'Too long.' } },
    });
  });

  it('say that an extension is online while any of its devices is registered', () => {
    const events = reader();
    const change = (kind: string, status: string): object => ({ extension: '1001', kind, status });
    const told = [change('Sip', 'Registered'), change('Web', 'Registered'), change('Sip', 'Unregistered')];
    expect(told.map((msg) => events.read(frame(30007, JSON.stringify(msg))))).toMatchObject([
      { kind: 'online', isOnline: true },
      { isOnline: true },
      { isOnline: true },
    ]);
    expect(events.read(frame(30007, change('Web', 'Unregistered')))).toMatchObject({ isOnline: false });
    expect(events.read(frame(30009, '{"extension":"1001","status":"lunch"}'))).toEqual({
      kind: 'presence',
      number: '1001',
      presence: 'lunch',
    });
  });

  it('follow a call from the agent’s own ringing phone to its end', () => {
    const events = reader();
    const own = (status: string): object => ({
      extension: { number: '1001', channel_id: 'a', member_status: status },
    });
    const other = (status: string): object => ({
      outbound: { to: '+55', channel_id: 'b', member_status: status },
    });
    const state = (...members: object[]): unknown =>
      events.read(frame(30011, JSON.stringify({ call_id: '16.8', members })));
    expect([
      state(own('RING')),
      state(own('ALERT'), other('RING')),
      state(own('ANSWERED'), other('ANSWER')),
      state(own('HOLD')),
      state(own('ANSWERED')),
      state(other('BYE')),
    ]).toMatchObject(
      ['dialling', 'ringing', 'answered', 'held', 'answered', 'ended'].map((expected) => ({
        kind: 'call',
        callId: '16.8',
        extension: '1001',
        state: expected,
      })),
    );
    expect(events.read(frame(30015, { call_id: '16.9', reason: 'No permission' }))).toEqual({
      kind: 'callRefused',
      callId: '16.9',
      reason: 'No permission',
    });
  });

  it('are counted and named once when nobody reads their kind', () => {
    const warnings: string[] = [];
    const events = reader(warnings);
    expect([events.read(frame(30037, {})), events.read(frame(30037, {}))]).toEqual([null, null]);
    expect(events.unknownKinds).toEqual(new Map([[30_037, 2]]));
    expect(warnings).toHaveLength(1);
    expect(events.topics).not.toContain(30_037);
  });

  it('are left out when they cannot be read, and the log names the field but not its content', () => {
    const warnings: string[] = [];
    const events = reader(warnings);
    expect(events.read(frame(30031, { ...MESSAGE, msg_id: 'secret words' }))).toBeNull();
    expect(events.read('heartbeat response')).toBeNull();
    expect(warnings.join()).toContain('msg_id');
    expect(warnings.join()).not.toContain('secret words');
  });
});
