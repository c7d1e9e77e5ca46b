import { describe, expect, it } from 'vitest';
import type { PabxFile, PabxMessage, PabxSession, PabxTemplate } from '#gateway/pabx/pabx.ts';
import { receiveTimeMeansDelivered, receiveTimeMeansNothing } from './delivery-reading.ts';
import { downloadByChannel, livechatUrl, tokenUrl } from './download.ts';
import { byMessageId } from './history-order.ts';
import { fromThenMember } from './holder-reading.ts';
import { type PickUpMeans, transferToSelf } from './pick-up.ts';
import { type Candidate, echoThenLikeness, type OwnSend } from './request-correlation.ts';
import { onlyMemberList } from './starters-reading.ts';
import { metaParameters } from './template-parameters.ts';

describe('delivery-reading', () => {
  it.each([
    [{ status: 0, receivedAt: null }, 'sending', 'sending'],
    [{ status: 1, receivedAt: null }, 'sent', 'sent'],
    [{ status: 1, receivedAt: 1 }, 'delivered', 'sent'],
    [{ status: 2, receivedAt: 1 }, 'failed', 'failed'],
  ] as const)('reads %j as %s, or as %s where the time means nothing', (facts, delivery, other) => {
    expect(receiveTimeMeansDelivered(facts)).toBe(delivery);
    expect(receiveTimeMeansNothing(facts)).toBe(other);
  });
});

describe('history-order', () => {
  it('sorts by id, oldest first, and keeps the later of two with the same id', () => {
    const message = (id: number, text: string): PabxMessage => ({ ...({} as PabxMessage), id, text });
    const sorted = byMessageId([message(3, 'c'), message(1, 'a'), message(3, 'd'), message(2, 'b')]);
    expect(sorted.map(({ id, text }) => `${id}${text}`)).toEqual(['1a', '2b', '3d']);
  });
});

describe('pick-up by transfer-to-self', () => {
  const ana = { id: 131, number: '1001', name: 'Ana', presence: 'available', isOnline: true } as const;
  const means = (session: Partial<PabxSession>): PickUpMeans & { transfers: string[] } => {
    const transfers: string[] = [];
    return {
      transfers,
      session: async () => ({ ...({ isEnded: false, holder: null } as PabxSession), ...session }),
      transferToExtension: async (id, extensionId) => void transfers.push(`${id}→${extensionId}`),
    };
  };

  it('hands a waiting session to the extension’s internal id', async () => {
    const waiting = means({});
    await transferToSelf(waiting, 7, ana);
    expect(waiting.transfers).toEqual(['7→131']);
  });

  it('leaves a session alone that a colleague took in the vendor’s client, and says who', async () => {
    const taken = means({ holder: '1002' });
    await expect(transferToSelf(taken, 7, ana)).rejects.toMatchObject({
      code: 'session.alreadyPickedUp',
      details: { by: '1002' },
    });
    expect(taken.transfers).toEqual([]);
  });

  it('does nothing for a session that is held already, and refuses one that has ended', async () => {
    const held = means({ holder: '1001' });
    await transferToSelf(held, 7, ana);
    expect(held.transfers).toEqual([]);
    await expect(transferToSelf(means({ isEnded: true }), 7, ana)).rejects.toMatchObject({
      code: 'session.ended',
    });
  });
});

describe('download', () => {
  const file: PabxFile = {
    id: 'x',
    name: 'a.png',
    uri: '20260115/../a b',
    mimeType: 'image/png',
    sizeBytes: 1,
  };

  it('asks Live Chat media at their own address and all other by token, never outside of the folder', () => {
    expect(downloadByChannel(file, 'livechat')).toEqual({
      path: 'api/livechat/20260115/a%20b',
      withToken: false,
    });
    const chat = { path: 'ysdisk/cache/chat/20260115/a%20b', withToken: true };
    expect(downloadByChannel(file, 'whatsapp')).toEqual(chat);
  });

  it('can be set to one of the two for all channels, where a PABX turns out to be so', () => {
    expect(livechatUrl(file, 'sms')).toEqual(downloadByChannel(file, 'livechat'));
    expect(tokenUrl(file, 'livechat')).toEqual(downloadByChannel(file, 'sms'));
  });
});

describe('holder-reading', () => {
  const directory = {
    queues: [
      {
        id: 1,
        name: 'Q',
        mode: 'manual',
        members: [{ memberId: 11, extensionId: 131, number: '1001', name: 'Ana' }],
      },
    ],
    extensions: [{ id: 132, number: '1002', name: 'Bruno', presence: 'available', isOnline: true }],
  } as const;
  const nobody = { number: '', userType: 0 };

  it.each([
    ['nobody while it waits in its queue', { queueId: 1, pickUpMemberId: 0, from: nobody }, null],
    [
      'the extension that the list names',
      { queueId: 1, pickUpMemberId: 11, from: { number: '1009', userType: 1 } },
      '1009',
    ],
    ['the member by its row', { queueId: 1, pickUpMemberId: 11, from: nobody }, '1001'],
    ['the extension by its internal id', { queueId: 1, pickUpMemberId: 132, from: nobody }, '1002'],
    [
      'whom an outbound session belongs to',
      { queueId: 0, pickUpMemberId: 0, from: { number: '1003', userType: 1 } },
      '1003',
    ],
  ] as const)('finds %s', (_case, facts, holder) => {
    expect(fromThenMember(facts, directory)).toEqual({ holder });
  });

  it('says so when the directory does not know who it is', () => {
    expect(fromThenMember({ queueId: 1, pickUpMemberId: 99, from: nobody }, directory)).toBe('unknown');
  });
});

