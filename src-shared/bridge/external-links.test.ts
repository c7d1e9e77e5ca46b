import { expect, it } from 'vitest';
import { externalLink } from './external-links.ts';

it.each(['https://example.com/a?b=c', 'http://example.com/', 'mailto:ana@example.com', 'tel:+5548999990000'])(
  'lets %s out',
  (url) => expect(externalLink(url)).toBe(url),
);

it.each([
  'file:///etc/passwd',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,x',
  'app://lynk/',
  'lynk://open',
  'smb://server/share',
  'ms-msdt:/id',
  'vbscript:x',
  '//example.com',
  '',
])('keeps %s in', (url) => {
  expect(() => externalLink(url)).toThrow(expect.objectContaining({ code: 'bridge.invalidInput' }));
});
