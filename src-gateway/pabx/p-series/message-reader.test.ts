import { describe, expect, it } from 'vitest';
import type { PabxMessage } from '../pabx.ts';
import { MsgRecord, toPabxMessage } from './message-reader.ts';
import { receiveTimeMeansDelivered } from './strategies/delivery-reading.ts';
import { echoThenLikeness } from './strategies/request-correlation.ts';

const RECORD = {
  session_id: 23,
  msg_id: 142,
  delivery_status: 1,
  sender: { user_no: '1001', user_type: 1, username: 'Ana Souza' },
  msg_kind: 0,
  msg_type: 0,
  msg_body: 'Olá',
  msg_files: '',
  send_time: 1_786_332_157,
  receive_time: 0,
  param: '',
  send_error: '',
};

const reading = {
  deliveryReading: receiveTimeMeansDelivered,
  correlation: echoThenLikeness(),
  now: () => 5000,
};
const read = (values: object = {}): PabxMessage =>
  toPabxMessage(MsgRecord.parse({ ...RECORD, ...values }), reading);

describe('a message of the PABX', () => {
  it('has milliseconds, and the moment of reading where the PABX tells no time', () => {
    expect(read().sentAt).toBe(1_786_332_157_000);
    expect(read({ send_time: 0 }).sentAt).toBe(5000);
  });

  it.each([
    [1, { kind: 'agent', number: 'n', name: 'Nome' }],
    [2, { kind: 'contact', name: 'Nome' }],
    [3, { kind: 'contact', name: 'Nome' }],
    [4, { kind: 'contact', name: 'Nome' }],
    [5, { kind: 'contact', name: 'Nome' }],
    [8, { kind: 'contact', name: 'Nome' }],
    [9, { kind: 'external', name: 'Nome' }],
  ])('of user_type %i is by %j', (type, author) => {
    expect(read({ sender: { user_no: 'n', user_type: type, username: 'Nome' } }).author).toEqual(author);
  });

  it('brings its files, which stand in a JSON string, and survives a broken one', () => {
    const file = { id: 'f1', name: 'a.png', uri: '20260115/f1', type: 'image/png', size: 12 };
    const expected = { id: 'f1', name: 'a.png', uri: '20260115/f1', mimeType: 'image/png', sizeBytes: 12 };
    expect(read({ msg_files: JSON.stringify([file]) }).files).toEqual([expected]);
    expect(read({ msg_files: '[{"id":' }).files).toEqual([]);
  });

  it('has no delivery of its own when a contact wrote it', () => {
    const inbound = {
      sender: { user_no: '+55', user_type: 2 },
      delivery_status: 2,
      receive_time: 1_786_332_157,
    };
    expect(read(inbound)).toMatchObject({ delivery: 'sent', failure: null, requestId: null });
  });

  it.each([
    [
      1,
      { to: { type: 'extension', name: 'Bruno' } },
      { event: 'transferredToAgent', by: 'Ana Souza', to: 'Bruno' },
    ],
    [1, { to: { type: 'api', name: 'API' } }, { event: 'transferredToPlatform', to: 'API' }],
    [2, null, { event: 'ended', by: 'Ana Souza' }],
    [3, null, { event: 'endedAutomatically' }],
    [4, null, { event: 'unsupported' }],
    [5, { member: { name: 'Carla' } }, { event: 'pickedUp', by: 'Carla' }],
    [6, { to: { type: 'queue', name: 'Vendas' } }, { event: 'transferredToQueue', to: 'Vendas' }],
    [7, null, { event: 'endedByContact' }],
    [8, { to: '+5511', talk_duration: 64 }, { event: 'called', to: '+5511', durationMs: 64_000 }],
  ])('of msg_type %i with %j is the system line %j', (type, param, line) => {
    const message = read({ msg_type: type, param: param === null ? '' : JSON.stringify(param) });
    expect(message.system).toMatchObject(line);
    expect(message.author.kind).toBe(type === 4 ? 'agent' : 'system');
  });

  it('keeps what it does not know out, and a template’s parameters as they were', () => {
    const template = '{"id":579}';
    const message = read({ msg_kind: 1, whatsapp_msg_param: template, brand_new_field: 1 });
    expect(message).toMatchObject({ isTemplate: true, templateParameters: template });
    expect(message).not.toHaveProperty('brand_new_field');
  });
});
