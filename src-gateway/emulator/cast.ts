// The demo's cast: facts that never change with the seed, so that tests and people can name them.
// Extension ids deliberately differ from numbers, and queue rows from both: the API wants the right one.
import type { Channel, Contact, Device, Extension, Presence, Queue } from './model/entities.ts';

/** The client id of a fresh emulator (Integrations > API). */
export const CLIENT_ID = 'LynkEmulatorClientId000000000001';
/** Serial number that every event frame carries. */
export const SERIAL_NUMBER = '3631A2411230';
/** Visitors of Live Chat come from this site, Facebook people from this page. */
export const PAGE_ID = '104857600001';

const extension = (
  id: number,
  number: string,
  name: string,
  presence: Presence,
  devices: readonly Device[],
  customPresence = '',
): Extension => ({
  id,
  number,
  name,
  email: `${name.toLowerCase().replaceAll(' ', '.').normalize('NFD').replaceAll(/\p{M}/gu, '')}@example.com`,
  mobile: `+55119700${number}0`,
  role: number === '1012' ? 'Supervisor' : 'Employee',
  presence,
  customPresence,
  devices,
  mayCallOut: number !== '1010',
  monitors: { register: true, call: true, presence: true },
});

export function castExtensions(): Extension[] {
  return [
    extension(131, '1001', 'Ana Souza', 'available', ['linkus_desktop']),
    extension(132, '1002', 'Bruno Lima', 'available', ['linkus_desktop', 'linkus_mobile']),
    extension(133, '1003', 'Carla Nunes', 'available', ['linkus_web']),
    extension(134, '1004', 'Diego Martins', 'available', ['sip_phone', 'linkus_desktop']),
    extension(135, '1005', 'Elena García', 'available', ['linkus_web']),
    extension(136, '1006', 'Frank Miller', 'away', ['sip_phone'], 'Back at 3 pm'),
    extension(137, '1007', 'Gabriela Rocha', 'do_not_disturb', ['linkus_desktop']),
    extension(138, '1008', 'Hugo Fernández', 'lunch', ['linkus_mobile']),
    extension(139, '1009', 'Íris Carvalho', 'available', ['sip_phone', 'linkus_web']),
    extension(140, '1010', 'João Pereira', 'off_work', []),
    extension(141, '1011', 'Karen Walsh', 'business_trip', ['linkus_mobile'], 'Lisboa'),
    extension(142, '1012', 'Lúcia Ramos', 'available', ['sip_phone', 'linkus_desktop']),
  ];
}

export function castQueues(): Queue[] {
  const members = (first: number, ...extensionIds: number[]): Queue['members'] =>
    extensionIds.map((extensionId, index) => ({ id: first + index, extensionId }));
  return [
    { id: 1, name: 'Atendimento', mode: 'manual', members: members(11, 131, 132, 133) },
    { id: 2, name: 'Vendas', mode: 'auto', members: members(21, 131, 132) },
    { id: 3, name: 'Suporte', mode: 'none', members: members(31, 131, 133, 134) },
  ];
}

/** Highest queue row id of the cast; rows made later go on from here. */
export const LAST_QUEUE_ROW = 40;

export function castChannels(): Channel[] {
  const plain = { autoCloseDays: 7, fileLifeHours: 72, sendRate: 80, pageName: '', websiteDomain: '' };
  return [
    {
      ...plain,
      id: 1,
      name: 'SMS Brasil',
      type: 'sms',
      provider: 'general',
      sendRate: 10,
      dids: [
        {
          id: 1,
          number: '+551130030001',
          destination: { type: 'queue', id: 1 },
          starters: ['1001', '1002', '1003', '1012'],
        },
      ],
    },
    {
      ...plain,
      id: 2,
      name: 'SMS USA',
      type: 'sms',
      provider: 'twilio',
      sendRate: 1,
      dids: [
        {
          id: 2,
          number: '+12025550100',
          destination: { type: 'extension', id: 131 },
          starters: ['1001', '1006'],
        },
      ],
    },
    {
      ...plain,
      id: 3,
      name: 'WhatsApp Atendimento',
      type: 'whatsapp',
      provider: 'whatsapp',
      dids: [
        {
          id: 3,
          number: '+551131031000',
          destination: { type: 'queue', id: 1 },
          starters: ['1001', '1002', '1003'],
        },
      ],
    },
    {
      ...plain,
      id: 4,
      name: 'Facebook Loja',
      type: 'facebook',
      provider: 'facebook',
      pageName: 'Loja Aurora',
      dids: [{ id: 4, number: PAGE_ID, destination: { type: 'queue', id: 2 }, starters: [] }],
    },
    {
      ...plain,
      id: 5,
      name: 'Chat do site',
      type: 'livechat',
      provider: 'livechat',
      autoCloseDays: 1,
      fileLifeHours: 24,
      websiteDomain: 'loja-aurora.example',
      dids: [{ id: 5, number: 'loja-aurora.example', destination: { type: 'queue', id: 3 }, starters: [] }],
    },
  ];
}

export const PHONEBOOKS: ReadonlyMap<number, string> = new Map([
  [1, 'Clientes'],
  [2, 'Fornecedores'],
]);

export function castContacts(): Contact[] {
  const contact = (
    id: number,
    firstName: string,
    lastName: string,
    company: string,
    numbers: Contact['numbers'],
    phonebookId = 1,
  ): Contact => ({
    id,
    firstName,
    lastName,
    company,
    email: company === '' ? '' : `contato${id}@example.com`,
    remark: '',
    phonebookIds: [phonebookId],
    numbers,
    address: {},
  });
  return [
    contact(1, 'Fernando', 'Oliveira', 'Padaria Oliveira', {
      mobile_number: '+5511987650001',
      business_number: '+551130405060',
    }),
    contact(2, 'Marina', 'Alves', '', { mobile_number: '+5511987650002' }),
    contact(3, 'Emily', 'Clark', 'Clark & Daughters', {
      mobile_number: '+12025550123',
      home_number: '+12025550124',
    }),
    contact(4, 'Javier', 'Ortega', 'Talleres Ortega', {
      mobile_number: '+5215512340001',
      business_number: '+525555501234',
    }),
    contact(5, 'Patrícia', 'Melo', 'Escola Girassol', { business_number: '+552133334444' }),
    contact(6, 'Transportes', 'Rápidos', 'Transportes Rápidos', { business_number: '+551140028922' }, 2),
    contact(7, 'Sofía', 'Navarro', '', { mobile_number: '+34600000107' }),
    contact(8, 'William', 'Brooks', 'Brooks Consulting', {
      business_number: '+12025550180',
      mobile_number: '+12025550181',
    }),
  ];
}

/** Addresses to which nothing can be delivered, and the `send_error` that says why. */
export const FAILING_ADDRESSES: ReadonlyMap<string, string> = new Map([
  ['+5511900000001', 'invalid_phone_number'],
  ['+5511900000002', 'request_fail'],
  ['+5511900000003', 'too_many_request'],
  ['+12025550199', 'service_unavailable'],
]);
