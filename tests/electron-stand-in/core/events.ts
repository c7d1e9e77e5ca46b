// Event objects as Electron hands them to listeners.

export interface PreventableEvent {
  defaultPrevented: boolean;
  preventDefault: () => void;
}

/** An event whose default a listener may prevent, with `details` beside it. */
export function preventable<T extends object>(details: T): T & PreventableEvent {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true;
    },
  };
  return event;
}
