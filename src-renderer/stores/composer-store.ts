// What the agent is writing, per session. A draft is saved shortly after each keystroke and at once when the agent
// goes elsewhere, so that closing, crashing or being moved to another session costs at most a few letters.
// The window holds only the texts that are open or not yet saved; all others are in the session rows.
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { MessageRow } from '#shared/bridge/rows.ts';
import type { SessionId } from '#shared/model/ids.ts';
import { type ServiceClient, useService } from '../bridge/clients.ts';
import { errorOf, errorSentence } from '../bridge/failures.ts';
import { useTexts } from '../i18n/i18n.ts';
import { useToastStore } from './toast-store.ts';

/** Facebook's reasons for writing after the reply window. */
export type MessageTag = NonNullable<Parameters<ServiceClient['commands']['sendText']>[0]['tag']>;

const SAVE_AFTER_MS = 300;

interface Draft {
  text: string;
  /** What the service holds, as far as we know. */
  saved: string;
  timer: ReturnType<typeof setTimeout> | null;
}

export const useComposerStore = defineStore('composer', () => {
  const service = useService();
  const toasts = useToastStore();
  const { t } = useTexts();
  const drafts = ref(new Map<SessionId, Draft>());

  /** The text to show: what is being written here, otherwise what the row brought. */
  function textOf(sessionId: SessionId, held: string): string {
    return drafts.value.get(sessionId)?.text ?? held;
  }

  /** True while something of this session is not saved yet. */
  function isDirty(sessionId: SessionId): boolean {
    const draft = drafts.value.get(sessionId);
    return draft !== undefined && draft.text !== draft.saved;
  }

  function write(sessionId: SessionId, text: string, held: string): void {
    const draft = drafts.value.get(sessionId) ?? { text: held, saved: held, timer: null };
    drafts.value.set(sessionId, draft);
    draft.text = text;
    if (draft.timer !== null) clearTimeout(draft.timer);
    draft.timer = setTimeout(() => void save(sessionId), SAVE_AFTER_MS);
  }

  async function save(sessionId: SessionId): Promise<void> {
    const draft = drafts.value.get(sessionId);
    if (draft === undefined) return;
    if (draft.timer !== null) clearTimeout(draft.timer);
    draft.timer = null;
    const { text } = draft;
    if (text === draft.saved) return;
    try {
      await service.drafts.save({ sessionId, text });
      draft.saved = text;
    } catch (error) {
      console.error('draft.save', errorOf(error).message);
      toasts.show({ tone: 'danger', text: t('composer.draftNotSaved') });
    }
  }

  /** The agent leaves the session: saves at once and forgets the text when the service has it. */
  async function leave(sessionId: SessionId): Promise<void> {
    await save(sessionId);
    if (!isDirty(sessionId) && drafts.value.get(sessionId)?.timer === null) drafts.value.delete(sessionId);
  }

  /** The page goes away: everything unsaved is handed to the service now. */
  function flush(): void {
    for (const sessionId of drafts.value.keys()) void save(sessionId);
  }

  /**
   * Sends a text. The field is empty at once; when the service does not take the message, the text comes back
   * (before what was typed meanwhile) and a notice says why.
   * @returns true once the message is safe in the outbox.
   */
  async function send(sessionId: SessionId, text: string, tag: MessageTag | null): Promise<boolean> {
    write(sessionId, '', text);
    try {
      await service.commands.sendText({ sessionId, text, ...(tag === null ? {} : { tag }) });
    } catch (error) {
      const typedSince = drafts.value.get(sessionId)?.text ?? '';
      write(sessionId, typedSince === '' ? text : `${text}\n${typedSince}`, '');
      toasts.show({ tone: 'danger', text: errorSentence(t, errorOf(error)) });
      return false;
    }
    await save(sessionId);
    return true;
  }

  /** Sends what failed at the provider once more, as a new message; the draft stays as it is. */
  async function sendAgain(row: MessageRow): Promise<void> {
    const { sessionId, template, text } = row;
    try {
      if (template === null) await service.commands.sendText({ sessionId, text });
      else {
        const { templateId, variables } = template;
        await service.commands.sendTemplate({ sessionId, templateId, variables });
      }
    } catch (error) {
      toasts.show({ tone: 'danger', text: errorSentence(t, errorOf(error)) });
    }
  }

  return { textOf, isDirty, write, leave, flush, send, sendAgain };
});
