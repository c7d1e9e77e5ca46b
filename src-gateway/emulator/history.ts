// What happened before the start, so that nobody begins with an empty list: conversations of the last ten days
// in all their forms, and campaigns in several states. It really happens, quickly, on the world's own clock.
import { PAGE_ID } from './cast.ts';
import { retryCampaign, runCampaign } from './campaigns.ts';
import {
  agentWrites,
  archive,
  close,
  contactWrites,
  pickUp,
  systemLine,
  transfer,
  type FromContact,
} from './messaging.ts';
import type { Campaign, Party, Session } from './model/entities.ts';
import { MSG_TYPE } from './model/entities.ts';
import { type FileKind, makeFile } from './people/media.ts';
import { extensionByNumber, partyOf, type World } from './world.ts';

/** How far back the history goes; the world's clock is to start that much before now. */
export const HISTORY_MS = 10 * 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const WHATSAPP = '+551131031000';
const SMS_BRASIL = '+551130030001';
const SMS_USA = '+12025550100';
const FERNANDO = { did: WHATSAPP, address: '+5511987650001', name: 'Fernando Oliveira' };
const MARINA = { did: SMS_BRASIL, address: '+5511987650002', name: '' };
const JAVIER = { did: WHATSAPP, address: '+5215512340001', name: 'Javier Ortega' };
const SOFIA = { did: WHATSAPP, address: '+34600000107', name: 'Sofía Navarro' };
const EMILY = { did: SMS_USA, address: '+12025550123', name: '' };
const PAULO = { did: PAGE_ID, address: '7700112233445566', name: 'Paulo Neto' };
const RUTH = { did: 'loja-aurora.example', address: 'visitor-0a41', name: 'Ruth Adams' };
const FABIO = { did: SMS_BRASIL, address: '+5511987650033', name: '' };

/** Lets the ten days before `startAt` pass. The clock then shows `startAt`. */
export function liveThrough(world: World, startAt: number): void {
  const random = world.random.fork('history');
  const at = (hoursAgo: number): void =>
    world.clock.advance(Math.max(0, startAt - hoursAgo * HOUR_MS - world.clock.now()));
  const agent = (number: string): Party => partyOf(extensionByNumber(world, number));
  const says = (from: FromContact, ...lines: string[]): Session => {
    let { session } = contactWrites(world, { ...from, text: lines[0] ?? '' });
    for (const text of lines.slice(1)) {
      world.clock.advance(random.int(4000, 20_000));
      ({ session } = contactWrites(world, { ...from, text }));
    }
    return session;
  };
  const sends = (from: FromContact, kind: FileKind): void => {
    world.clock.advance(random.int(5000, 30_000));
    const area = from === RUTH ? 'livechat' : 'chat';
    contactWrites(world, { ...from, file: world.files.add(makeFile(kind, random), area, 72) });
  };
  const answers = (session: Session, number: string, body: string): void => {
    world.clock.advance(random.int(10_000, 90_000));
    agentWrites(world, { session, sender: agent(number), body, isViaApi: false });
    world.clock.advance(10_000);
  };

  at(230);
  const fabio = says(FABIO, 'boa noite', 'ainda tem vaga de estacionamento no evento de sábado?');
  pickUp(world, fabio, extensionByNumber(world, '1001'));
  answers(fabio, '1001', 'Boa noite! Tem sim, é só chegar até as 18h.');
  // Nobody touches it again: the PABX closes it after seven days.

  at(72);
  campaigns(world);

  at(50);
  const fernando = says(FERNANDO, 'Bom dia!', 'A nota fiscal do pedido 48213 veio com o CNPJ errado');
  pickUp(world, fernando, extensionByNumber(world, '1001'));
  answers(fernando, '1001', 'Bom dia, Fernando! Pode me mandar uma foto da nota?');
  sends(FERNANDO, 'picture');
  answers(fernando, '1001', 'Recebi. A nova nota chega no seu e-mail em até uma hora.');
  says(FERNANDO, 'De nada! Boa sorte!', 'quer dizer, obrigado 😄');
  close(world, fernando, agent('1001'));

  at(31);
  const javier = says(JAVIER, 'Hola, buenas tardes', 'necesito el catálogo de repuestos');
  pickUp(world, javier, extensionByNumber(world, '1001'));
  answers(javier, '1001', 'Buenas tardes, Javier. Se lo preparo y se lo envío mañana.');
  says(JAVIER, 'perfecto, quedo atento');

  at(27);
  const paulo = says(PAULO, 'Oi, vocês entregam em Niterói?');
  answers(paulo, '1002', 'Oi, Paulo! Entregamos sim, em até 5 dias úteis.');
  says(PAULO, 'ótimo, obrigado');
  close(world, paulo, agent('1002'));

  at(20);
  const emily = says(EMILY, 'Hi Ana, the samples arrived', 'everything looks great');
  answers(emily, '1001', 'Wonderful, thank you for telling me!');
  archive(emily, '1001');

  at(6);
  const sofia = says(SOFIA, '¡Hola!', 'quiero cambiar la dirección de mi pedido');
  pickUp(world, sofia, extensionByNumber(world, '1002'));
  answers(sofia, '1002', 'Hola, Sofía. La paso con mi compañera Ana, que lleva los envíos.');
  transfer(
    world,
    sofia,
    { type: 'extension', id: extensionByNumber(world, '1001').id },
    partyOf(extensionByNumber(world, '1002')),
  );
  answers(sofia, '1001', 'Hola, soy Ana. ¿Cuál es la nueva dirección?');
  sends(SOFIA, 'voice');
  sends(SOFIA, 'pdf');
  contactWrites(world, { ...SOFIA, isUnsupported: true });

  at(5);
  const ruth = says(RUTH, 'Hello, is anybody there?', 'your checkout shows an error 502');
  answers(ruth, '1004', 'Hi Ruth, we restarted the shop. Could you try again?');
  says(RUTH, 'works now, thanks!');
  close(world, ruth, ruth.to, MSG_TYPE.closedByVisitor);

  at(2.2);
  const marina = says(MARINA, 'oi, a Ana está?', 'queria confirmar a entrega de amanhã');
  pickUp(world, marina, extensionByNumber(world, '1001'));
  answers(marina, '1001', 'Oi, Marina! Está confirmada, entre 9h e 12h.');
  systemLine(world, marina, MSG_TYPE.call, agent('1001'), {
    call_id: '1786332157.871',
    from: '1001',
    to: MARINA.address,
    status: 'answered',
    talk_duration: 64,
  });
  says(MARINA, 'obrigada pela ligação, agora ficou claro');
  at(0);
}

