// Messages of every kind and state for the conversation's stories, and a picture drawn on the spot.
import type { MessageRow } from '#shared/bridge/rows.ts';
import { Contact } from '#shared/model/contact.ts';
import { FileId, TemplateId } from '#shared/model/ids.ts';
import type { DeliveryState } from '#shared/model/message.ts';
import { FIXTURE_NOW, ME, makeMessage } from './fixtures.ts';

export const STORY_SESSION = '3099';
const agent = { kind: 'agent', ...ME } as const;
const contact = { kind: 'contact', name: 'Fernando Oliveira' } as const;

type Line = Partial<Omit<MessageRow, 'id' | 'sessionId'>>;
const file = (id: string, name: string, mimeType: string, sizeBytes: number) => ({
  id: FileId.parse(id),
  name,
  mimeType,
  sizeBytes,
});
const system = (event: NonNullable<MessageRow['system']>['event'], to: string | null = null): Line => ({
  author: { kind: 'system' },
  kind: 'system',
  text: '',
  system: { event, by: ME.name, to, durationMs: event === 'called' ? 187_000 : null },
});
const ours = (state: DeliveryState, text: string): Line => ({ author: agent, text, state });

const LINES: readonly Line[] = [
  system('transferredToQueue', 'Suporte'),
  { author: contact, text: 'Boa tarde! Comprei um ramal ontem e não consigo registrar o aparelho.' },
  { author: contact, text: 'O guia está em https://exemplo.com.br/guia?modelo=t46 e eu segui tudo.' },
  system('pickedUp'),
  ours('read', 'Olá, Fernando! Sou a Beatriz. Vou verificar agora mesmo.'),
  ours('delivered', 'Pode me mandar uma foto da tela?'),
  {
    author: contact,
    kind: 'file',
    text: '',
    file: file('picture', 'tela-do-telefone.png', 'image/png', 184_000),
  },
  {
    author: contact,
    kind: 'file',
    text: 'e o contrato',
    file: file('contract', 'contrato-2026-assinado.pdf', 'application/pdf', 1_440_000),
  },
  system('called'),
  {
    author: agent,
    kind: 'template',
    text: 'Olá, Fernando! Seu chamado 48213 foi aberto. Responda SIM para continuar.',
    state: 'sent',
    template: {
      templateId: TemplateId.parse('t1'),
      name: 'abertura_chamado',
      language: 'pt_BR',
      variables: { '1': 'Fernando' },
    },
  },
  {
    author: { kind: 'external', name: '' },
    text: 'Sua nota fiscal foi enviada por e-mail.',
    state: 'accepted',
  },
  { author: contact, text: 'SIM 🙌' },
  { author: contact, kind: 'unsupported', text: '' },
  {
    ...ours('failed', 'Segue o link do manual.'),
    failure: { code: 'invalid_phone_number', reason: 'Recipient not on WhatsApp' },
  },
];

const WAITING: readonly Line[] = [
  { ...ours('failed', 'Consegue testar de novo?'), failure: { code: 'message.textTooLong', reason: '' } },
  ours('unconfirmed', 'O registro aparece como ativo aqui.'),
  ours('sending', 'Só um instante, por favor.'),
  ours('queued', 'Volto a escrever em cinco minutos.'),
];

/** Every kind of message and system line, then what still waits in the outbox. */
export function everyMessage(now = FIXTURE_NOW): MessageRow[] {
  const sent = LINES.map((line, index) =>
    makeMessage({
      ...line,
      id: `every-${index}`,
      sessionId: STORY_SESSION,
      position: index + 1,
      createdAt: now - (index < 3 ? 26 * 60 - index : LINES.length - index + 8) * 60_000,
    }),
  );
  const waiting = WAITING.map((line, index) =>
    makeMessage({
      ...line,
      id: `waiting-${index}`,
      sessionId: STORY_SESSION,
      position: null,
      createdAt: now - (5 - index) * 1000,
    }),
  );
  return [...sent, ...waiting];
}

/** A thread of `length` messages, for scrolling. */
export function longThread(length: number, now = FIXTURE_NOW): MessageRow[] {
  return Array.from({ length }, (_, index) =>
    makeMessage({
      id: `long-${index}`,
      sessionId: STORY_SESSION,
      position: index + 1,
      author: index % 3 === 0 ? agent : contact,
      state: index % 3 === 0 ? 'read' : 'received',
      text: `${index + 1}. ${'Uma mensagem que ocupa algum espaço na tela. '.repeat(1 + (index % 4))}`.trim(),
      createdAt: now - (length - index) * 4 * 60_000,
    }),
  );
}

export const STORY_CONTACTS = [
  { id: 'k1', name: 'Marina Alves', numbers: [{ kind: 'mobile_number', number: '+5511987650001' }] },
  { id: 'k2', name: 'Mário Prado', numbers: [{ kind: 'business_number', number: '+551130035577' }] },
].map((row) => Contact.parse({ ...row, version: 1, company: '', email: '', remark: '' }));

/** A small picture with something to see on it. */
export async function storyPicture(): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 480;
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('This browser has no 2D canvas.');
  const sky = brush.createLinearGradient(0, 0, 0, 480);
  sky.addColorStop(0, '#2f52d0');
  sky.addColorStop(1, '#9fd0ff');
  brush.fillStyle = sky;
  brush.fillRect(0, 0, 640, 480);
  brush.fillStyle = '#101828';
  brush.fillRect(160, 90, 320, 300);
  brush.fillStyle = '#d7f5e4';
  brush.fillRect(180, 110, 280, 150);
  brush.fillStyle = '#b3202c';
  brush.font = 'bold 30px sans-serif';
  brush.fillText('Sem registro', 220, 195);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be drawn.'))));
  });
}
