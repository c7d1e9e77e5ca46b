// A small PABX in memory behind the gateway's port: holds queues, sessions and messages, does what it is told,
// and can be made to refuse, to lose an answer, or to die between doing a thing and answering.
import type { PabxEvent, Pabx, PabxFile, PabxHealth, PabxMessage, PabxSession } from '#gateway/pabx/pabx.ts';
import { AppError } from '#shared/model/errors.ts';

export interface InMemoryPabx extends Pabx {
  /** A contact writes; gives the session's id. */
  contactWrites(options: {
    address: string;
    text: string;
    queueId?: number;
    holder?: string;
    push?: boolean;
    file?: PabxFile;
  }): number;
  readonly sent: PabxMessage[];
  readonly picked: { sessionId: number; extension: string }[];
  /** The next call of this name fails: before doing it, or after (the answer is lost), or never answers. */
  failNext:
    { method: 'send' | 'pickUp' | 'transfer' | 'end'; how: 'refuse' | 'loseAnswer' | 'die' } | undefined;
  /** Whether messages come back with our request id (unknown on the real one). */
  echoesRequestId: boolean;
  stateOf(sessionId: number): PabxSession;
  goDown(): void;
}

const NUMBERS = Array.from({ length: 60 }, (_, index) => String(1001 + index));

