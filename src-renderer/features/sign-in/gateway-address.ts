/**
 * The address of a gateway from what a person typed: `lynk.exemplo.com` and a trailing path are fine. Names of this
 * very computer get http, everything else https. Null when it is no address.
 */
export function gatewayAddress(typed: string): string | null {
  const text = typed.trim();
  if (text === '') return null;
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//iu.test(text);
  const isLocal = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|\/|$)/iu.test(text);
  const url = URL.parse(hasScheme ? text : `${isLocal ? 'http' : 'https'}://${text}`);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || /\s/u.test(text)) return null;
  return url.origin;
}
