// Channels, queues, capabilities and colleagues' presence, read once and again when the feed says they changed.
// Small tables by nature (hundreds of rows); contacts and templates are asked for where they are needed.
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { Agent, Channel, Queue } from '#shared/model/directory.ts';
import type { Campaign } from '#shared/model/campaign.ts';
import { errorOf } from '../bridge/failures.ts';
import { useFeed } from '../bridge/feed.ts';
import { useService, type ServiceClient } from '../bridge/clients.ts';
import { useAccountStore } from './account-store.ts';

export type QueueWithCount = Queue & { waiting: number };

type Capabilities = Awaited<ReturnType<ServiceClient['directory']['capabilities']>>;

export const useDirectoryStore = defineStore('directory', () => {
  const service = useService();
  const accounts = useAccountStore();
  const agents = ref<Agent[]>([]);
  const queues = ref<QueueWithCount[]>([]);
  const channels = ref<Channel[]>([]);
  const campaigns = ref<Campaign[]>([]);
  const capabilities = ref<Capabilities>(null);
  /** The agent in front of this window, or null before the directory came. */
  const me = computed(
    () => agents.value.find((agent) => agent.extension === accounts.account?.extension) ?? null,
  );

  const readers = {
    agents: async () => void (agents.value = await service.directory.agents({ text: '' })),
    queues: async () => void (queues.value = await service.directory.queues({})),
    channels: async () => void (channels.value = await service.directory.channels({})),
    campaigns: async () => void (campaigns.value = await service.directory.campaigns({})),
    capabilities: async () => void (capabilities.value = await service.directory.capabilities({})),
  };

  /** A table that could not be read stays as it was and is read again with the next change. */
  function read(what: keyof typeof readers): void {
    readers[what]().catch((error: unknown) => console.error(`directory.${what}`, errorOf(error).message));
  }

  function readAll(): void {
    for (const what of ['agents', 'queues', 'channels', 'campaigns', 'capabilities'] as const) read(what);
  }

  const feed = useFeed();
  feed.on('directory', ({ what }) => {
    if (what in readers) read(what as keyof typeof readers);
  });
  feed.on('reset', readAll);
  feed.on('account', ({ account }) => {
    if (account) readAll();
  });

  return { agents, queues, channels, campaigns, capabilities, me, readAll };
});
