// Pictures of the states of the window, in three languages, light and dark, desktop and phone size. The run makes
// them (`npm test -- --pictures` keeps them in docs/pictures/); people look at them.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Team } from '#tests/support/team.ts';
import { expect, test } from './fixtures.ts';

const FOLDER = process.env['LYNK_PICTURES'] ?? 'test-results/pictures';
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

const LANGUAGES = [
  {
    locale: 'pt-BR',
    pickUp: 'Pegar',
    create: 'Criar sessão',
    details: 'Detalhes',
    preferences: 'Preferências',
    message: 'Mensagem',
    hello: 'Olá! Meu pedido 4711 ainda não chegou 😟',
    more: 'Era para ter chegado na sexta-feira.',
    answer: 'Bom dia, Maria! Vou verificar agora mesmo.',
    found: 'Ele está em São Paulo e chega amanhã até as 14 h.',
    thanks: 'Que bom, obrigada! 🙏',
    search: 'pedido',
  },
  {
    locale: 'en',
    pickUp: 'Pick up',
    create: 'Create session',
    details: 'Details',
    preferences: 'Preferences',
    message: 'Message',
    hello: 'Hi! My order 4711 has not arrived yet 😟',
    more: 'It should have been here on Friday.',
    answer: 'Good morning, Maria! I am checking right now.',
    found: 'It is in São Paulo and will be with you tomorrow by 2 pm.',
    thanks: 'Great, thank you! 🙏',
    search: 'order',
  },
  {
    locale: 'es',
    pickUp: 'Tomar',
    create: 'Crear sesión',
    details: 'Detalles',
    preferences: 'Preferencias',
    message: 'Mensaje',
    hello: '¡Hola! Mi pedido 4711 todavía no llegó 😟',
    more: 'Tenía que llegar el viernes.',
    answer: '¡Buenos días, Maria! Lo reviso ahora mismo.',
    found: 'Está en São Paulo y llega mañana antes de las 14 h.',
    thanks: '¡Qué bueno, gracias! 🙏',
    search: 'pedido',
  },
] as const;

type Words = (typeof LANGUAGES)[number];

/** The same state in light and in dark. */
async function pictures(page: Page, name: string, words: Words): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const file = path.join(FOLDER, `${name}-${words.locale}-${theme}.png`);
    const picture = await page.screenshot({ path: file, animations: 'disabled' });
    expect(picture.byteLength).toBeGreaterThan(5000);
  }
}

async function deliver(
  team: Team,
  sessionId: number,
  text: string,
  upTo: 'delivered' | 'read',
): Promise<void> {
  await expect.poll(() => team.control.countOf(sessionId, text)).toBe(1);
  const message = (await team.control.messages(sessionId)).find(({ body }) => body === text);
  for (const to of upTo === 'read' ? ['sent', 'delivered', 'read'] : ['sent', 'delivered']) {
    await team.control.do('deliver', { msgId: message?.id, to });
  }
}

for (const words of LANGUAGES) {
  test(`pictures in ${words.locale}`, async ({ team, openClient }) => {
    const { page } = await openClient('1001', {
      locale: words.locale,
      viewport: DESKTOP,
      beforeSignIn: (signIn) => pictures(signIn, 'sign-in', words),
    });
    const write = (from: string, name: string, text: string) =>
      team.control.contactWrites({ channel: 'whatsapp', from, name, text });
    await write('+5511912340031', 'Paulo Menezes', 'PIX ✅');
    await write('+5511912340032', 'Júlia Fontes', '…');
    const { sessionId } = await write('+5511912340033', 'Maria Oliveira', words.hello);
    const maria = page.getByRole('button', { name: /^Maria Oliveira/u });
    await expect(maria).toContainText(words.hello);
    await pictures(page, 'waiting', words);

    await maria.click();
    await page.getByRole('main').getByRole('button', { name: words.pickUp, exact: true }).click();
    const composer = page.getByRole('textbox', { name: words.message });
    const send = async (text: string): Promise<void> => {
      await composer.fill(text);
      await composer.press('Enter');
    };
    await write('+5511912340033', 'Maria Oliveira', words.more);
    await expect(page.getByRole('log')).toContainText(words.more);
    await send(words.answer);
    await deliver(team, sessionId, words.answer, 'read');
    await send(words.found);
    await deliver(team, sessionId, words.found, 'delivered');
    await team.control.contactWrites({
      channel: 'whatsapp',
      from: '+5511912340033',
      name: 'Maria Oliveira',
      file: { kind: 'picture' },
    });
    await write('+5511912340033', 'Maria Oliveira', words.thanks);
    await expect(page.getByRole('log')).toContainText(words.thanks);
    await expect(page.getByRole('log').locator('img')).toBeVisible();
    await pictures(page, 'conversation', words);

    await page.getByRole('button', { name: words.details, exact: true }).click();
    await pictures(page, 'details', words);
    await page.getByRole('button', { name: words.details, exact: true }).click();

    await page.getByRole('button', { name: words.create, exact: true }).first().click();
    await expect(page.getByRole('dialog', { name: words.create })).toBeVisible();
    await pictures(page, 'new-session', words);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: words.preferences, exact: true }).click();
    await expect(page.getByRole('dialog', { name: words.preferences })).toBeVisible();
    await pictures(page, 'preferences', words);
    await page.keyboard.press('Escape');

    const search = page.getByRole('searchbox');
    await search.fill(words.search);
    await expect(page.getByRole('button', { name: /Maria Oliveira/u }).first()).toBeVisible();
    await pictures(page, 'search', words);
    await search.fill('');

    await page.setViewportSize(PHONE);
    await pictures(page, 'phone-conversation', words);
    await page.goBack();
    await expect(maria).toBeVisible();
    await pictures(page, 'phone-list', words);
    await page.setViewportSize(DESKTOP);
    await maria.click();

    await team.stopGateway();
    await send(words.thanks);
    await expect(page.getByRole('log').getByRole('group').last()).toContainText(words.thanks);
    await pictures(page, 'offline', words);
  });
}
