// What `import … from 'electron'` and `require('electron')` give an app that runs on the stand-in (main.ts hooks
// them up). Modules of Electron that are not emulated may be imported; their first use throws, naming them.
import { app } from './api/app.ts';
import { BrowserWindow } from './api/browser-window.ts';
import { clipboard, crashReporter, globalShortcut, powerMonitor, shell } from './api/desktop.ts';
import { dialog } from './api/dialog.ts';
import { ipcMain } from './api/ipc-main.ts';
import { Menu, MenuItem } from './api/menu.ts';
import { MessageChannelMain } from './api/message-port.ts';
import { nativeImage } from './api/native-image.ts';
import { nativeTheme } from './api/native-theme.ts';
import { net } from './api/net.ts';
import { Notification } from './api/notification.ts';
import { webContents } from './api/pages.ts';
import { protocol } from './api/protocol.ts';
import { safeStorage } from './api/safe-storage.ts';
import { screen } from './api/screen.ts';
import { session } from './api/session.ts';
import { Tray } from './api/tray.ts';
import { guardObject, missingModule } from './core/guards.ts';

/** What Electron has and the stand-in has not. */
const MISSING = [
  'autoUpdater',
  'BaseWindow',
  'BrowserView',
  'ClipboardItem',
  'contentTracing',
  'desktopCapturer',
  'ImageView',
  'inAppPurchase',
  'netLog',
  'powerSaveBlocker',
  'pushNotifications',
  'ShareMenu',
  'systemPreferences',
  'TouchBar',
  'utilityProcess',
  'View',
  'webFrameMain',
  'WebContentsView',
];

/** The module; a name that Electron does not have throws as well. */
export const electron: object = guardObject('electron', {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  webContents,
  ...Object.fromEntries(MISSING.map((name) => [name, missingModule(name)])),
});
