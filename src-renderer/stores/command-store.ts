// Commands answer *accepted*; how they ended comes by the feed. This store joins the two, so that a button can show
// that it works and a refusal becomes a sentence. It changes no entity: that is the feed's alone.
import { defineStore } from 'pinia';
import { reactive } from 'vue';
import type { CommandId } from '#shared/model/ids.ts';
import type { ErrorData } from '#shared/model/errors.ts';
import { errorOf, errorSentence } from '../bridge/failures.ts';
import { useFeed } from '../bridge/feed.ts';
import { useTexts } from '../i18n/i18n.ts';
import { useToastStore } from './toast-store.ts';

/** `result` is what the gateway answered (parse it with the command's schema before use). */
export type CommandOutcome =
  { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: ErrorData };

export interface RunOptions {
  /** The caller shows the refusal itself: no notice. */
  readonly isQuiet?: boolean;
  /** While it runs, `isRunning(key)` is true: for buttons. */
  readonly key?: string;
}

/** Outcomes that came before their acceptance are kept this many deep. */
const EARLY_OUTCOMES = 100;

export const useCommandStore = defineStore('commands', () => {
  const { t } = useTexts();
  const toasts = useToastStore();
  const running = reactive(new Set<string>());
  const waiting = new Map<CommandId, (outcome: CommandOutcome) => void>();
  const early = new Map<CommandId, CommandOutcome>();

  useFeed().on('command', ({ commandId, result, error }) => {
    const outcome: CommandOutcome = error ? { ok: false, error } : { ok: true, result };
    const settle = waiting.get(commandId);
    if (settle) {
      waiting.delete(commandId);
      settle(outcome);
      return;
    }
    early.set(commandId, outcome);
    const [oldest] = early.keys();
    if (early.size > EARLY_OUTCOMES && oldest !== undefined) early.delete(oldest);
  });

  async function outcomeOf(accepted: Promise<{ commandId: CommandId }>): Promise<CommandOutcome> {
    try {
      const { commandId } = await accepted;
      const known = early.get(commandId);
      if (known) {
        early.delete(commandId);
        return known;
      }
      return await new Promise((resolve) => waiting.set(commandId, resolve));
    } catch (error) {
      return { ok: false, error: errorOf(error) };
    }
  }

  /**
   * Follows a command to its end: `run(service.commands.pickUp({ sessionId }))`. Never rejects; a refusal is shown
   * as a notice unless `isQuiet`. A durable command given while offline stays pending until the link is back.
   */
  async function run(
    accepted: Promise<{ commandId: CommandId }>,
    options: RunOptions = {},
  ): Promise<CommandOutcome> {
    if (options.key !== undefined) running.add(options.key);
    const outcome = await outcomeOf(accepted);
    if (options.key !== undefined) running.delete(options.key);
    if (!outcome.ok && options.isQuiet !== true) {
      toasts.show({ tone: 'danger', text: errorSentence(t, outcome.error) });
    }
    return outcome;
  }

  return { run, isRunning: (key: string) => running.has(key) };
});
