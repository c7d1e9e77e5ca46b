// Messages that were never stored: a session with a past of its own seed says the same at each reading, so a
// PABX with a hundred thousand sessions costs their records only.
import { type Language, PHRASEBOOKS } from '../people/phrasebook.ts';
import type { Message, Party, Session } from './entities.ts';
import { DELIVERY, MSG_TYPE, USER_TYPE } from './entities.ts';
import { Random } from './random.ts';

const LANGUAGES: readonly Language[] = ['pt', 'pt', 'en', 'es'];
/** Time between two messages of a generated session. */
export const STEP_MS = 40_000;

/** The name that goes with a seed: the person whose story `generateMessages` tells. */
export function generatedName(seed: number): string {
  const random = new Random(seed);
  const book = PHRASEBOOKS[random.pick(LANGUAGES)];
  const naming = random.fork('name');
  return `${naming.pick(book.firstNames)} ${naming.pick(book.lastNames)}`;
}

/** The made-up messages of such a session, oldest first: the same at each call. */
export function generateMessages(session: Session): Message[] {
  const { generated } = session;
  if (generated === null) return [];
  const random = new Random(generated.seed);
  const book = PHRASEBOOKS[random.pick(LANGUAGES)];
  const story = random.pick(book.stories);
  const lines = [...story.opening, ...story.details];
  return Array.from({ length: generated.count }, (_, index) => {
    const isFromContact = index < story.opening.length || random.chance(0.5);
    const spoken = isFromContact
      ? (lines[index] ?? random.pick(book.acknowledgements))
      : random.pick([...book.agent.greetings, ...book.agent.questions]);
    const sentAt = session.openedAt + index * STEP_MS;
    return {
      id: generated.firstMsgId + index,
      sessionId: session.id,
      type: MSG_TYPE.user,
      kind: 0,
      sender: isFromContact ? session.to : AGENT,
      body: random.chance(0.2) ? `${spoken} (${random.int(10_000, 99_999)})` : spoken,
      file: null,
      sentAt,
      receivedAt: sentAt,
      readAt: sentAt,
      deliveryStatus: DELIVERY.sent,
      sendError: '',
      sendErrorMsg: '',
      param: '',
      tag: '',
      templateParam: '',
      requestId: '',
      isViaApi: false,
    };
  });
}

const AGENT: Party = { userNo: '1001', userType: USER_TYPE.extension, username: 'Ana Souza' };
