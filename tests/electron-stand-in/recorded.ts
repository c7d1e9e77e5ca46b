// What recorder.cjs keeps on `globalThis.__rec` of the app's main process. Read and act on it inside
// ElectronApplication.evaluate: `app.evaluate(() => globalThis.__rec.notifications[0]?.click())`.

export interface RecordedMenuItem {
  id: string;
  label: string;
  type: string;
  enabled: boolean;
  checked: boolean;
  items: RecordedMenuItem[];
}

export interface RecordedTray {
  tooltip: string;
  title: string;
  isDestroyed: boolean;
  imageChanges: number;
  menu: () => RecordedMenuItem[];
  click: () => void;
  doubleClick: () => void;
  rightClick: () => void;
  /** Chooses a menu item by id or label; throws for a missing or disabled one. */
  choose: (idOrLabel: string) => void;
}

export interface RecordedNotification {
  title: string;
  subtitle: string;
  body: string;
  silent: boolean;
  urgency: string;
  hasReply: boolean;
  /** Texts of its buttons. */
  actions: string[];
  /** False once clicked, dismissed or closed by the app. */
  isOpen: boolean;
  click: () => void;
  dismiss: () => void;
  action: (index: number) => void;
  reply: (text: string) => void;
  fail: (message: string) => void;
}

export interface RecordedPopup {
  menu: () => RecordedMenuItem[];
  choose: (idOrLabel: string) => void;
  dismiss: () => void;
}

/** The answer to a dialog is what Electron's method of that name gives back. */
export interface DialogAnswers {
  showErrorBox: undefined;
  showMessageBox: { response: number; checkboxChecked: boolean };
  showMessageBoxSync: number;
  showOpenDialog: { canceled: boolean; filePaths: string[] };
  showSaveDialog: { canceled: boolean; filePath: string };
}

export interface Recorded {
  trays: RecordedTray[];
  /** Every `show`, oldest first; one shown twice is here twice. */
  notifications: RecordedNotification[];
  badges: number[];
  flashes: boolean[];
  overlays: { isSet: boolean; description: string }[];
  progress: number[];
  /** Links, files and folders the app asked the system to open; none is opened. */
  openedLinks: string[];
  openedPaths: string[];
  shownItems: string[];
  beeps: number;
  /** Every dialog with its options. A dialog without an answer given beforehand is cancelled. */
  dialogs: { kind: keyof DialogAnswers; options: Record<string, unknown> }[];
  /** Gives the answer to the next dialog of that kind. */
  answer: <Kind extends keyof DialogAnswers>(kind: Kind, value: DialogAnswers[Kind]) => void;
  /** Menus opened with `menu.popup`; none is drawn. */
  popups: RecordedPopup[];
  applicationMenu: () => RecordedMenuItem[];
  chooseFromApplicationMenu: (idOrLabel: string) => void;
}

declare global {
  var __rec: Recorded;
  /** Only on the stand-in: calls without effect, and Chromium's main process. */
  var __standIn: { calls: { api: string; args: unknown[] }[]; chromiumPid: number | undefined };
}
