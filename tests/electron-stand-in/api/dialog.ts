// Electron's `dialog`. Nobody sits here: every dialog is noted and cancelled at once, unless a test replaced the
// method or gave an answer beforehand (recorder.cjs).
import type * as Electron from 'electron';
import { noteCall } from '../core/calls.ts';
import { guardObject } from '../core/guards.ts';

type MessageBoxOptions = Electron.MessageBoxOptions | Electron.MessageBoxSyncOptions;

/** Dialogs take an optional window first. */
function optionsOf<T extends object>(first: object, second: T | undefined): T {
  // With one argument it is the options, as Electron's overloads say.
  return second ?? (first as T);
}

/** The button that Esc stands for: `cancelId`, else one labelled so, else the first. */
function cancelButton({ cancelId, buttons = [] }: MessageBoxOptions): number {
  return (
    cancelId ??
    Math.max(
      0,
      buttons.findIndex((label) => /^(cancel|no)$/i.test(label)),
    )
  );
}

export const dialog = guardObject('dialog', {
  showErrorBox: (title: string, content: string): void => noteCall('dialog.showErrorBox', title, content),
  showMessageBox: async (
    first: object,
    second?: Electron.MessageBoxOptions,
  ): Promise<Electron.MessageBoxReturnValue> => {
    const options = optionsOf(first, second);
    noteCall('dialog.showMessageBox', options);
    return { response: cancelButton(options), checkboxChecked: options.checkboxChecked ?? false };
  },
  showMessageBoxSync: (first: object, second?: Electron.MessageBoxSyncOptions): number => {
    const options = optionsOf(first, second);
    noteCall('dialog.showMessageBoxSync', options);
    return cancelButton(options);
  },
  showOpenDialog: async (
    first: object,
    second?: Electron.OpenDialogOptions,
  ): Promise<Electron.OpenDialogReturnValue> => {
    noteCall('dialog.showOpenDialog', optionsOf(first, second));
    return { canceled: true, filePaths: [] };
  },
  showSaveDialog: async (
    first: object,
    second?: Electron.SaveDialogOptions,
  ): Promise<Electron.SaveDialogReturnValue> => {
    noteCall('dialog.showSaveDialog', optionsOf(first, second));
    return { canceled: true, filePath: '' };
  },
});
