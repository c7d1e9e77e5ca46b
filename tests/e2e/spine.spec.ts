// The whole road once: a contact writes, an agent picks up and answers, and nothing is lost or doubled on the way.
import { expect, test, type Client, type ShownNotification } from './fixtures.ts';
import { bubble, button, mark, row, search, send, thread } from './window.ts';

const MARIA = { channel: 'whatsapp', from: '+5511912340099', name: 'Maria Oliveira' } as const;

/** The notifications that speak of Maria; what waited before the sign-in is told once, as a sum. */
async function noticesOf(client: Client): Promise<ShownNotification[]> {
  return (await client.notifications()).filter(({ title, body }) => `${title} ${body}`.includes(MARIA.name));
}

test('a contact writes into a manual queue, one of two agents picks up and answers', async ({
  team,
  openClient,
  again,
}) => {
  let ana = await openClient('1001');
  const bruno = await openClient('1002');

  const { sessionId } = await team.control.contactWrites({ ...MARIA, text: 'Olá, meu pedido não chegou' });
  for (const agent of [ana, bruno]) {
    await expect(row(agent.page, MARIA.name)).toContainText('Olá, meu pedido não chegou');
    await expect.poll(() => noticesOf(agent), 'exactly one notification of the session').toHaveLength(1);
  }
  await bruno.clickNotification((await noticesOf(bruno))[0]?.title ?? '');
  await expect(thread(bruno.page)).toContainText('Olá, meu pedido não chegou');

  await row(ana.page, MARIA.name).click();
  await button(ana.page, 'Pegar').click();
  await expect(thread(ana.page)).toContainText(/Ana Souza pegou a sessão/u);
  await expect(row(bruno.page, MARIA.name)).toHaveCount(0);
  await expect(bruno.page.getByText(/Ana Souza pegou a sessão com Maria Oliveira/u).first()).toBeVisible();

  await send(ana.page, 'Vou verificar agora mesmo.');
  await expect.poll(() => team.control.countOf(sessionId, 'Vou verificar agora mesmo.')).toBe(1);
  const held = (await team.control.messages(sessionId)).find(
    ({ body }) => body === 'Vou verificar agora mesmo.',
  );
  for (const [to, words] of [
    ['sent', /^enviada$/u],
    ['delivered', /^entregue$/u],
    ['read', /^lida$/u],
  ] as const) {
    await team.control.do('deliver', { msgId: held?.id, to });
    await expect(mark(ana.page, 'Vou verificar agora mesmo.', words)).toBeVisible();
  }

  await ana.close();
  ana = await again(ana);
  await row(ana.page, MARIA.name).click();
  await expect(bubble(ana.page, 'Vou verificar agora mesmo.')).toHaveCount(1);
  await expect(bubble(ana.page, 'Olá, meu pedido não chegou')).toHaveCount(1);
  await expect(row(ana.page, MARIA.name)).toHaveCount(1);
  expect(await noticesOf(ana), 'a restart tells nothing a second time').toEqual([]);

  await team.stopGateway();
  await expect(ana.page.getByText('Sem conexão').first()).toBeVisible();
  await send(ana.page, 'Já achei: chega amanhã.');
  await expect(mark(ana.page, 'Já achei: chega amanhã.', /^na fila$/u)).toBeVisible();
  const found = await search(ana.page, 'pedido nao');
  await expect(found.getByRole('button', { name: /Olá, meu pedido não chegou/u })).toBeVisible();
  expect(await team.control.countOf(sessionId, 'Já achei: chega amanhã.')).toBe(0);

  await team.startGateway();
  await expect
    .poll(() => team.control.countOf(sessionId, 'Já achei: chega amanhã.'), { timeout: 40_000 })
    .toBe(1);
  await search(ana.page, '');
  await row(ana.page, MARIA.name).click();
  await expect(bubble(ana.page, 'Já achei: chega amanhã.')).toHaveCount(1);
  await expect(mark(ana.page, 'Já achei: chega amanhã.', /^(aceita|enviada)$/u)).toBeVisible();
  expect(await team.control.countOf(sessionId, 'Já achei: chega amanhã.')).toBe(1);
});

test('a new SMS session is created with sender, country and number, and opens', async ({
  team,
  openClient,
}) => {
  const ana = await openClient('1001');
  await button(ana.page, 'Criar sessão').first().click();
  const dialog = ana.page.getByRole('dialog', { name: 'Criar sessão' });
  await dialog.getByRole('button', { name: 'Criar', exact: true }).click();
  await expect(dialog.getByText('Insira o número do destinatário.')).toBeVisible();
  await dialog.getByLabel('Remetente').click();
  await ana.page.getByRole('option', { name: /3003.?0001/u }).click();
  await dialog.getByLabel('Destinatário').fill('11 98765-4321');
  await dialog.getByRole('button', { name: 'Criar', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await send(ana.page, 'Bom dia! Aqui é da loja.');
  await expect(mark(ana.page, 'Bom dia! Aqui é da loja.', /^(aceita|enviada)$/u)).toBeVisible();
  await team.control.contactWrites({
    channel: 'sms',
    did: '+551130030001',
    from: '+5511987654321',
    text: 'Bom dia, pode falar',
  });
  await expect(thread(ana.page)).toContainText('Bom dia, pode falar');
});

test('kill -9 of the gateway and of the client, ten times in one conversation: nothing lost, nothing doubled', async ({
  team,
  openClient,
  again,
}) => {
  test.setTimeout(300_000);
  let ana = await openClient('1001');
  const { sessionId } = await team.control.contactWrites({ ...MARIA, text: 'Começando' });
  await row(ana.page, MARIA.name).click();
  await button(ana.page, 'Pegar').click();
  await expect(thread(ana.page)).toContainText(/Ana Souza pegou a sessão/u);
  for (let round = 1; round <= 10; round += 1) {
    await team.control.contactWrites({ ...MARIA, text: `pergunta ${round}.` });
    await send(ana.page, `resposta ${round}.`);
    await expect(bubble(ana.page, `resposta ${round}.`)).toHaveCount(1);
    if (round % 2 === 1) {
      await team.killGateway();
      await team.startGateway();
    } else {
      await ana.kill();
      ana = await again(ana);
      await row(ana.page, MARIA.name).click();
    }
    await expect
      .poll(() => team.control.countOf(sessionId, `resposta ${round}.`), { timeout: 40_000 })
      .toBe(1);
    await expect(bubble(ana.page, `pergunta ${round}.`)).toHaveCount(1);
  }
  for (let round = 1; round <= 10; round += 1) {
    expect(
      await team.control.countOf(sessionId, `resposta ${round}.`),
      `answer ${round} reached the contact once`,
    ).toBe(1);
  }
  await ana.page.reload();
  await row(ana.page, MARIA.name).click();
  await expect(bubble(ana.page, 'resposta 10.')).toHaveCount(1);
  await expect(bubble(ana.page, 'pergunta 10.')).toHaveCount(1);
});
