import { describe, expect, it } from 'vitest';
import { DeliveryState, SystemLine } from '#shared/model/message.ts';
import { createTexts } from '#renderer/i18n/i18n.ts';
import { buildReply } from './message-builder.fixture.ts';
import { deliveryWords, failureReason, systemWords } from './message-words.ts';

const LOCALES = ['pt-BR', 'en', 'es'] as const;
const { t } = createTexts('pt-BR');

describe('words of a message', () => {
  it('has a word for every delivery state in every language', () => {
    for (const locale of LOCALES) {
      const texts = createTexts(locale);
      const words = DeliveryState.options.map((state) => deliveryWords(texts.t, buildReply({ state })));
      expect(new Set(words).size).toBe(words.length);
      for (const word of words) expect(word).not.toContain('conversation.');
    }
    expect(deliveryWords(t, buildReply({ state: 'delivered' }))).toBe('entregue');
  });

  it('says why a message failed, with the words of the provider', () => {
    const failure = { code: 'invalid_phone_number', reason: 'Recipient not on WhatsApp' };
    expect(deliveryWords(t, buildReply({ state: 'failed', failure }))).toBe(
      'falhou: o número não pode receber esta mensagem (Recipient not on WhatsApp)',
    );
    expect(failureReason(t, { code: 'something_new', reason: 'Carrier says no' })).toBe('Carrier says no');
    expect(failureReason(t, { code: 'constructor', reason: '' })).toBe('o canal não disse por quê');
    expect(failureReason(t, null)).toBe('o canal não disse por quê');
  });

  it('gives our own sentence for a refusal of the gateway', () => {
    expect(failureReason(t, { code: 'session.ended', reason: 'ended' })).toBe(t('error.session.ended'));
  });

  it('tells every system event in every language, with names or without', () => {
    for (const locale of LOCALES) {
      const texts = createTexts(locale);
      for (const event of SystemLine.shape.event.options) {
        const named = systemWords(texts.t, { event, by: 'Ana', to: 'Vendas', durationMs: 187_000 });
        const bare = systemWords(texts.t, { event, by: null, to: null, durationMs: null });
        for (const words of [named, bare]) expect(words).not.toMatch(/conversation\.|[{}]|null/u);
      }
    }
    expect(systemWords(t, { event: 'pickedUp', by: 'Ana', to: null, durationMs: null })).toBe(
      'Ana pegou a sessão da fila',
    );
  });
});