/** Five campaigns: done with a failure, retried, stopped, planned for tomorrow, and a draft. */
function campaigns(world: World): void {
  const now = world.clock.now();
  const base: Omit<Campaign, 'id' | 'name' | 'status' | 'numbers' | 'failedNumbers'> = {
    channelId: 3,
    sender: WHATSAPP,
    recipientType: 'input',
    recipientId: 0,
    recipientNumType: '',
    sendType: 'immediately',
    sendAt: now,
    sendMode: 'new_session',
    assignTo: { type: 'queue', id: 1 },
    contentType: 'template',
    content: '',
    msgParam: JSON.stringify({
      id: 504,
      template_id: '1617698099100504',
      name: 'promocao_de_natal',
      language: { code: 'pt_BR' },
      parameter_format: 'POSITIONAL',
      components: [
        {
          type: 'BODY',
          parameters: [
            { type: 'text', text: 'Cliente' },
            { type: 'text', text: '25%' },
          ],
        },
      ],
    }),
    triedCount: 0,
    answeredCount: 0,
  };
  const add = (
    campaign: Partial<Campaign> & Pick<Campaign, 'id' | 'name' | 'status' | 'numbers'>,
  ): Campaign => {
    const made: Campaign = { ...base, failedNumbers: new Set(), ...campaign };
    world.campaigns.set(made.id, made);
    return made;
  };
  const numbers = (first: number, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `+5511960${String(first + index).padStart(6, '0')}`);

  const christmas = add({
    id: 1,
    name: 'Natal antecipado',
    status: 'pending',
    numbers: [...numbers(1, 3), '+5511900000001'],
  });
  runCampaign(world, christmas, MINUTE_MS);
  world.clock.advance(10 * MINUTE_MS);
  contactWrites(world, {
    did: WHATSAPP,
    address: '+5511960000001',
    name: 'Sandra Pires',
    text: 'quero saber mais!',
  });
  christmas.answeredCount = 1;

  const survey = add({
    id: 2,
    name: 'Pesquisa de satisfação',
    status: 'pending',
    channelId: 1,
    sender: SMS_BRASIL,
    contentType: 'text',
    content: 'De 0 a 10, quanto você recomendaria a Loja Aurora? Responda por aqui.',
    assignTo: { type: 'extension', id: 131 },
    numbers: [...numbers(101, 2), '+5511900000002'],
  });
  runCampaign(world, survey, MINUTE_MS);
  world.clock.advance(10 * MINUTE_MS);
  retryCampaign(world, survey);
  world.clock.advance(5 * MINUTE_MS);
  contactWrites(world, {
    did: SMS_BRASIL,
    address: '+5511960000101',
    name: '',
    text: '9, só a entrega demorou',
  });
  survey.answeredCount = 1;

  add({
    id: 3,
    name: 'Reativação de clientes',
    status: 'stop',
    numbers: numbers(201, 40),
    triedCount: 12,
  });
  add({
    id: 4,
    name: 'Lembrete de instalação',
    status: 'scheduled',
    sendType: 'schedule',
    sendAt: now + 96 * HOUR_MS,
    numbers: numbers(301, 25),
  });
  add({
    id: 5,
    name: 'Volta às aulas',
    status: 'draft',
    sendType: 'draft',
    recipientType: 'phonebook',
    recipientId: 1,
    recipientNumType: 'mobile_number',
    numbers: [],
  });
}
