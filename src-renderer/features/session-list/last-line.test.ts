import { describe, expect, it } from 'vitest';
import { ME, lastLine, makeSession } from '#renderer/gallery/fixtures.ts';
import { createTexts } from '#renderer/i18n/i18n.ts';
import { lastLineParts } from './last-line.ts';

const { t } = createTexts('pt-BR');

describe('the second line of a row', () => {
  it('shows an unsent draft before anything else, on one line', () => {
    const row = makeSession({
      id: '1',
      draft: 'Olá,\n\n tudo bem',
      lastMessage: lastLine('Oi', 'contact', 1),
    });
    expect(lastLineParts(row, ME.extension, t)).toEqual({
      prefix: 'Rascunho:',
      tone: 'draft',
      text: 'Olá, tudo bem',
    });
  });
  it('says that our side wrote the newest message', () => {
    const row = makeSession({ id: '1', lastMessage: lastLine('Boa sorte!', 'agent', 1, 'sent'), holder: ME });
    expect(lastLineParts(row, ME.extension, t)).toMatchObject({ prefix: 'Você:', text: 'Boa sorte!' });
    expect(lastLineParts(row, '1002', t)).toMatchObject({ prefix: 'Agente:', text: 'Boa sorte!' });
  });
  it('names a file that has no text', () => {
    const line = lastLine('', 'contact', 1);
    const row = makeSession({ id: '1', lastMessage: line && { ...line, kind: 'file' } });
    expect(lastLineParts(row, ME.extension, t)).toMatchObject({ prefix: '', text: 'Arquivo' });
  });
  it('never stays empty for a line of the system, which has words only in the thread', () => {
    const line = lastLine('', 'system', 1);
    const row = makeSession({ id: '1', lastMessage: line && { ...line, kind: 'system' } });
    expect(lastLineParts(row, ME.extension, t)).toMatchObject({ prefix: '', text: 'Sessão atualizada' });
  });
  it('says so when there is no message yet', () => {
    expect(lastLineParts(makeSession({ id: '1' }), ME.extension, t).text).toBe('Nenhuma mensagem ainda');
  });
});
