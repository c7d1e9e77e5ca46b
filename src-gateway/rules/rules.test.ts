import { describe, expect, it } from 'vitest';
import type { PabxTemplate } from '../pabx/pabx.ts';
import { contactFinder, toAddress } from './addresses.ts';
import { refuseAction, refusePickUp, refuseTransfer } from './may-do.ts';
import {
  REPLY_WINDOW_MS,
  refuseContent,
  replyWindowAtFirst,
  templateText,
  templateVariables,
} from './sending.ts';
import { audienceOf, staysRemoved } from './visibility.ts';

const members = (id: string) => (id === '1' ? ['1001', '1002'] : []);
const text = (value: string, tag?: 'HUMAN_AGENT') => ({ kind: 'text' as const, text: value, tag });

describe('who sees a session', () => {
  it.each([
    ['its holder alone', { holder: '1003', queueId: '1' }, ['1003']],
    ['all members of the queue while it waits', { holder: null, queueId: '1' }, ['1001', '1002']],
    ['nobody outside holder and queue', { holder: null, queueId: null }, []],
  ])('%s', (_name, session, audience) => {
    expect(audienceOf(session, members)).toEqual(audience);
  });

  it('stays removed until the contact writes again', () => {
    const last = { id: 'p9', kind: 'text', preview: '', state: 'received', at: 1 } as const;
    const session = (by: 'contact' | 'agent', lastPosition: number) => ({
      lastPosition,
      lastMessage: { ...last, id: 'p9' as never, by },
    });
    expect(staysRemoved(9, session('contact', 9))).toBe(true);
    expect(staysRemoved(9, session('agent', 12))).toBe(true);
    expect(staysRemoved(9, session('contact', 12))).toBe(false);
    expect(staysRemoved(null, session('agent', 1))).toBe(false);
  });
});

describe('who may pick up', () => {
  const waiting = { state: 'open', holder: null, queueId: '1' } as const;
  const refusal = (
    session: Parameters<typeof refusePickUp>[0],
    mode: Parameters<typeof refusePickUp>[1],
    known = true,
  ) => refusePickUp(session, mode, '1001', known, (extension) => `name of ${extension}`)?.code ?? null;

  it.each([
    ['a member, in manual mode', waiting, 'manual', null],
    ['a member, in automatic mode', waiting, 'auto', null],
    ['nobody, in mode none', waiting, 'none', 'session.pickUpDisabled'],
    ['nobody, after its end', { ...waiting, state: 'ended' }, 'manual', 'session.ended'],
    ['who has it already', { ...waiting, holder: '1001' }, 'manual', null],
    ['not when another has it', { ...waiting, holder: '1002' }, 'manual', 'session.alreadyPickedUp'],
    ['not outside queues', { ...waiting, queueId: null }, null, 'session.notWaiting'],
  ] as const)('%s', (_name, session, mode, code) => {
    expect(refusal(session, mode)).toBe(code);
  });

  it('tells a stranger nothing about who has it', () => {
    expect(refusal({ ...waiting, holder: '1002' }, 'manual', false)).toBe('session.notVisible');
  });
});

describe('what may be done with a session', () => {
  it('refuses what is not visible before anything else', () => {
    expect(refuseAction('send', { state: 'ended' }, false)?.code).toBe('session.notVisible');
  });
  it.each(['send', 'transfer'] as const)('refuses to %s after the end', (action) => {
    expect(refuseAction(action, { state: 'ended' }, true)?.code).toBe('session.ended');
    expect(refuseAction(action, { state: 'open' }, true)).toBeNull();
  });
  it('transfers only to those who are there', () => {
    const known = { agent: (e: string) => e === '1002', queue: (id: string) => id === '1', platform: false };
    const code = (to: object) =>
      refuseTransfer(to as Parameters<typeof refuseTransfer>[0], '1001', known)?.code ?? null;
    expect(code({ kind: 'agent', extension: '1002' })).toBeNull();
    expect(code({ kind: 'agent', extension: '9999' })).toBe('session.transferTargetUnknown');
    expect(code({ kind: 'agent', extension: '1001' })).toBe('session.transferTargetUnknown');
    expect(code({ kind: 'queue', queueId: '2' })).toBe('session.transferTargetUnknown');
    expect(code({ kind: 'platform' })).toBe('pabx.functionOff');
  });
});

