// The emulator's control endpoint, typed for tests (docs/emulator.md).
import { z } from 'zod';

const Written = z.object({ sessionId: z.number(), msgId: z.number() });
const StateMessage = z.looseObject({ msg_id: z.number(), msg_type: z.number(), msg_body: z.string() });
export type StateMessage = z.infer<typeof StateMessage>;
const Messages = z.object({ messages: z.array(StateMessage) });

export interface ContactWrites {
  readonly channel: 'sms' | 'whatsapp' | 'facebook' | 'livechat';
  readonly from: string;
  readonly name?: string;
  readonly text?: string;
  readonly did?: string;
  readonly file?: { readonly kind: 'picture' | 'voice' | 'pdf' | 'video' };
  readonly times?: number;
}

export class EmulatorControl {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#url}/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`control ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  async contactWrites(what: ContactWrites): Promise<z.infer<typeof Written>> {
    return Written.parse(await this.#ask('POST', 'contact-writes', what));
  }

  /** What a test does with a verb that answers nothing of interest. */
  async do(verb: string, body: object = {}): Promise<void> {
    await this.#ask('POST', verb, body);
  }

  /** The messages of a session as the PABX holds them. */
  async messages(sessionId: number): Promise<StateMessage[]> {
    return Messages.parse(await this.#ask('GET', `messages?sessionId=${sessionId}`)).messages;
  }

  /** How often the PABX holds a text in a session: once is the only right answer. */
  async countOf(sessionId: number, text: string): Promise<number> {
    return (await this.messages(sessionId)).filter((message) => message.msg_body === text).length;
  }
}
