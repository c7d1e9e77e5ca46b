// The port to a PABX: what the gateway needs of one, in the gateway's own words. Behind it stands one connector,
// p-series/, for the real P-Series and for the emulator alike.
//
// Reads give the PABX's state of the moment. Writes answer when the PABX has accepted; their outcome comes as a
// `PabxEvent` or by the poll. Every method rejects with an AppError whose code is one of `pabx.*` or of the
// thing refused; `signal` ends a wait.
import type { AsyncDisposable, Disposable } from '#shared/model/disposable.ts';
import type { AppError } from '#shared/model/errors.ts';
import type { Campaign } from '#shared/model/campaign.ts';
import type { ContactFields, ContactNumberKind } from '#shared/model/contact.ts';
import type { ChannelKind, PickUpMode, Presence, TemplateComponent } from '#shared/model/directory.ts';
import type { SystemLine } from '#shared/model/message.ts';

export interface PabxExtension {
  readonly id: number;
  readonly number: string;
  readonly name: string;
  readonly presence: Presence;
  readonly isOnline: boolean;
}

export interface PabxChannel {
  readonly id: number;
  readonly name: string;
  readonly kind: ChannelKind;
  /** The provider constant that `message/send` wants (API 3.1 `channel`). */
  readonly provider: string;
  readonly isConnected: boolean;
  readonly numbers: readonly string[];
  /** Per number the extensions that may start sessions; null where the PABX does not tell (API 6.3). */
  readonly starters: Readonly<Record<string, readonly string[] | null>>;
}

export interface PabxQueue {
  readonly id: number;
  readonly name: string;
  readonly mode: PickUpMode;
  readonly members: readonly {
    readonly memberId: number;
    readonly extensionId: number;
    readonly number: string;
    readonly name: string;
  }[];
}

export interface PabxTemplate {
  readonly id: number;
  readonly channelId: number;
  readonly externalId: string;
  readonly name: string;
  readonly language: string;
  readonly category: string;
  readonly variables: 'positional' | 'named';
  readonly components: readonly TemplateComponent[];
}

export interface PabxContact {
  readonly id: number;
  readonly name: string;
  readonly company: string;
  readonly email: string;
  readonly remark: string;
  readonly numbers: readonly { readonly kind: ContactNumberKind; readonly number: string }[];
}

export interface PabxCampaign {
  readonly id: number;
  readonly name: string;
  readonly kind: Extract<ChannelKind, 'sms' | 'whatsapp'>;
  readonly sender: string;
  readonly status: Campaign['status'];
  readonly failedCount: number;
  readonly totalCount: number;
  readonly sendAt: number | null;
  readonly assignedTo: { readonly kind: 'extension' | 'queue'; readonly id: number } | null;
}

/** A session as `message_session/list` and `/get` tell it together. */
export interface PabxSession {
  readonly id: number;
  readonly kind: ChannelKind;
  readonly channelName: string;
  /** Our number (DID), page or site. */
  readonly sender: string;
  readonly address: string;
  readonly contactName: string;
  readonly isEnded: boolean;
  /** As seen by the extension that was asked for. */
  readonly isArchived: boolean;
  readonly isCampaign: boolean;
  /** Epoch ms at which free text ends, 0 when the contact never wrote (or nobody knows since when); null: never. */
  readonly replyWindowEndsAt: number | null;
  readonly lastMessageId: number;
  readonly queueId: number | null;
  /** Extension number of who took it; null while nobody did. */
  readonly holder: string | null;
}

export interface PabxFile {
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
}

export interface PabxMessage {
  readonly id: number;
  readonly sessionId: number;
  readonly author:
    | { readonly kind: 'contact'; readonly name: string }
    | { readonly kind: 'agent'; readonly number: string; readonly name: string }
    | { readonly kind: 'external'; readonly name: string }
    | { readonly kind: 'system' };
  readonly text: string;
  readonly files: readonly PabxFile[];
  readonly isTemplate: boolean;
  readonly templateParameters: string | null;
  readonly system: SystemLine | null;
  readonly delivery: 'sending' | 'sent' | 'delivered' | 'read' | 'failed';
  readonly failure: { readonly code: string; readonly reason: string } | null;
  readonly sentAt: number;
  /** Our own id of it, where the PABX echoes it (API 4.2: unverified). */
  readonly requestId: string | null;
}