describe('what may be sent', () => {
  const now = 1000 + REPLY_WINDOW_MS;
  const code = (
    content: Parameters<typeof refuseContent>[0],
    kind: Parameters<typeof refuseContent>[1]['kind'],
    ends: number | null,
  ) => refuseContent(content, { kind, replyWindowEndsAt: ends }, undefined, now)?.code ?? null;

  it.each([
    ['SMS at any time', text('a'), 'sms', null, null],
    ['WhatsApp text inside the window', text('a'), 'whatsapp', now + 1, null],
    ['no WhatsApp text at its very end', text('a'), 'whatsapp', now, 'message.replyWindowOver'],
    ['no WhatsApp text before the contact wrote', text('a'), 'whatsapp', 0, 'message.replyWindowOver'],
    ['WhatsApp text where the PABX knows no end', text('a'), 'whatsapp', null, null],
    ['Facebook text inside the window', text('a'), 'facebook', now + 1, null],
    [
      'no Facebook text after the window without a tag',
      text('a'),
      'facebook',
      now - 1,
      'message.tagRequired',
    ],
    ['Facebook text after the window with a tag', text('a', 'HUMAN_AGENT'), 'facebook', now - 1, null],
    ['nothing empty', text('  '), 'sms', null, 'message.empty'],
    ['4096 characters by WhatsApp', text('😀'.repeat(4096)), 'whatsapp', now + 1, null],
    ['not one more', text('😀'.repeat(4097)), 'whatsapp', now + 1, 'message.textTooLong'],
    ['at most 64 KiB', text('é'.repeat(33_000)), 'sms', null, 'message.textTooLong'],
  ] as const)('%s', (_name, content, kind, ends, expected) => {
    expect(code(content, kind, ends)).toBe(expected);
  });

  it('knows that a window which the contact never opened is over, where there are windows', () => {
    expect(replyWindowAtFirst('whatsapp')).toBe(0);
    expect(replyWindowAtFirst('sms')).toBeNull();
  });

  const template = {
    components: [
      { kind: 'body', text: 'Olá {{nome}}, pedido {{ pedido }}' },
      { kind: 'buttons', buttons: [{ kind: 'url', text: 'Ver', value: 'https://x/{{codigo}}' }] },
    ],
  } as unknown as PabxTemplate;

  it('asks for every variable of a template, those of buttons too', () => {
    expect(templateVariables(template)).toEqual(['nome', 'pedido', 'codigo']);
    const refusal = refuseContent(
      { kind: 'template', templateId: '1' as never, variables: { nome: 'Ana', pedido: ' ', codigo: '1' } },
      { kind: 'whatsapp', replyWindowEndsAt: 0 },
      template,
      now,
    );
    expect(refusal).toMatchObject({
      code: 'message.templateVariablesMissing',
      details: { variable: 'pedido' },
    });
    expect(templateText(template, { nome: 'Ana', pedido: '7' })).toBe('Olá Ana, pedido 7');
  });
});

describe('numbers', () => {
  it('takes the ornaments off and refuses what is no number', () => {
    expect(toAddress(' +55 (11) 98765-0001 ')).toBe('+5511987650001');
    for (const nonsense of ['', '12', 'abc', '+55x1', '1'.repeat(16)]) {
      expect(() => toAddress(nonsense)).toThrow('not valid for its country');
    }
  });
  it('finds a contact by the whole number, else by a national spelling', () => {
    const find = contactFinder([
      { id: '1', numbers: ['+5511987650001'] },
      { id: '2', numbers: ['11 98765-0002'] },
      { id: '3', numbers: ['123'] },
    ]);
    expect(find('+5511987650001')).toBe('1');
    expect(find('+5511987650002')).toBe('2');
    expect(find('+5521987650001')).toBeNull();
    expect(find('+5500000123')).toBeNull();
    expect(find('123')).toBe('3');
  });
});
