// The log of the desktop program: a file that turns over at 5 MB in the system's place for logs, and warnings on
// stderr. Facts are ids, codes and counts; names, numbers and texts of people do not belong here.
import path from 'node:path';
import electronLog from 'electron-log/node.js';
import type { Log } from '#service/ports.ts';

export type { Log };

/** Opens `lynk.log` in `folder`. */
export function openLog(folder: string): Log {
  const logger = electronLog.create({ logId: 'lynk' });
  logger.transports.file.resolvePathFn = () => path.join(folder, 'lynk.log');
  logger.transports.file.maxSize = 5 * 1024 * 1024;
  logger.transports.file.level = 'info';
  logger.transports.console.level = 'warn';
  const line = (message: string, facts?: Readonly<Record<string, unknown>>): string =>
    facts === undefined ? message : `${message} ${JSON.stringify(facts)}`;
  return {
    debug: (message, facts) => logger.debug(line(message, facts)),
    info: (message, facts) => logger.info(line(message, facts)),
    warn: (message, facts) => logger.warn(line(message, facts)),
    error: (message, error, facts) => logger.error(line(message, facts), error),
  };
}
