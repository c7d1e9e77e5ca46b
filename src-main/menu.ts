// The application menu: what every desktop program has, with its accelerators, in the person's language. The
// window's own actions have their keys in the window.
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { SHELL_WORDS, type ShellWords } from './i18n.ts';
import type { Locale } from '#shared/bridge/shell-contract.ts';

const line: MenuItemConstructorOptions = { type: 'separator' };

function template(words: ShellWords, quit: () => void): MenuItemConstructorOptions[] {
  const quitItem: MenuItemConstructorOptions = { label: words.quit, accelerator: 'CmdOrCtrl+Q', click: quit };
  const mac: MenuItemConstructorOptions[] =
    process.platform === 'darwin'
      ? [
          {
            label: 'Lynk',
            submenu: [{ role: 'about' }, line, { role: 'hide' }, { role: 'hideOthers' }, line, quitItem],
          },
        ]
      : [];
  return [
    ...mac,
    {
      label: words.file,
      submenu: [
        { label: words.closeWindow, role: 'close' },
        ...(process.platform === 'darwin' ? [] : [line, quitItem]),
      ],
    },
    {
      label: words.edit,
      submenu: [
        { label: words.undo, role: 'undo' },
        { label: words.redo, role: 'redo' },
        line,
        { label: words.cut, role: 'cut' },
        { label: words.copy, role: 'copy' },
        { label: words.paste, role: 'paste' },
        { label: words.selectAll, role: 'selectAll' },
      ],
    },
    {
      label: words.view,
      submenu: [
        { label: words.resetZoom, role: 'resetZoom' },
        { label: words.zoomIn, role: 'zoomIn' },
        { label: words.zoomOut, role: 'zoomOut' },
        line,
        { label: words.fullScreen, role: 'togglefullscreen' },
      ],
    },
    { label: words.window, submenu: [{ label: words.minimize, role: 'minimize' }] },
  ];
}

/** Sets the menu; again when the language changes. */
export function setApplicationMenu(locale: Locale, quit: () => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(template(SHELL_WORDS[locale], quit)));
}
