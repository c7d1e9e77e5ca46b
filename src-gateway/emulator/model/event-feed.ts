// What the PABX tells its subscribers. One frame per event, in the form the vendor gives that event: `msg` is
// a JSON string in some and an object in others (reference 2.3).
import type { Disposable } from '#shared/model/disposable.ts';
import { SERIAL_NUMBER } from '../cast.ts';

export const EVENT = {
  registration: 30007,
  callState: 30008,
  presence: 30009,
  call: 30011,
  callFailed: 30015,
  bulkFailed: 30030,
  newMessage: 30031,
  sendingResult: 30032,
  readReceipt: 30038,
} as const;
export type EventType = (typeof EVENT)[keyof typeof EVENT];

const MSG_IS_STRING = {
  30007: true,
  30008: true,
  30009: true,
  30011: true,
  30015: true,
  30030: false,
  30031: true,
  30032: false,
  30038: true,
} satisfies Record<EventType, boolean>;

type Listener = (type: EventType, frame: string) => void;

export class EventFeed {
  readonly #listeners = new Set<Listener>();

  publish(type: EventType, msg: object): void {
    if (this.#listeners.size === 0) return;
    const frame = JSON.stringify({
      type,
      sn: SERIAL_NUMBER,
      msg: MSG_IS_STRING[type] ? JSON.stringify(msg) : msg,
    });
    for (const listener of this.#listeners) listener(type, frame);
  }

  subscribe(listener: Listener): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }
}
