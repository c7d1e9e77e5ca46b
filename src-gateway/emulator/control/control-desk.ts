// The control endpoint's door: bearer token, verb, schema, and errors that a person with curl understands.
// For tests and demos only; nothing of the product knows it.
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { PabxRefusal } from '../model/errcodes.ts';
import { messagesOf, stateOf } from './state.ts';
import { type Hands, VERBS } from './verbs.ts';

export interface ControlRequest {
  readonly method: string;
  readonly verb: string;
  readonly query: Readonly<Record<string, string>>;
  readonly authorization: string;
  readonly body: string;
}

export interface ControlAnswer {
  readonly status: number;
  readonly body: object;
}

export class ControlDesk {
  readonly #hands: Hands;
  readonly #token: string;

  constructor(hands: Hands, token: string) {
    this.#hands = hands;
    this.#token = token;
  }

  answer(request: ControlRequest): ControlAnswer {
    if (!isSame(request.authorization, `Bearer ${this.#token}`)) {
      return refuse(401, 'Send the control token: "Authorization: Bearer <token>".');
    }
    try {
      return { status: 200, body: this.#carryOut(request) };
    } catch (error) {
      if (error instanceof z.ZodError) return refuse(400, `${request.verb}: ${z.prettifyError(error)}`);
      if (error instanceof SyntaxError) return refuse(400, `The body is not JSON: ${error.message}`);
      if (error instanceof UnknownVerb) return refuse(404, error.message);
      if (error instanceof PabxRefusal) return refuse(409, error.message);
      throw error;
    }
  }

  #carryOut({ method, verb, query, body }: ControlRequest): object {
    if (method === 'GET' && verb === 'state') return stateOf(this.#hands);
    if (method === 'GET' && verb === 'messages') {
      const { sessionId } = z.object({ sessionId: z.coerce.number().int() }).parse(query);
      return messagesOf(this.#hands.world(), sessionId);
    }
    const run = method === 'POST' ? VERBS[verb] : undefined;
    if (run === undefined) {
      const verbs = Object.keys(VERBS).join(', ');
      throw new UnknownVerb(
        `${method} ${verb} is not known. GET state, GET messages?sessionId=, or POST one of: ${verbs}.`,
      );
    }
    const input: unknown = body.trim() === '' ? {} : JSON.parse(body);
    return run(this.#hands, input);
  }
}

class UnknownVerb extends Error {
  override readonly name = 'UnknownVerb';
}

function refuse(status: number, error: string): ControlAnswer {
  return { status, body: { error } };
}

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
