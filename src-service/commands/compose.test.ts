import { describe, expect, it } from 'vitest';
import { Template } from '#shared/model/directory.ts';
import { renderTemplate } from './compose.ts';

const template = Template.parse({
  id: '1',
  version: 1,
  channelId: '10',
  externalId: 'x',
  name: 'lembrete',
  language: 'pt_BR',
  category: 'UTILITY',
  variables: 'positional',
  components: [
    { kind: 'header', format: 'text', text: 'Olá' },
    { kind: 'body', text: 'Olá {{1}}, seu pedido {{ 2 }} chega {{3}}.' },
  ],
});

describe('a template', () => {
  it('reads as its body with the variables filled in, gaps left as they are', () => {
    expect(renderTemplate(template, { '1': 'Ana', '2': '$1' })).toBe('Olá Ana, seu pedido $1 chega {{3}}.');
  });

  it('without a body reads as its name', () => {
    expect(renderTemplate({ ...template, components: [] }, {})).toBe('lembrete');
  });
});