export function inMemoryPabx(): InMemoryPabx {
  const sessions = new Map<number, PabxSession & { removedFor: Set<string> }>();
  const messages = new Map<number, PabxMessage[]>();
  const contactNames = ['Marina Alves'];
  let nextSession = 3001;
  let nextMessage = 1;
  let emit: (event: PabxEvent) => void = () => undefined;
  let health: (told: PabxHealth) => void = () => undefined;
  const members = NUMBERS.map((number, index) => ({
    memberId: index + 1,
    extensionId: 131 + index,
    number,
    name: `Agent ${number}`,
  }));

  const add = (sessionId: number, message: Omit<PabxMessage, 'id' | 'sessionId'>): PabxMessage => {
    const made = { ...message, id: nextMessage++, sessionId };
    messages.set(sessionId, [...(messages.get(sessionId) ?? []), made]);
    const held = sessions.get(sessionId)!;
    sessions.set(sessionId, { ...held, lastMessageId: made.id });
    return made;
  };
  const blank = {
    files: [],
    isTemplate: false,
    templateParameters: null,
    system: null,
    delivery: 'sent' as const,
    failure: null,
    requestId: null,
  };
  const open = (
    address: string,
    queueId: number | null,
    holder: string | null,
    sender = '+5511300',
  ): number => {
    const id = nextSession++;
    sessions.set(id, {
      id,
      kind: 'sms',
      channelName: 'SMS',
      sender,
      address,
      contactName: contactNames[0]!,
      isEnded: false,
      isArchived: false,
      isCampaign: false,
      replyWindowEndsAt: null,
      lastMessageId: 0,
      queueId,
      holder,
      removedFor: new Set(),
    });
    return id;
  };
  const change = (id: number, part: Partial<PabxSession>) => {
    const held = sessions.get(id);
    if (!held) throw new AppError('session.notFound');
    sessions.set(id, { ...held, ...part });
  };
  const failing = async <Result>(method: string, work: () => Result): Promise<Result> => {
    const planned = pabx.failNext?.method === method ? pabx.failNext.how : undefined;
    if (planned) pabx.failNext = undefined;
    if (planned === 'refuse') throw new AppError('pabx.refused');
    const result = work();
    if (planned === 'loseAnswer') throw new AppError('pabx.unreachable', { details: { mayBeDone: true } });
    if (planned === 'die') return new Promise(() => undefined);
    return result;
  };

  const pabx: InMemoryPabx = {
    sent: [],
    picked: [],
    failNext: undefined,
    echoesRequestId: false,
    contactWrites({ address, text, queueId, holder, push = true, file }) {
      const held = [...sessions.values()].find((session) => session.address === address && !session.isEnded);
      const id = held?.id ?? open(address, queueId ?? (holder === undefined ? 1 : null), holder ?? null);
      const message = add(id, {
        ...blank,
        author: { kind: 'contact', name: contactNames[0]! },
        text,
        files: file ? [file] : [],
        sentAt: Date.now(),
      });
      if (push) emit({ kind: 'message', message });
      return id;
    },
    stateOf: (id) => sessions.get(id)!,
    goDown: () => health({ state: 'down', error: new AppError('pabx.unreachable'), retryAt: Date.now() }),
    start(onEvent, onHealth) {
      emit = onEvent;
      health = onHealth;
      queueMicrotask(() => health({ state: 'up' }));
      return { dispose: () => ((emit = () => undefined), (health = () => undefined)) };
    },
    check: async () => undefined,
    extensions: async () =>
      members.map(({ extensionId, number, name }) => ({
        id: extensionId,
        number,
        name,
        presence: 'available' as const,
        isOnline: true,
      })),
    channels: async () => [
      {
        id: 1,
        name: 'SMS',
        kind: 'sms',
        provider: 'general',
        isConnected: true,
        numbers: ['+5511300'],
        starters: { '+5511300': ['1001', '1002'] },
      },
    ],
    queues: async () => [
      { id: 1, name: 'Manual', mode: 'manual', members },
      { id: 2, name: 'Auto', mode: 'auto', members },
      { id: 3, name: 'None', mode: 'none', members },
      { id: 4, name: 'Pair', mode: 'manual', members: members.slice(0, 2) },
    ],
    templates: async () => [],
    contacts: async () => [],
    campaigns: async () => [],
    sessions: async (extension, { limit }) =>
      [...sessions.values()]
        .filter(({ holder, queueId, removedFor }) => {
          if (removedFor.has(extension)) return false;
          if (holder !== null) return holder === extension;
          return queueId === 4 ? ['1001', '1002'].includes(extension) : queueId !== null;
        })
        .sort((a, b) => b.lastMessageId - a.lastMessageId)
        .slice(0, limit),
    async session(id) {
      const held = sessions.get(id);
      if (!held) throw new AppError('session.notFound');
      return held;
    },
    messages: async (id, { before = Number.MAX_SAFE_INTEGER, limit }) =>
      (messages.get(id) ?? []).filter((message) => message.id < before).slice(-limit),
    send: ({ target, from, content, requestId }) =>
      failing('send', () => {
        const known =
          'sessionId' in target
            ? target.sessionId
            : [...sessions.values()].find((session) => session.address === target.address && !session.isEnded)
                ?.id;
        const id = known ?? ('sessionId' in target ? 0 : open(target.address, null, from, target.sender));
        const message = add(id, {
          ...blank,
          author: { kind: 'agent', number: from, name: `Agent ${from}` },
          text: content.kind === 'template' ? '' : content.text,
          files: content.kind === 'file' ? [content.file] : [],
          delivery: 'sending',
          sentAt: Date.now(),
          requestId: pabx.echoesRequestId ? requestId : null,
        });
        pabx.sent.push(message);
        const session = sessions.get(id)!;
        if (session.holder === null && session.queueId === 2) change(id, { holder: from });
        return { messageId: message.id, sessionId: id };
      }),
    pickUp: (id, { number }) =>
      failing('pickUp', () => {
        pabx.picked.push({ sessionId: id, extension: number });
        change(id, { holder: number });
      }),
    transfer: (id, to) =>
      failing('transfer', () => {
        if (to.kind === 'extension')
          change(id, { holder: members.find((member) => member.extensionId === to.id)!.number });
        else change(id, { holder: null, queueId: to.kind === 'queue' ? to.id : null });
      }),
    end: (id) => failing('end', () => change(id, { isEnded: true })),
    setArchived: async () => undefined,
    remove: async (id, extension) => void sessions.get(id)?.removedFor.add(extension),
    upload: async (file, name) => ({
      id: 'u1',
      name,
      uri: `u/${name}`,
      mimeType: file.type,
      sizeBytes: file.size,
    }),
    download: async (file) => new Blob([`bytes of ${file.id}`]),
    createContact: async () => 99,
    updateContact: async () => undefined,
    dial: async () => 'call-1',
    hangUp: async () => undefined,
    dispose: async () => undefined,
  };
  return pabx;
}
