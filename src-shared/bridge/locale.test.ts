import { expect, it } from 'vitest';
import { localeFrom } from './locale.ts';

it('takes the first language that Lynk speaks, whatever its region', () => {
  expect(localeFrom(['de-DE', 'es-MX', 'en-US'])).toBe('es');
  expect(localeFrom(['pt-PT'])).toBe('pt-BR');
  expect(localeFrom(['EN_gb'])).toBe('en');
});

it('falls back to pt-BR', () => {
  expect(localeFrom(['ja', 'de'])).toBe('pt-BR');
  expect(localeFrom([])).toBe('pt-BR');
});
