// Channels and WhatsApp templates, as they are read (reference 3.1, 3.2). Making and changing channels is the
// administrator's work in the PABX's own pages: those endpoints answer 10001 here.
import { z } from 'zod';
import type { Channel } from '../model/entities.ts';
import { DELIVERY, MSG_TYPE, USER_TYPE } from '../model/entities.ts';
import { PabxRefusal } from '../model/errcodes.ts';
import {
  type ChannelCounters,
  channelDetailShape,
  channelListShape,
  livechatShape,
  templateShape,
} from '../shapes.ts';
import { channelById, type World } from '../world.ts';
import {
  contains,
  get,
  idList,
  optionalPageQuery,
  pageOf,
  pageQuery,
  positive,
  type Routes,
} from './route.ts';

const DAY_MS = 86_400_000;
const TIME_RANGES = ['today', 'yesterday', 'last_7_days', 'last_30_days', 'this_month', 'all'] as const;
const listQuery = pageQuery.extend({ time_range: z.enum(TIME_RANGES) });

/** First and last moment (exclusive) of a period, in the PABX's time zone, which is UTC here. */
function periodOf(range: (typeof TIME_RANGES)[number], now: number): readonly [number, number] {
  const today = now - (now % DAY_MS);
  const month = Date.UTC(new Date(now).getUTCFullYear(), new Date(now).getUTCMonth(), 1);
  switch (range) {
    case 'today':
      return [today, Infinity];
    case 'yesterday':
      return [today - DAY_MS, today];
    case 'last_7_days':
      return [today - 6 * DAY_MS, Infinity];
    case 'last_30_days':
      return [today - 29 * DAY_MS, Infinity];
    case 'this_month':
      return [month, Infinity];
    case 'all':
      return [0, Infinity];
  }
}

function countersOf(world: World, channel: Channel, period: readonly [number, number]): ChannelCounters {
  const counters: ChannelCounters = { sent: 0, delivered: 0, failed: 0, received: 0 };
  for (const [sessionId, messages] of world.book.storedBySession()) {
    if (world.book.session(sessionId)?.channelId !== channel.id) continue;
    for (const message of messages) {
      if (message.type !== MSG_TYPE.user || message.sentAt < period[0] || message.sentAt >= period[1])
        continue;
      const { userType } = message.sender;
      const isOutgoing = userType === USER_TYPE.extension || userType === USER_TYPE.platform;
      if (!isOutgoing) counters.received += 1;
      else if (message.deliveryStatus === DELIVERY.failed) counters.failed += 1;
      else {
        if (message.deliveryStatus === DELIVERY.sent) counters.sent += 1;
        if (message.receivedAt > 0) counters.delivered += 1;
      }
    }
  }
  return counters;
}

function list(world: World, input: z.output<typeof listQuery>, searched: string): object {
  const period = periodOf(input.time_range, world.clock.now());
  const found = world.channels.filter(({ name }) => contains(name, searched));
  const { total, items } = pageOf(found, input);
  return {
    total_number: total,
    list: items.map((channel) => channelListShape(channel, countersOf(world, channel, period))),
  };
}

function messageChannel(world: World, id: number): object {
  const channel = channelById(world, id);
  if (channel.type === 'livechat') throw new PabxRefusal(60001, 'ask getlivechat for Live Chat channels');
  return channelDetailShape(world, channel);
}

const templateQuery = optionalPageQuery.extend({
  omnichannel_id: positive,
  category: z.string().default(''),
  language: z.string().default(''),
  search_value: z.string().default(''),
});

export const CHANNEL_ROUTES: Routes = {
  'message_channel/list': get(listQuery, (world, input) => list(world, input, '')),
  'message_channel/search': get(listQuery.extend({ search_value: z.string().default('') }), (world, input) =>
    list(world, input, input.search_value),
  ),
  'message_channel/get': get(z.object({ id: positive }), (world, { id }) => ({
    data: messageChannel(world, id),
  })),
  'message_channel/query': get(z.object({ ids: idList }), (world, { ids }) => ({
    list: ids.map((id) => messageChannel(world, id)),
  })),
  'message_channel/getlivechat': get(z.object({ id: positive }), (world, { id }) => {
    const channel = channelById(world, id);
    if (channel.type !== 'livechat') throw new PabxRefusal(60001, `channel ${id} is not a Live Chat channel`);
    return { data: livechatShape(channel) };
  }),
  'message_channel/whatsapp_template': get(templateQuery, (world, input) => {
    const categories = input.category === '' ? null : input.category.toUpperCase().split(',');
    const found = world.templates.filter(
      (template) =>
        template.channelId === input.omnichannel_id &&
        (categories === null || categories.includes(template.category)) &&
        (input.language === '' || template.language === input.language) &&
        contains(template.name, input.search_value),
    );
    const { total, items } = pageOf(found, input);
    return { total_number: total, data: items.map(templateShape) };
  }),
};
