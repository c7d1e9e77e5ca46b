/** Where the connector says what it met. Shaped like pino's; never given texts, tokens or secrets. */
export interface PSeriesLog {
  info(details: object, text: string): void;
  warn(details: object, text: string): void;
  error(details: object, text: string): void;
}

export const silentLog: PSeriesLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
