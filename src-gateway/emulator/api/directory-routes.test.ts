import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, callPabx, listAt, textAt, type PabxCaller } from '../test-caller.ts';

describe('the directory', () => {
  let pabx: PabxCaller;
  beforeEach(async () => {
    pabx = await callPabx();
  });
  afterEach(() => pabx.stop());

  it('lists extensions under data, with ids that are not their numbers', async () => {
    const answer = await pabx.get('extension/list', { page: 1, page_size: 2, sort_by: 'number' });
    expect(at(answer, 'total_number')).toBe(12);
    expect(listAt(answer, 'data')).toMatchObject([
      {
        id: 131,
        number: '1001',
        caller_id_name: 'Ana Souza',
        presence_status: 'available',
        online_status: {
          linkus_desktop: { status: 1, ext_dev_type: 'linkusdesktop' },
          sip_phone: { status: 0, status_list: [{ status: 0 }] },
        },
      },
      { id: 132, number: '1002', caller_id_name: 'Bruno Lima' },
    ]);
    const found = await pabx.get('extension/search', { search_value: 'garcia', order_by: 'desc' });
    expect(listAt(found, 'data').map((one) => at(one, 'number'))).toEqual(['1005']);
  });

  it('shows presence that was set, and pushes it only where the monitor is on', async () => {
    const socket = await pabx.events(30007, 30009);
    await pabx.post('extension_status_monitor/update', { ext_id: 132, enb_presence_status: 0 });
    await pabx.control('presence', { extension: '1002', status: 'lunch' });
    await pabx.control('register', { extension: '1003', device: 'sip_phone', isRegistered: true });
    await socket.until(() => socket.frames.length > 0);
    expect(socket.frames).toMatchObject([
      { type: 30007, msg: { extension: '1003', kind: 'Sip', status: 'Registered' } },
    ]);
    const answer = await pabx.get('extension/search', { search_value: '1002' });
    expect(at(answer, 'data', 0, 'presence_status')).toBe('lunch');
  });

  it('lists queues under list and one under data', async () => {
    const answer = await pabx.get('message_queue/list', { page: 1, page_size: 10 });
    expect(answer).toMatchObject({
      total_number: 3,
      list: [{ id: 1 }, { id: 2 }, { id: 3, name: 'Suporte' }],
    });
    const one = await pabx.get('message_queue/get', { id: 2 });
    expect(at(one, 'data')).toEqual({
      id: 2,
      name: 'Vendas',
      assignment_mode: 'auto',
      members: [
        { id: 21, extension_id: 131, ext_num: '1001', caller_id_name: 'Ana Souza' },
        { id: 22, extension_id: 132, ext_num: '1002', caller_id_name: 'Bruno Lima' },
      ],
    });
    expect(listAt(await pabx.get('message_queue/query', { ids: '1,3' }), 'list')).toHaveLength(2);
  });

  it('makes, changes (all members at once) and deletes queues', async () => {
    const created = await pabx.post('message_queue/create', {
      name: 'Noite',
      assignment_mode: 'manual',
      members: [{ extension_id: 131 }, { extension_id: 140 }],
    });
    const id = Number(at(created, 'id'));
    await pabx.post('message_queue/update', {
      id,
      name: 'Noite',
      assignment_mode: 'none',
      members: [{ extension_id: 141 }],
    });
    const queue = at(await pabx.get('message_queue/get', { id }), 'data');
    expect(queue).toMatchObject({ assignment_mode: 'none', members: [{ ext_num: '1011' }] });
    expect(
      at(await pabx.post('message_queue/create', { name: 'Noite', assignment_mode: 'auto' }), 'errcode'),
    ).toBe(40003);
    await pabx.get('message_queue/delete', { id });
    expect(at(await pabx.get('message_queue/get', { id }), 'errcode')).toBe(60001);
  });

  it('lists channels with their numbers and counters, and wants page, page_size and time_range', async () => {
    await pabx.control('contact-writes', { channel: 'sms', from: '+5511900001111' });
    const answer = await pabx.get('message_channel/list', { page: 1, page_size: 10, time_range: 'today' });
    expect(answer).toMatchObject({ total_number: 5 });
    expect(at(answer, 'list', 0)).toEqual({
      id: 1,
      status: 'status_connect_succ',
      reason: '',
      name: 'SMS Brasil',
      channel: 'general',
      type: 'sms',
      number: ['+551130030001'],
      sent: 0,
      delivered: 0,
      failed: 0,
      received: 1,
    });
    expect(at(await pabx.get('message_channel/list', { page: 1, page_size: 10 }), 'errcode')).toBe(40002);
    const yesterday = { page: 1, page_size: 1, time_range: 'yesterday' };
    expect(at(await pabx.get('message_channel/list', yesterday), 'list', 0, 'received')).toBe(0);
  });

  it('says who may start sessions with a number; Live Chat has an endpoint of its own', async () => {
    const one = await pabx.get('message_channel/get', { id: 2 });
    expect(at(one, 'data', 'dids', 0)).toMatchObject({
      number: '+12025550100',
      destination_type: 'extension',
      destination_id: 131,
      create_session_members: [{ ext_num: '1001' }, { ext_num: '1006' }],
    });
    expect(at(await pabx.get('message_channel/get', { id: 5 }), 'errcode')).toBe(60001);
    expect(at(await pabx.get('message_channel/getlivechat', { id: 5 }), 'data', 'destination_id')).toBe(3);
  });

  it('gives templates with components as a JSON string, by language, category and name', async () => {
    const ask = (query: Record<string, string>): ReturnType<PabxCaller['get']> =>
      pabx.get('message_channel/whatsapp_template', { omnichannel_id: 3, page: 1, page_size: 50, ...query });
    const all = listAt(await ask({}), 'data');
    expect(new Set(all.map((one) => at(one, 'language')))).toEqual(new Set(['pt_BR', 'en', 'es']));
    expect(new Set(all.map((one) => at(one, 'parameter_format')))).toEqual(new Set(['POSITIONAL', 'NAMED']));
    const components = all.flatMap(
      (one) => JSON.parse(textAt(one, 'components_data')) as { type: string; format?: string }[],
    );
    expect(new Set(components.map(({ type, format }) => format ?? type))).toEqual(
      new Set(['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'BODY', 'FOOTER', 'BUTTONS']),
    );
    const marketing = listAt(await ask({ language: 'es', category: 'MARKETING' }), 'data');
    expect(marketing.map((one) => at(one, 'name'))).toEqual(['encuesta']);
    expect(at(await ask({ search_value: 'pedido' }), 'total_number')).toBe(1);
  });

  it('lists, finds, makes and changes company contacts', async () => {
    expect(at(await pabx.get('company_contact/list'), 'data', 0)).toMatchObject({
      contact_name: 'Fernando Oliveira',
      mobile: '+5511987650001',
      phonebook_list: [{ id: 1, name: 'Clientes' }],
    });
    const numbers = [{ num_type: 'home_number2', number: '+5511900007777' }];
    const created = await pabx.post('company_contact/create', { first_name: 'Zé', number_list: numbers });
    const id = Number(at(created, 'id'));
    await pabx.post('company_contact/update', { id, last_name: 'Lins' });
    const found = await pabx.get('company_contact/search', { search_value: '7777' });
    expect(at(found, 'data', 0)).toMatchObject({ id, contact_name: 'Zé Lins', home2: '+5511900007777' });
    const codes = await Promise.all([
      pabx.post('company_contact/create', { first_name: 'Zé', number_list: numbers }),
      pabx.post('company_contact/create', { first_name: 'Zé' }),
      pabx.post('company_contact/update', { id: 999 }),
      pabx.post('company_contact/update', { id, phonebook_id_list: [77] }),
    ]);
    expect(codes.map((answer) => at(answer, 'errcode'))).toEqual([40003, 40002, 70128, 70093]);
  });
});
