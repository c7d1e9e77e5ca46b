// Preloaded with `-r` into the app's main process, on Electron and on the stand-in alike: records what the desktop
// would show and has no public getter, and lets a test act as the person in front of it. Shape: recorded.ts.
'use strict';
const { app, BrowserWindow, dialog, Menu, Notification, shell, Tray } = require('electron');

/** Runs `before(self, args)` ahead of a method. */
function observe(owner, name, before) {
  const original = owner[name];
  owner[name] = function (...args) {
    before(this, args);
    return original.apply(this, args);
  };
}

/** A menu as a person sees it, and choosing from it by id or label. */
function readMenu(menu) {
  return menu.items
    .filter(({ visible, type }) => visible && type !== 'separator')
    .map(({ id, label, type, enabled, checked, submenu }) => ({
      id: id ?? '',
      label,
      type,
      enabled,
      checked,
      items: submenu ? readMenu(submenu) : [],
    }));
}

function findItem(menu, name) {
  for (const item of menu.items) {
    if (item.id === name || item.label === name) return item;
    const inner = item.submenu && findItem(item.submenu, name);
    if (inner) return inner;
  }
  return undefined;
}

function choose(menu, name) {
  const item = menu && findItem(menu, name);
  if (!item) throw new Error(`The menu has no item "${name}": ${JSON.stringify(menu ? readMenu(menu) : [])}`);
  if (!item.enabled) throw new Error(`The menu item "${name}" is disabled.`);
  item.click(undefined, BrowserWindow.getFocusedWindow() ?? undefined, undefined);
}

const record = {
  trays: [],
  notifications: [],
  badges: [],
  flashes: [],
  overlays: [],
  progress: [],
  openedLinks: [],
  openedPaths: [],
  shownItems: [],
  beeps: 0,
  dialogs: [],
  popups: [],
  answers: [],
  answer(kind, value) {
    record.answers.push({ kind, value });
  },
  applicationMenu: () => readMenu(Menu.getApplicationMenu() ?? { items: [] }),
  chooseFromApplicationMenu: (name) => choose(Menu.getApplicationMenu(), name),
};
globalThis.__rec = record;

// ---- tray
const trays = new Map();
function entryOf(tray) {
  if (!trays.has(tray)) {
    let menu = null;
    const entry = {
      tooltip: '',
      title: '',
      isDestroyed: false,
      imageChanges: 0,
      setMenu: (next) => (menu = next),
      menu: () => (menu ? readMenu(menu) : []),
      click: () => tray.emit('click', {}, tray.getBounds(), { x: 0, y: 0 }),
      doubleClick: () => tray.emit('double-click', {}, tray.getBounds()),
      rightClick: () => tray.emit('right-click', {}, tray.getBounds()),
      choose: (name) => choose(menu, name),
    };
    trays.set(tray, entry);
    record.trays.push(entry);
  }
  return trays.get(tray);
}
observe(Tray.prototype, 'setToolTip', (tray, [text]) => (entryOf(tray).tooltip = text));
observe(Tray.prototype, 'setTitle', (tray, [text]) => (entryOf(tray).title = text));
observe(Tray.prototype, 'setImage', (tray) => (entryOf(tray).imageChanges += 1));
observe(Tray.prototype, 'setContextMenu', (tray, [menu]) => entryOf(tray).setMenu(menu));
observe(Tray.prototype, 'destroy', (tray) => (entryOf(tray).isDestroyed = true));

// ---- notifications
const notifications = new Map();
observe(Notification.prototype, 'show', (notification) => {
  const entry = {
    title: notification.title,
    subtitle: notification.subtitle,
    body: notification.body,
    silent: notification.silent,
    urgency: notification.urgency,
    hasReply: notification.hasReply,
    actions: notification.actions.map(({ text }) => text ?? ''),
    isOpen: true,
    click: () => {
      entry.isOpen = false;
      notification.emit('click', {});
    },
    dismiss: () => {
      entry.isOpen = false;
      notification.emit('close', { reason: 'userCanceled' });
    },
    action: (index) => notification.emit('action', { actionIndex: index, selectionIndex: -1 }, index, -1),
    reply: (text) => notification.emit('reply', { reply: text }, text),
    fail: (message) => notification.emit('failed', {}, message),
  };
  notifications.set(notification, entry);
  record.notifications.push(entry);
});
observe(Notification.prototype, 'close', (notification) => {
  const entry = notifications.get(notification);
  if (entry) entry.isOpen = false;
});

// ---- the window's place in the task bar
observe(app, 'setBadgeCount', (_app, [count]) => record.badges.push(count ?? 0));
observe(BrowserWindow.prototype, 'flashFrame', (_window, [flag]) => record.flashes.push(flag));
observe(BrowserWindow.prototype, 'setProgressBar', (_window, [value]) => record.progress.push(value));
observe(BrowserWindow.prototype, 'setOverlayIcon', (_window, [icon, description]) =>
  record.overlays.push({ isSet: icon !== null, description }),
);

// ---- what would leave the app or wait for a person: recorded instead of done
shell.openExternal = async (url) => void record.openedLinks.push(url);
shell.openPath = async (path) => {
  record.openedPaths.push(path);
  return '';
};
shell.showItemInFolder = (path) => void record.shownItems.push(path);
shell.beep = () => void (record.beeps += 1);

const CANCELLED = {
  showErrorBox: () => undefined,
  showMessageBox: ({ cancelId = 0 }) => ({ response: cancelId, checkboxChecked: false }),
  showMessageBoxSync: ({ cancelId = 0 }) => cancelId,
  showOpenDialog: () => ({ canceled: true, filePaths: [] }),
  showSaveDialog: () => ({ canceled: true, filePath: '' }),
};
for (const [kind, cancelled] of Object.entries(CANCELLED)) {
  const isSync = kind.endsWith('Sync') || kind === 'showErrorBox';
  dialog[kind] = (...args) => {
    const options = kind === 'showErrorBox' ? { title: args[0], content: args[1] } : args.at(-1);
    record.dialogs.push({ kind, options: JSON.parse(JSON.stringify(options)) });
    const at = record.answers.findIndex((answer) => answer.kind === kind);
    const value = at < 0 ? cancelled(options) : record.answers.splice(at, 1)[0].value;
    return isSync ? value : Promise.resolve(value);
  };
}

Menu.prototype.popup = function (options) {
  record.popups.push({
    menu: () => readMenu(this),
    choose: (name) => {
      choose(this, name);
      options?.callback?.();
    },
    dismiss: () => options?.callback?.(),
  });
};