export type PabxEvent =
  | { readonly kind: 'message'; readonly message: PabxMessage }
  | { readonly kind: 'delivery'; readonly message: PabxMessage }
  | { readonly kind: 'read'; readonly sessionId: number; readonly upToMessageId: number; readonly at: number }
  | { readonly kind: 'presence'; readonly number: string; readonly presence: Presence }
  | { readonly kind: 'online'; readonly number: string; readonly isOnline: boolean }
  | {
      readonly kind: 'call';
      readonly callId: string;
      readonly extension: string | null;
      readonly state: 'dialling' | 'ringing' | 'answered' | 'held' | 'ended';
    }
  | { readonly kind: 'callRefused'; readonly callId: string | null; readonly reason: string };

/**
 * `up`: signed in and subscribed; whatever was missed must now be polled. `down`: being tried again.
 * `stopped`: no use in trying (blocked address, API off); the administrator must act.
 */
export type PabxHealth =
  | { readonly state: 'up' }
  | { readonly state: 'down'; readonly error: AppError; readonly retryAt: number }
  | { readonly state: 'stopped'; readonly error: AppError };

export interface SendMessage {
  /** An existing session, or what a new one starts with. */
  readonly target:
    | { readonly sessionId: number }
    | { readonly provider: string; readonly sender: string; readonly address: string };
  readonly from: string;
  readonly content:
    | { readonly kind: 'text'; readonly text: string; readonly tag?: string | undefined }
    | {
        readonly kind: 'file';
        readonly file: PabxFile;
        readonly text: string;
        readonly tag?: string | undefined;
      }
    | {
        readonly kind: 'template';
        readonly template: PabxTemplate;
        readonly values: Readonly<Record<string, string>>;
      };
  readonly requestId: string;
}

export interface Pabx extends AsyncDisposable {
  /** Signs in, subscribes, keeps both alive. Events before `up` cannot happen. Call once. */
  start(onEvent: (event: PabxEvent) => void, onHealth: (health: PabxHealth) => void): Disposable;
  /** One sign-in and one read, for `--check` and the sign-in form: throws what is wrong. */
  check(signal?: AbortSignal): Promise<void>;

  extensions(): Promise<PabxExtension[]>;
  channels(): Promise<PabxChannel[]>;
  queues(): Promise<PabxQueue[]>;
  templates(channelId: number): Promise<PabxTemplate[]>;
  contacts(): Promise<PabxContact[]>;
  campaigns(): Promise<PabxCampaign[]>;

  /**
   * Sessions visible to an extension, newest first, down to (not including) `untilMessageId`, at most `limit`.
   * Campaign sessions included; archived and ended ones too.
   */
  sessions(
    extension: string,
    options: { readonly untilMessageId?: number; readonly limit: number },
  ): Promise<PabxSession[]>;
  /** `seenBy`: an extension that probably has it in its list; it saves looking through those of others. */
  session(id: number, seenBy?: string): Promise<PabxSession>;
  /** Messages older than `before` (undefined: the newest), in ascending order, at most `limit`. */
  messages(
    sessionId: number,
    options: { readonly before?: number; readonly limit: number },
  ): Promise<PabxMessage[]>;

  /**
   * The PABX's id of the message, and of the session it went into. An error with the detail `mayBeDone: true`
   * (of this and every other write) says that the answer was lost: look before doing it again. A message that
   * did go out comes back with its `requestId`.
   */
  send(message: SendMessage): Promise<{ readonly messageId: number; readonly sessionId: number }>;
  /** Takes a waiting session for an extension, by the strategy that the connector was given. */
  pickUp(sessionId: number, extension: PabxExtension): Promise<void>;
  transfer(
    sessionId: number,
    to: { readonly kind: 'extension' | 'queue'; readonly id: number } | { readonly kind: 'platform' },
  ): Promise<void>;
  end(sessionId: number): Promise<void>;
  setArchived(sessionId: number, extension: string, isArchived: boolean): Promise<void>;
  remove(sessionId: number, extension: string): Promise<void>;

  upload(file: Blob, name: string): Promise<PabxFile>;
  download(file: PabxFile, sessionKind: ChannelKind): Promise<Blob>;

  createContact(fields: ContactFields): Promise<number>;
  updateContact(id: number, fields: ContactFields): Promise<void>;

  dial(from: string, to: string): Promise<string>;
  hangUp(callId: string): Promise<void>;
}
