import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkify, safeUrl } from './linkify.ts';

const links = (text: string) =>
  linkify(text).flatMap((part) => (part.kind === 'link' ? [[part.text, part.url]] : []));

describe('links in messages', () => {
  it('finds web addresses, also without a scheme, and e-mail addresses', () => {
    expect(links('Veja https://voitel.com.br/planos?x=1 ou www.lynk.app')).toEqual([
      ['https://voitel.com.br/planos?x=1', 'https://voitel.com.br/planos?x=1'],
      ['www.lynk.app', 'https://www.lynk.app/'],
    ]);
    expect(links('mande para ana.souza@exemplo.com.br.')).toEqual([
      ['ana.souza@exemplo.com.br', 'mailto:ana.souza@exemplo.com.br'],
    ]);
    expect(links('tel:+5511999990000')).toEqual([['tel:+5511999990000', 'tel:+5511999990000']]);
  });

  it('leaves the punctuation of the sentence outside and balanced brackets inside', () => {
    expect(links('(https://a.example/x).')).toEqual([['https://a.example/x', 'https://a.example/x']]);
    expect(links('https://pt.wikipedia.org/wiki/Lynx_(animal), veja')).toEqual([
      ['https://pt.wikipedia.org/wiki/Lynx_(animal)', 'https://pt.wikipedia.org/wiki/Lynx_(animal)'],
    ]);
  });

  it('never makes a link of another scheme', () => {
    for (const text of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:text/html,x',
      'lynk://x',
      'vbscript:x',
    ]) {
      expect(links(text)).toEqual([]);
    }
  });

  it('never links an address that hides its host behind a user name', () => {
    expect(safeUrl('https://banco.example@evil.example/')).toBeNull();
    expect(links('https://banco.example@evil.example/')).toEqual([]);
  });

  it('loses and adds nothing: the parts joined are the text, and every link is of an allowed scheme', () => {
    const piece = constantFrom(
      'https://',
      'www.',
      'a@b.co',
      'tel:',
      ' ',
      '(',
      ')',
      '.',
      '\n',
      'javascript:',
      'ç',
      '@',
    );
    assert(
      property(array(oneof(piece, string({ maxLength: 5 })), { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const parts = linkify(text);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        const urls = parts.flatMap((part) => (part.kind === 'link' ? [part.url] : []));
        expect(urls.filter((url) => !/^(?:https?|mailto|tel):/u.test(url))).toEqual([]);
      }),
    );
  });

  it('stays quick on a text made to be slow', () => {
    const start = performance.now();
    linkify('a.'.repeat(30_000) + '@');
    linkify('https://' + '('.repeat(2000) + ')'.repeat(2000));
    linkify('www.' + '.'.repeat(60_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
