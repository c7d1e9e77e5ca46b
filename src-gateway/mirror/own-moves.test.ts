import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SessionId } from '#shared/model/ids.ts';
import type { SystemLine } from '#shared/model/message.ts';
import { ManualClock } from '../pabx/p-series/manual-clock.ts';
import type { PabxMessage } from '../pabx/pabx.ts';
import type { SessionRow } from '../store/sessions.ts';
import { openStore, type Store } from '../store/store.ts';
import { loadDirectory } from './directory.ts';
import { createOwnMoves, type OwnMoves } from './own-moves.ts';

const SESSION: SessionRow = {
  id: SessionId.parse('3001'),
  pabxId: 3001,
  version: 1,
  kind: 'whatsapp',
  channelId: '1',
  channelName: 'WhatsApp',
  sender: '+5511300',
  address: '+551199',
  contactName: '',
  contactId: null,
  queueId: '1',
  holder: '1001',
  origin: 'contact',
  campaignId: null,
  state: 'open',
  replyWindowEndsAt: 0,
  openedAt: 0,
  endedAt: null,
  activeAt: 0,
  lastMessage: null,
  lastPosition: 5,
  isHistoryComplete: true,
  transferNote: '',
};
const PICKED_UP: SystemLine = { event: 'pickedUp', by: 'Ana Souza', to: null, durationMs: null };
const line = (event: SystemLine['event'], by: string | null, to: string | null): SystemLine => ({
  event,
  by,
  to,
  durationMs: null,
});
const TO_ANA = line('transferredToAgent', 'API', 'Ana Souza');

let store: Store;
let moves: OwnMoves;
let clock: ManualClock;
beforeEach(() => {
  store = openStore(mkdtempSync(path.join(tmpdir(), 'lynk-own-moves-')));
  clock = new ManualClock();
  const directory = loadDirectory(store);
  const blank = { presence: 'available', presenceAtPabx: 'available', isOnlineAtPabx: true } as const;
  directory.put('agent', '1001', { ...blank, id: 131, number: '1001', name: 'Ana Souza' });
  directory.put('agent', '1002', { ...blank, id: 132, number: '1002', name: 'Bruno Lima' });
  moves = createOwnMoves({ store, directory, clock });
  store.sessions.put(SESSION);
});
afterEach(() => store.dispose());

const pickUp = () => moves.expect(SESSION, { kind: 'pickUp', extension: '1001', target: '1001' });
const told = (id: number, system: SystemLine): SystemLine | null => {
  const message: PabxMessage = {
    id,
    sessionId: 3001,
    author: { kind: 'system' },
    text: '',
    files: [],
    isTemplate: false,
    templateParameters: null,
    system,
    delivery: 'sent',
    failure: null,
    sentAt: 0,
    requestId: null,
  };
  return moves.signed(SESSION.id, message).system;
};

describe('the PABX’s line of what Lynk asked for', () => {
  it.each([
    ['a transfer to the agent', TO_ANA],
    ['a transfer to an extension', line('transferredToAgent', 'api', '1001')],
    ['a transfer that names nobody', line('transferredToAgent', null, null)],
    ['a pick-up', line('pickedUp', 'Ana Souza', null)],
    ['a pick-up by the API', line('pickedUp', 'API', null)],
  ])('is a pick-up, once: %s', (_name, system) => {
    pickUp();
    expect(told(6, system)).toEqual(PICKED_UP);
    expect(told(7, system)).toEqual(system);
  });

  it.each([
    ['older', 5, TO_ANA],
    ['of a colleague in the vendor’s client', 6, line('transferredToAgent', 'Bruno Lima', 'Ana Souza')],
    ['to a colleague', 6, line('transferredToAgent', 'API', 'Bruno Lima')],
    ['of a colleague who picked it up', 6, line('pickedUp', 'Bruno Lima', null)],
    ['into a queue', 6, line('transferredToQueue', 'API', 'Vendas')],
  ] as const)('is not one that is %s; that is told as it is', (_name, id, system) => {
    pickUp();
    expect(told(id, system)).toEqual(system);
    expect(told(9, TO_ANA)).toEqual(PICKED_UP);
  });

  it('is not awaited where the PABX refused, or after a day', () => {
    pickUp().forget();
    expect(told(6, TO_ANA)).toEqual(TO_ANA);
    pickUp();
    clock.advance(25 * 60 * 60 * 1000);
    moves.prune();
    expect(told(7, TO_ANA)).toEqual(TO_ANA);
  });

  it('lies before the reply that took the session: a later transfer to the same agent is one', () => {
    pickUp().liesBefore(7);
    expect(told(7, TO_ANA)).toEqual(TO_ANA);
    moves.expect(SESSION, { kind: 'toAgent', extension: '1002', target: '1001' });
    expect(told(8, TO_ANA)).toEqual({ ...TO_ANA, by: 'Bruno Lima' });
    expect(told(6, TO_ANA)).toEqual(TO_ANA);
  });

  it('names who ordered a transfer or the end, each in its turn', () => {
    pickUp();
    moves.expect(SESSION, { kind: 'toAgent', extension: '1001', target: '1002' });
    moves.expect(SESSION, { kind: 'toAgent', extension: '1002', target: '1001' });
    moves.expect(SESSION, { kind: 'toQueue', extension: '1001', target: null });
    moves.expect(SESSION, { kind: 'end', extension: '1002', target: null });
    const toBruno = line('transferredToAgent', 'API', 'Bruno Lima');
    const toQueue = line('transferredToQueue', 'API', 'Vendas');
    expect(told(6, TO_ANA)).toEqual(PICKED_UP);
    expect(told(7, toBruno)).toEqual({ ...toBruno, by: 'Ana Souza' });
    expect(told(8, TO_ANA)).toEqual({ ...TO_ANA, by: 'Bruno Lima' });
    expect(told(9, toQueue)).toEqual({ ...toQueue, by: 'Ana Souza' });
    expect(told(10, line('ended', 'API', null))).toEqual(line('ended', 'Bruno Lima', null));
  });
});