describe('starters-reading', () => {
  it('takes the one list of extensions in a number’s row, whatever its name', () => {
    const members = [
      { extension_id: 131, ext_num: '1001' },
      { extension_id: 132, ext_num: '1002' },
    ];
    expect(onlyMemberList({ id: 1, number: '+1', some_name: members })).toEqual(['1001', '1002']);
  });

  it('does not guess when there is none, or more than one', () => {
    expect(onlyMemberList({ id: 1, number: '+1' })).toBeNull();
    expect(onlyMemberList({ a: [{ ext_num: '1' }], b: [{ ext_num: '2' }] })).toBeNull();
  });
});

describe('request-correlation', () => {
  const send = (values: Partial<OwnSend> = {}): OwnSend => ({
    requestId: 'r1',
    from: '1001',
    text: 'Olá',
    sessionId: 7,
    startedAt: 1_000_000,
    ...values,
  });
  const message = (values: Partial<Candidate> = {}): Candidate => ({
    id: 70,
    sessionId: 7,
    from: '1001',
    text: 'Olá',
    sentAt: 1_002_000,
    echo: '',
    ...values,
  });

  it('believes the echo', () => {
    expect(echoThenLikeness().requestIdOf(message({ echo: 'r9' }))).toBe('r9');
  });

  it('knows a message by the id that the answer named, whatever its text', () => {
    const correlation = echoThenLikeness();
    correlation.remember(send());
    correlation.settle('r1', 70);
    expect(correlation.requestIdOf(message({ text: 'changed' }))).toBe('r1');
    expect(correlation.requestIdOf(message({ id: 71 }))).toBeNull();
  });

  it('recognises a message whose answer was lost by author, text, session and time', () => {
    for (const other of [{ from: '1002' }, { text: 'Oi' }, { sessionId: 8 }, { sentAt: 1_031_000 }]) {
      const correlation = echoThenLikeness();
      correlation.remember(send());
      expect(correlation.requestIdOf(message(other))).toBeNull();
      expect(correlation.requestIdOf(message())).toBe('r1');
      // Once found it is found again, and no second message is taken for it.
      expect(correlation.requestIdOf(message())).toBe('r1');
      expect(correlation.requestIdOf(message({ id: 71 }))).toBeNull();
    }
  });

  it('gives two equal texts to two sends in their order', () => {
    const correlation = echoThenLikeness();
    correlation.remember(send());
    correlation.remember(send({ requestId: 'r2' }));
    expect([message(), message({ id: 71 })].map((one) => correlation.requestIdOf(one))).toEqual(['r1', 'r2']);
  });

  it('expects no message of a send that was refused', () => {
    const correlation = echoThenLikeness();
    correlation.remember(send());
    correlation.forget('r1');
    expect(correlation.requestIdOf(message())).toBeNull();
  });
});

describe('template-parameters', () => {
  const template = (values: Partial<PabxTemplate>): PabxTemplate => ({
    id: 502,
    channelId: 3,
    externalId: '1617',
    name: 'pedido',
    language: 'pt_BR',
    category: 'UTILITY',
    variables: 'positional',
    components: [],
    ...values,
  });

  it('writes each component that has variables, and no other', () => {
    const written = metaParameters(
      template({
        components: [
          { kind: 'header', format: 'image' },
          { kind: 'body', text: 'Pedido {{1}} chega {{2}}, {{1}}.' },
          { kind: 'footer', text: 'Loja' },
          {
            kind: 'buttons',
            buttons: [
              { kind: 'quickReply', text: 'Oi' },
              { kind: 'url', text: 'Ver', value: 'https://x/{{1}}' },
            ],
          },
        ],
      }),
      { 'header.media': 'https://x/a.png', '1': 'A7', '2': 'hoje', 'button1.1': 'a7' },
    );
    expect(JSON.parse(written)).toEqual({
      id: 502,
      template_id: '1617',
      name: 'pedido',
      language: { code: 'pt_BR' },
      parameter_format: 'POSITIONAL',
      components: [
        { type: 'HEADER', parameters: [{ type: 'image', image: { link: 'https://x/a.png' } }] },
        {
          type: 'BODY',
          parameters: [
            { type: 'text', text: 'A7' },
            { type: 'text', text: 'hoje' },
          ],
        },
        { type: 'BUTTONS', buttons: [{ type: 'URL', index: 1, parameters: [{ type: 'text', text: 'a7' }] }] },
      ],
    });
  });

  it('names the parameters of a template with named variables', () => {
    const named = template({ variables: 'named', components: [{ kind: 'body', text: 'Oi, {{nome}}!' }] });
    expect(JSON.parse(metaParameters(named, { nome: 'Ana' }))).toMatchObject({
      parameter_format: 'NAMED',
      components: [{ parameters: [{ type: 'text', parameter_name: 'nome', text: 'Ana' }] }],
    });
  });

  it('refuses to send with a variable left empty, and says which', () => {
    const named = template({ variables: 'named', components: [{ kind: 'body', text: 'Oi, {{nome}}!' }] });
    expect(() => metaParameters(named, { nome: '' })).toThrow(
      expect.objectContaining({
        code: 'message.templateVariablesMissing',
        details: { variable: 'nome', place: 'body' },
      }),
    );
  });
});
