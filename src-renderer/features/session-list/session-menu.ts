// The menu of a session's row: what can be done with it now, and nothing that cannot.
import { Archive, ArchiveRestore, CircleStop, Hand, SquareArrowOutUpRight, Trash2 } from '@lucide/vue';
import type { SessionRow } from '#shared/bridge/rows.ts';
import { canEnd, canPickUp } from '#shared/model/session.ts';
import { useTexts } from '#renderer/i18n/i18n.ts';
import { useSelectionStore } from '#renderer/stores/selection-store.ts';
import { useSessionActionStore } from '#renderer/stores/session-action-store.ts';
import type { MenuItem } from '#renderer/ui/menu-item.ts';

/** In a setup function. */
export function useSessionMenu(): (row: SessionRow) => MenuItem[] {
  const { t } = useTexts();
  const actions = useSessionActionStore();
  const selection = useSelectionStore();

  return (row) => {
    const items: MenuItem[] = [
      {
        kind: 'action',
        key: 'open',
        label: t('sessions.open'),
        icon: SquareArrowOutUpRight,
        run: () => selection.open(row.id),
      },
    ];
    if (canPickUp(row)) {
      items.push({
        kind: 'action',
        key: 'pickUp',
        label: t('sessions.pickUp'),
        icon: Hand,
        hint: 'P',
        run: () => void actions.pickUp(row),
      });
    }
    if (row.state === 'open') {
      items.push({
        kind: 'action',
        key: 'archive',
        label: t(row.isArchived ? 'sessions.unarchive' : 'sessions.archive'),
        icon: row.isArchived ? ArchiveRestore : Archive,
        hint: 'E',
        run: () => void actions.toggleArchive(row),
      });
    }
    if (canEnd(row)) {
      items.push({
        kind: 'action',
        key: 'end',
        label: t('sessions.end'),
        icon: CircleStop,
        run: () => actions.ask('end', row),
      });
    }
    items.push(
      { kind: 'separator', key: 'line' },
      {
        kind: 'action',
        key: 'remove',
        label: t('sessions.remove'),
        icon: Trash2,
        tone: 'danger',
        run: () => actions.ask('remove', row),
      },
    );
    return items;
  };
}
