// Electron's Notification. Nothing is drawn; what a person would do with it is done by a test (recorder.cjs).
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { preventable } from '../core/events.ts';
import { guardClass } from '../core/guards.ts';

type Emulated =
  | 'close'
  | 'show'
  | Exclude<keyof Electron.NotificationConstructorOptions, 'icon' | 'id' | 'groupId' | 'groupTitle'>;

export class Notification extends EventEmitter implements Pick<Electron.Notification, Emulated> {
  static {
    guardClass('Notification', Notification);
  }
  readonly id: string;
  readonly groupId: string;
  readonly icon: Electron.NotificationConstructorOptions['icon'];
  title: string;
  subtitle: string;
  body: string;
  silent: boolean;
  hasReply: boolean;
  replyPlaceholder: string;
  sound: string;
  closeButtonText: string;
  toastXml: string;
  urgency: NonNullable<Electron.NotificationConstructorOptions['urgency']>;
  timeoutType: NonNullable<Electron.NotificationConstructorOptions['timeoutType']>;
  actions: Electron.NotificationAction[];
  #isShown = false;

  static isSupported(): boolean {
    return true;
  }

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.id = options.id ?? randomUUID();
    this.groupId = options.groupId ?? '';
    this.icon = options.icon;
    this.title = options.title ?? '';
    this.subtitle = options.subtitle ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    this.hasReply = options.hasReply ?? false;
    this.replyPlaceholder = options.replyPlaceholder ?? '';
    this.sound = options.sound ?? '';
    this.closeButtonText = options.closeButtonText ?? '';
    this.toastXml = options.toastXml ?? '';
    this.urgency = options.urgency ?? 'normal';
    this.timeoutType = options.timeoutType ?? 'default';
    this.actions = options.actions ?? [];
  }

  show(): void {
    this.#isShown = true;
    setImmediate(() => this.emit('show', preventable({})));
  }

  close(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    setImmediate(() => this.emit('close', preventable({})));
  }
}
