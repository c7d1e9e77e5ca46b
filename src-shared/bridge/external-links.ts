import { AppError } from '../model/errors.ts';

/** What may be handed to the system's browser, mail and telephone programs. */
const ALLOWED = new Set(['https:', 'http:', 'mailto:', 'tel:']);

/**
 * The link in its normal form, when it may be opened outside.
 * @throws AppError `bridge.invalidInput` for any other scheme and for what is no URL
 */
export function externalLink(url: string): string {
  let link: URL | undefined;
  try {
    link = new URL(url);
  } catch {
    link = undefined;
  }
  if (link === undefined || !ALLOWED.has(link.protocol)) {
    throw new AppError('bridge.invalidInput', {
      message: 'Only web, mail and telephone links can be opened outside Lynk.',
    });
  }
  return link.href;
}
