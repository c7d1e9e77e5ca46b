// The few HTTP requests to a gateway: who it is, sign-in, sign-out.
import { About, HTTP_PATHS, SignedIn, type SignIn } from '#shared/link/http.ts';
import { LINK_PATH, PROTOCOL } from '#shared/link/limits.ts';
import { AppError, ErrorData } from '#shared/model/errors.ts';
import { parse } from '#shared/model/parse.ts';
import type { Http, HttpResponse } from '../ports.ts';

const LOCAL = /^(localhost|127\.|\[::1\])/u;

/**
 * What a person typed as a gateway's address, as `scheme://host[:port]`. Without a scheme: https, on this very
 * computer http.
 * @throws AppError `config.invalid`
 */
export function gatewayOrigin(typed: string): string {
  const text = typed.trim().replace(/\/+$/u, '');
  const withScheme = /^[a-z]+:\/\//iu.test(text) ? text : `${LOCAL.test(text) ? 'http' : 'https'}://${text}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch (cause) {
    throw new AppError('config.invalid', { message: `"${typed}" is not the address of a gateway.`, cause });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new AppError('config.invalid', { message: `A gateway's address begins with https:// or http://.` });
  }
  return url.origin;
}

export function linkUrl(gateway: string): string {
  return `${gateway.replace(/^http/u, 'ws')}${LINK_PATH}`;
}

/** The error that a refusal carries in its body. */
export async function failureOf(response: HttpResponse): Promise<AppError> {
  try {
    const parsed = ErrorData.safeParse(await response.json());
    if (parsed.success) return AppError.fromData(parsed.data);
  } catch {
    // Not JSON: a proxy or another server answered; the status is all there is to tell.
  }
  return new AppError('link.unreachable', {
    message: `The gateway answered with status ${response.status}.`,
    details: { status: response.status },
  });
}

async function ask(http: Http, request: Parameters<Http>[0]): Promise<unknown> {
  const response = await http(request);
  if (response.status >= 400) throw await failureOf(response);
  try {
    return await response.json();
  } catch (cause) {
    throw new AppError('link.unreachable', {
      message: `What answers at ${request.url} is not a Lynk gateway.`,
      cause,
    });
  }
}

/** @throws AppError `link.unreachable`, `link.protocolUnsupported` */
export async function askAbout(http: Http, gateway: string): Promise<About> {
  const answer = await ask(http, { method: 'GET', url: `${gateway}${HTTP_PATHS.about}` });
  const about = parse(About, answer, 'link.unreachable', `What answers at ${gateway} is not a Lynk gateway`);
  if (about.protocol !== PROTOCOL) {
    throw new AppError('link.protocolUnsupported', { details: { theirs: about.protocol, ours: PROTOCOL } });
  }
  return about;
}

/** @throws AppError `auth.wrongPassword`, `auth.tooManyAttempts`, `link.unreachable` */
export async function askSignIn(http: Http, gateway: string, signIn: SignIn): Promise<SignedIn> {
  const url = `${gateway}${HTTP_PATHS.signIn}`;
  return parse(
    SignedIn,
    await ask(http, { method: 'POST', url, json: signIn }),
    'link.unreachable',
    'Sign-in',
  );
}

export async function askSignOut(http: Http, gateway: string, token: string): Promise<void> {
  await ask(http, { method: 'POST', url: `${gateway}${HTTP_PATHS.signOut}`, token, json: {} });
}
