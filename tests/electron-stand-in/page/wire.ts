// What a page and the main process say to each other. It travels as text (codec.ts): from the page through a
// CDP binding that only the isolated world has, to the page by Runtime.evaluate in that world.

/** Where and on what a context menu was asked for; the part of Electron's ContextMenuParams a page can tell. */
export interface ContextMenuReport {
  x: number;
  y: number;
  linkURL: string;
  linkText: string;
  srcURL: string;
  mediaType: 'none' | 'image' | 'audio' | 'video';
  isEditable: boolean;
  selectionText: string;
}

export type PageMessage =
  | { kind: 'send'; channel: string; args: unknown[]; ports: string[] }
  | { kind: 'invoke'; id: number; channel: string; args: unknown[] }
  | { kind: 'permission'; id: number; permission: string }
  | { kind: 'open'; url: string; name: string; features: string }
  | { kind: 'title'; title: string }
  | { kind: 'port-message'; port: string; value: unknown }
  | { kind: 'port-close'; port: string }
  | { kind: 'preload-error'; error: unknown }
  | { kind: 'context-menu'; report: ContextMenuReport };

export type MainMessage =
  | { kind: 'ipc'; channel: string; args: unknown[]; ports: string[] }
  | { kind: 'reply'; id: number; value?: unknown; error?: string }
  | { kind: 'port-message'; port: string; value: unknown }
  | { kind: 'port-close'; port: string };

/** What the page's own world may ask of the isolated one besides calling exposed functions. */
export interface PageHost {
  askPermission: (permission: string) => Promise<boolean>;
  openWindow: (url: string, name: string, features: string) => void;
}

/** The process facts a sandboxed preload may read. */
export interface PreloadProcess {
  platform: string;
  arch: string;
  versions: Record<string, string | undefined>;
}
