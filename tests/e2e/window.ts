// The window as a person finds it: by roles and names in Portuguese, never by CSS classes.
import type { Locator, Page } from '@playwright/test';

const escaped = (text: string): string => text.replaceAll(/[+.()]/gu, String.raw`\$&`);

export function list(page: Page): Locator {
  return page.getByRole('list', { name: 'Sessões' });
}

/** The row of a contact in the list on screen: its button, whose name begins with the contact's. */
export function row(page: Page, contact: string): Locator {
  return list(page).getByRole('button', { name: new RegExp(`^${escaped(contact)}`, 'u') });
}

export function thread(page: Page): Locator {
  return page.getByRole('log', { name: 'Mensagens' });
}

export function composer(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Mensagem' });
}

export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

/** Types a text into the composer and sends it with Enter. */
export async function send(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** The bubble with a text, in the thread. */
export function bubble(page: Page, text: string): Locator {
  return thread(page).getByRole('group').filter({ hasText: text });
}

/** How far a message of ours has come, in the words that its mark has. */
export function mark(page: Page, text: string, words: RegExp): Locator {
  return bubble(page, text).getByRole('img', { name: words });
}

/** The search box of the list column, and what it found in the messages. */
export async function search(page: Page, text: string): Promise<Locator> {
  await page.getByRole('searchbox', { name: 'Pesquisar' }).fill(text);
  return page.getByRole('region', { name: 'Resultados da pesquisa' });
}
