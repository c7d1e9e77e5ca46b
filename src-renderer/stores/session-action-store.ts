// What a person does to a session from the list, the menu, a key or the palette. Ending and removing are confirmed
// first: `confirming` says what is being asked; MainWindow shows it.
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { SessionRow } from '#shared/bridge/rows.ts';
import { canPickUp } from '#shared/model/session.ts';
import { useService } from '../bridge/clients.ts';
import { useCommandStore } from './command-store.ts';
import { useSelectionStore } from './selection-store.ts';

export const useSessionActionStore = defineStore('session-actions', () => {
  const service = useService();
  const commands = useCommandStore();
  const selection = useSelectionStore();
  const confirming = ref<{ readonly what: 'end' | 'remove'; readonly row: SessionRow } | null>(null);

  /** Takes a waiting session and opens it; nothing when it cannot be picked up. */
  async function pickUp(row: SessionRow): Promise<void> {
    if (!canPickUp(row) || commands.isRunning(`pickUp:${row.id}`)) return;
    const outcome = await commands.run(service.commands.pickUp({ sessionId: row.id }), {
      key: `pickUp:${row.id}`,
    });
    if (outcome.ok) selection.openToWrite(row.id);
  }

  /** Archives, or brings back; nothing for an ended session, whose place is the archive. */
  async function toggleArchive(row: SessionRow): Promise<void> {
    if (row.state === 'ended') return;
    const command = row.isArchived ? service.commands.unarchive : service.commands.archive;
    await commands.run(command({ sessionId: row.id }));
  }

  function ask(what: 'end' | 'remove', row: SessionRow): void {
    confirming.value = { what, row };
  }

  async function confirm(): Promise<void> {
    const asked = confirming.value;
    confirming.value = null;
    if (!asked) return;
    const command = asked.what === 'end' ? service.commands.end : service.commands.remove;
    await commands.run(command({ sessionId: asked.row.id }));
  }

  return { confirming, pickUp, toggleArchive, ask, confirm };
});
