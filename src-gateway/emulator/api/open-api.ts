// The HTTP half of the Open API: finds the endpoint, checks what the PABX checks in the order it does, and wraps
// every answer, refusals too, into HTTP 200 with errcode and errmsg (reference 1.1, 1.3).
import { errmsgOf, PabxRefusal } from '../model/errcodes.ts';
import type { World } from '../world.ts';
import { CALL_ROUTES } from './call-routes.ts';
import { CAMPAIGN_ROUTES } from './campaign-routes.ts';
import { CHANNEL_ROUTES } from './channel-routes.ts';
import { DIRECTORY_ROUTES } from './directory-routes.ts';
import { MESSAGE_ROUTES } from './message-routes.ts';
import { QUEUE_ROUTES } from './queue-routes.ts';
import type { Caller, Routes } from './route.ts';
import { SESSION_ROUTES } from './session-routes.ts';
import { TOKEN_ROUTES } from './token-routes.ts';

export const API_PREFIX = '/openapi/v1.0/';

const ROUTES: Routes = {
  ...TOKEN_ROUTES,
  ...CHANNEL_ROUTES,
  ...SESSION_ROUTES,
  ...MESSAGE_ROUTES,
  ...QUEUE_ROUTES,
  ...CAMPAIGN_ROUTES,
  ...DIRECTORY_ROUTES,
  ...CALL_ROUTES,
};

/** All endpoints there are, e.g. `message/send`. */
export const ENDPOINTS: readonly string[] = Object.keys(ROUTES);

/** Whether a call of the endpoint may change something of the PABX. */
export const isWriting = (endpoint: string): boolean =>
  !/\/(?:list|search|get|getlivechat|query|whatsapp_template)$/u.test(endpoint);

export interface ApiRequest {
  readonly method: string;
  /** What follows the prefix, e.g. `message/send`. */
  readonly endpoint: string;
  readonly query: Readonly<Record<string, string>>;
  readonly userAgent: string;
  /** Parsed JSON body; undefined when it was not JSON; an empty object when there was none. */
  readonly body: unknown;
  /** Larger than the PABX takes: the rest of the body was thrown away. */
  readonly isTooLarge: boolean;
  readonly caller: Caller;
}

/** The body of the answer. Never throws for what a caller can do wrong. */
export function answerApi(world: World, request: ApiRequest): object {
  try {
    const forced = takeForced(world, request.endpoint);
    if (forced !== 0) return { errcode: forced, errmsg: errmsgOf(forced) };
    return { errcode: 0, errmsg: errmsgOf(0), ...carryOut(world, request) };
  } catch (error) {
    if (error instanceof PabxRefusal) return { errcode: error.errcode, errmsg: errmsgOf(error.errcode) };
    process.emitWarning(error instanceof Error ? error : new Error(String(error)));
    return { errcode: -2, errmsg: errmsgOf(-2) };
  }
}

function carryOut(world: World, request: ApiRequest): object {
  if (request.userAgent === '') throw new PabxRefusal(40002, 'no User-Agent header');
  world.tokens.admit(request.caller.address);
  const route = ROUTES[request.endpoint];
  if (route?.method !== request.method) throw new PabxRefusal(10001, `${request.method} ${request.endpoint}`);
  if (!route.isOpen) world.tokens.check(request.caller.accessToken);
  if (request.isTooLarge) throw new PabxRefusal(40004, 'the body is larger than 100 MB');
  if (request.body === undefined) throw new PabxRefusal(40001, 'the body is not JSON');
  return route.answer(world, request.method === 'GET' ? request.query : request.body, request.caller);
}

/** The number that the control endpoint wants answered instead; 0 lets the call through. */
function takeForced(world: World, endpoint: string): number {
  const forced = world.forcedAnswers.get(endpoint);
  if (forced === undefined) return 0;
  forced.times -= 1;
  if (forced.times <= 0) world.forcedAnswers.delete(endpoint);
  return forced.errcode;
}
