// The connector and the emulator face to face: real HTTP, real sockets, nothing in between. Made anew per test.
import { expect, vi } from 'vitest';
import { z } from 'zod';
import { type EmulatorOptions, type RunningEmulator, startEmulator } from '#gateway/emulator/emulator.ts';
import type { Pabx, PabxEvent, PabxExtension, PabxHealth, PabxMessage } from '#gateway/pabx/pabx.ts';
import { createPSeries, type PSeriesOptions } from '#gateway/pabx/p-series/p-series.ts';

const State = z.looseObject({
  now: z.number(),
  tokens: z.number(),
  sockets: z.number(),
  sessions: z.array(
    z.looseObject({
      id: z.number(),
      queueId: z.number(),
      holder: z.string().nullable(),
      isClosed: z.boolean(),
      isWithPlatform: z.boolean(),
      archivedBy: z.array(z.string()),
      removedBy: z.array(z.string()),
      messages: z.array(
        z.looseObject({ id: z.number(), body: z.string(), requestId: z.string(), templateParam: z.string() }),
      ),
    }),
  ),
  calls: z.array(z.looseObject({ id: z.string(), stage: z.string() })),
});
export type State = z.infer<typeof State>;
const Written = z.object({ sessionId: z.number(), msgId: z.number() });
export type Written = z.infer<typeof Written>;

export interface Bench {
  readonly emulator: RunningEmulator;
  readonly pabx: Pabx;
  readonly events: PabxEvent[];
  readonly healths: PabxHealth[];
  readonly warnings: string[];
  /** Makes something happen at the PABX. */
  control(verb: string, input?: object): Promise<unknown>;
  contactWrites(input: object): Promise<Written>;
  state(): Promise<State>;
  sessionState(id: number): Promise<State['sessions'][number]>;
  /** Starts the connector and waits until its events flow. */
  start(): Promise<void>;
  agent(number: string): Promise<PabxExtension>;
  /** The `message` events that came, by their text. */
  texts(): string[];
  stop(): Promise<void>;
}

export interface BenchOptions {
  readonly emulator?: EmulatorOptions;
  readonly connector?: Partial<PSeriesOptions>;
}

export async function startBench(options: BenchOptions = {}): Promise<Bench> {
  const emulator = await startEmulator({ people: false, history: false, ...options.emulator });
  const events: PabxEvent[] = [];
  const healths: PabxHealth[] = [];
  const warnings: string[] = [];
  const note = (_details: object, text: string): void => void warnings.push(text);
  const pabx = createPSeries({
    url: emulator.url,
    clientId: emulator.clientId,
    clientSecret: emulator.clientSecret,
    // No pause at all: what is tested is what is done, not how long it takes.
    random: () => 0,
    log: { info: note, warn: note, error: note },
    ...options.connector,
  });

  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const headers = { authorization: `Bearer ${emulator.controlToken}` };
    const response = await fetch(`${emulator.controlUrl}/${path}`, { ...init, headers });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`control/${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const control = (verb: string, input: object = {}): Promise<unknown> =>
    ask(verb, { method: 'POST', body: JSON.stringify(input) });
  const state = async (): Promise<State> => State.parse(await ask('state', {}));

  return {
    emulator,
    pabx,
    events,
    healths,
    warnings,
    control,
    state,
    contactWrites: async (input) => Written.parse(await control('contact-writes', input)),
    sessionState: async (id) => (await state()).sessions.find((session) => session.id === id)!,
    start: async () => {
      pabx.start(
        (event) => events.push(event),
        (health) => healths.push(health),
      );
      await eventually(() => expect(healths.at(-1)?.state).toBe('up'));
    },
    agent: async (number) => (await pabx.extensions()).find((extension) => extension.number === number)!,
    texts: () => events.flatMap((event) => (event.kind === 'message' ? [event.message.text] : [])),
    stop: async () => {
      await pabx.dispose();
      await emulator.stop();
    },
  };
}

export const text = (body: string) => ({ kind: 'text' as const, text: body });

/** Until it is so, on a busy machine, too. */
export const eventually = (check: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 15_000 });

/** The messages of `delivery` events of one message, in their order. */
export function deliveriesOf(events: readonly PabxEvent[], messageId: number): PabxMessage['delivery'][] {
  return events.flatMap((event) =>
    event.kind === 'delivery' && event.message.id === messageId ? [event.message.delivery] : [],
  );
}
