// Takes commands from the link: finds the row of the name, parses, holds the rate, and remembers answers, so
// that a retry of what was done is answered and not done again. One handler per row of COMMANDS.
import { COMMANDS, type CommandFrame, type CommandName } from '#shared/link/commands.ts';
import { LIMITS, RETENTION } from '#shared/link/limits.ts';
import { AppError, ErrorData } from '#shared/model/errors.ts';
import { parse } from '#shared/model/parse.ts';
import { z } from 'zod';
import { otherCommands } from './other-commands.ts';
import type { CommandParts, Handlers, Order } from './parts.ts';
import { createRateLimit } from './rate-limit.ts';
import type { Sender } from './sender.ts';
import { sessionCommands } from './session-commands.ts';

export type Answer = { readonly result: unknown } | { readonly error: ErrorData };

export interface CommandDesk {
  /** Never rejects: a refusal is an answer. */
  run(extension: string, command: CommandFrame): Promise<Answer>;
  /** Forgets answers older than the retention. */
  prune(): void;
  /** How many commands were answered, by outcome. */
  readonly counts: { readonly done: number; readonly refused: number };
}

/** A refusal may quote what the client sent; it must still fit into a frame, and into the store. */
const LONGEST_MESSAGE = 1000;

const StoredAnswer = z.union([z.strictObject({ result: z.unknown() }), z.strictObject({ error: ErrorData })]);

export function createCommandDesk(
  parts: CommandParts,
  sender: Sender,
  isInLynk: (extension: string) => boolean,
): CommandDesk {
  const handlers = {
    ...sessionCommands(parts),
    ...otherCommands(parts, isInLynk),
    'message.send': (order, payload) => sender.send(order, payload),
  } satisfies Handlers<CommandName>;
  const limit = createRateLimit(parts.clock, LIMITS.maxCommandsPer10s, 10_000);
  const running = new Map<string, Promise<Answer>>();
  const counts = { done: 0, refused: 0 };

  const execute = async (order: Order, { name, payload, commandId }: CommandFrame): Promise<unknown> => {
    if (!isCommandName(name)) {
      throw new AppError('command.invalid', { message: `This gateway knows no command "${name}".` });
    }
    const parsed = parse(COMMANDS[name].payload, payload, 'command.invalid', `Command ${name}`);
    if (name === 'message.send' && 'messageId' in parsed && String(parsed.messageId) !== String(commandId)) {
      throw new AppError('command.invalid', { message: 'message.send: "messageId" must equal "commandId".' });
    }
    // The payload was parsed by the row of exactly this name.
    const handle = handlers[name] as (order: Order, payload: unknown) => Promise<unknown>;
    return handle(order, parsed);
  };

  const answer = async (extension: string, command: CommandFrame): Promise<Answer> => {
    const waitMs = limit.take(extension);
    if (waitMs > 0) {
      const error = new AppError('command.rateLimited', { details: { retryAfterMs: waitMs } });
      return { error: error.toData() };
    }
    const isWrite = isCommandName(command.name) && COMMANDS[command.name].nature !== 'read';
    const held = isWrite ? parts.store.commands.answer(extension, command.commandId) : undefined;
    if (held !== undefined) return StoredAnswer.parse(JSON.parse(held));
    let given: Answer;
    try {
      const { expectedVersion } = command;
      given = { result: await execute({ extension, expectedVersion }, command) };
    } catch (thrown) {
      if (!(thrown instanceof AppError)) parts.log.error('A command failed.', thrown, { name: command.name });
      const error = AppError.from(thrown, 'gateway.internal');
      given = { error: { ...error.toData(), message: error.message.slice(0, LONGEST_MESSAGE) } };
      // What may go well another time is tried again by a retry, not answered from memory.
      if (error.retryable) return given;
    }
    if (isWrite) remember(extension, command.commandId, given);
    return given;
  };

  const remember = (extension: string, commandId: string, given: Answer) =>
    parts.store.commands.remember(extension, commandId, parts.clock.now(), JSON.stringify(given));

  return {
    counts,
    async run(extension, command) {
      const key = `${extension}/${command.commandId}`;
      const started = running.get(key) ?? answer(extension, command);
      running.set(key, started);
      try {
        const given = await started;
        if ('result' in given) counts.done++;
        else counts.refused++;
        return given;
      } catch (error) {
        parts.log.error('A command could not be answered.', error, { name: command.name });
        return { error: AppError.from(error, 'gateway.internal').toData() };
      } finally {
        if (running.get(key) === started) running.delete(key);
      }
    },
    prune: () => void parts.store.commands.forgetAnswers(parts.clock.now() - RETENTION.ms),
  };
}

const isCommandName = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);
