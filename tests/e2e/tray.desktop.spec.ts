// What only a desktop has: the tray with the waiting sessions, Pegar on a notification, closing to the tray, one
// instance. On Electron itself the same spec runs with LYNK_E2E_ELECTRON=real.
import { expect, test, type Client } from './fixtures.ts';
import { row, thread } from './window.ts';

const PAULO = { channel: 'whatsapp', from: '+5511912340055', name: 'Paulo Menezes' } as const;
const JULIA = { channel: 'whatsapp', from: '+5511912340066', name: 'Júlia Fontes' } as const;

function shellOf(client: Client): NonNullable<Client['shell']> {
  if (!client.shell) throw new Error('This client has no desktop shell.');
  return client.shell;
}

test('the tray names who waits and picks up; Pegar on a notification picks up', async ({
  team,
  openClient,
}) => {
  const ana = await openClient('1001');
  const shell = shellOf(ana);
  const trayLabels = () =>
    shell.evaluate(({ trays }) =>
      (trays[0]?.menu() ?? []).flatMap((item) => [item.label, ...item.items.map(({ label }) => label)]),
    );

  await team.control.contactWrites({ ...PAULO, text: 'Boa tarde' });
  await expect.poll(trayLabels).toContain(`${PAULO.name} · Atendimento`);
  await expect.poll(() => shell.evaluate(({ trays }) => trays[0]?.tooltip ?? '')).toMatch(/esperando/u);

  const sessionItem = await shell.evaluate(
    ({ trays }, name) => trays[0]?.menu().find(({ label }) => label.startsWith(name))?.id ?? '',
    PAULO.name,
  );
  await shell.evaluate(({ trays }, id) => trays[0]?.choose(id), sessionItem.replace('session:', 'pickUp:'));
  await expect.poll(trayLabels).not.toContain(`${PAULO.name} · Atendimento`);
  await row(ana.page, PAULO.name).click();
  await expect(thread(ana.page)).toContainText(/Ana Souza pegou a sessão/u);

  await team.control.contactWrites({ ...JULIA, text: 'Oi' });
  const indexOf = () =>
    shell.evaluate(
      ({ notifications }, name) =>
        notifications.findIndex(({ title, isOpen }) => isOpen && title.includes(name)),
      JULIA.name,
    );
  await expect.poll(indexOf).toBeGreaterThanOrEqual(0);
  const hasButton = await shell.evaluate(
    ({ notifications }, at) => (notifications[at]?.actions.length ?? 0) > 0,
    await indexOf(),
  );
  // Where the system knows no buttons a click opens the session, and Pegar is in the window.
  await shell.evaluate(
    ({ notifications }, { at, press }) => (press ? notifications[at]?.action(0) : notifications[at]?.click()),
    {
      at: await indexOf(),
      press: hasButton,
    },
  );
  if (!hasButton)
    await ana.page.getByRole('main').getByRole('button', { name: 'Pegar', exact: true }).click();
  await row(ana.page, JULIA.name).click();
  await expect(thread(ana.page)).toContainText(/Ana Souza pegou a sessão/u);
  await expect.poll(indexOf, 'a notification goes when its session is taken').toBe(-1);
});

test('a notification goes from the screen of the one who was slower', async ({ team, openClient }) => {
  const [ana, bruno] = [await openClient('1001'), await openClient('1002')];
  await team.control.contactWrites({ ...PAULO, text: 'Boa tarde' });
  const open = (client: Client) =>
    shellOf(client).evaluate(
      ({ notifications }, name) =>
        notifications.filter(({ title, isOpen }) => isOpen && title.includes(name)).length,
      PAULO.name,
    );
  await expect.poll(() => open(bruno)).toBe(1);
  await row(ana.page, PAULO.name).click();
  await ana.page.getByRole('main').getByRole('button', { name: 'Pegar', exact: true }).click();
  await expect.poll(() => open(bruno)).toBe(0);
});
