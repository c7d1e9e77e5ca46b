// The gateway's log: one JSON object per line, never a secret, a number or a text of anybody.
import { pino } from 'pino';

export type LogFacts = Readonly<Record<string, unknown>>;

export interface Log {
  info(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  error(message: string, error: unknown, facts?: LogFacts): void;
}

/** Keeps quiet: the default of embedded use and of tests. */
export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** JSON lines on standard error. */
export function createLog(level: 'info' | 'warn' | 'error' = 'info'): Log {
  const sink = pino({ name: 'lynk-gateway', level }, pino.destination({ fd: 2, sync: false }));
  return {
    info: (message, facts) => sink.info(facts ?? {}, message),
    warn: (message, facts) => sink.warn(facts ?? {}, message),
    error: (message, error, facts) => sink.error({ ...facts, err: error }, message),
  };
}
