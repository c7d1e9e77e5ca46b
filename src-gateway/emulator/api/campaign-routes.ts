// Campaigns (reference 3.8). The list answers under `data`, unlike those of channels and queues.
import { z } from 'zod';
import { planCampaign, retryCampaign } from '../campaigns.ts';
import type { Campaign } from '../model/entities.ts';
import { PabxRefusal } from '../model/errcodes.ts';
import { campaignDetailShape, campaignListShape } from '../shapes.ts';
import { channelById, newId, type World } from '../world.ts';
import { contains, get, idList, optionalPageQuery, pageOf, positive, post, type Routes } from './route.ts';

const E164 = /^\+[1-9]\d{6,14}$/u;

const campaignBody = z.object({
  name: z.string().min(1).max(127),
  omnichannel_id: positive,
  sender: z.string(),
  recipient_type: z.enum(['input', 'phonebook']),
  recipient_id: z.number().int().nonnegative().default(0),
  recipient_num_type: z.string().default('mobile_number'),
  send_type: z.enum(['immediately', 'schedule', 'draft']),
  send_time: z.number().int().nonnegative().default(0),
  send_mode: z.enum(['new_session', 'direct']).default('new_session'),
  assign_to_type: z.enum(['extension', 'queue']).default('queue'),
  assign_to_id: z.number().int().nonnegative().default(0),
  content_type: z.enum(['text', 'document', 'template']),
  content: z.string().default(''),
  msg_param: z.string().default(''),
  number_list: z.array(z.object({ number: z.string().regex(E164) })).default([]),
});
type CampaignBody = z.output<typeof campaignBody>;

function campaignById(world: World, id: number): Campaign {
  const found = world.campaigns.get(id);
  if (found === undefined) throw new PabxRefusal(60001, `no campaign with the id ${id}`);
  return found;
}

function numbersOf(world: World, input: CampaignBody): readonly string[] {
  if (input.recipient_type === 'input') return input.number_list.map(({ number }) => number);
  return [...world.contacts.values()].flatMap((contact) => {
    const number = Object.entries(contact.numbers).find(([kind]) => kind === input.recipient_num_type)?.[1];
    return number !== undefined && contact.phonebookIds.includes(input.recipient_id) ? [number] : [];
  });
}

/** Stores the campaign as `input` has it and starts or plans it. */
function put(world: World, id: number, input: CampaignBody): void {
  const channel = channelById(world, input.omnichannel_id);
  if (!channel.dids.some((did) => did.number === input.sender)) {
    throw new PabxRefusal(40002, `${input.sender} is not a number of ${channel.name}`);
  }
  const sendAt = input.send_type === 'schedule' ? input.send_time * 1000 : world.clock.now();
  const campaign: Campaign = {
    id,
    name: input.name,
    status: input.send_type === 'draft' ? 'draft' : input.send_type === 'schedule' ? 'scheduled' : 'pending',
    channelId: channel.id,
    sender: input.sender,
    recipientType: input.recipient_type,
    recipientId: input.recipient_id,
    recipientNumType: input.recipient_num_type,
    sendType: input.send_type,
    sendAt,
    sendMode: input.send_mode,
    assignTo: { type: input.assign_to_type, id: input.assign_to_id },
    contentType: input.content_type,
    content: input.content,
    msgParam: input.msg_param,
    numbers: numbersOf(world, input),
    failedNumbers: new Set(),
    triedCount: 0,
    answeredCount: 0,
  };
  world.campaigns.set(id, campaign);
  if (campaign.status !== 'draft') planCampaign(world, campaign);
}

function list(world: World, input: z.output<typeof optionalPageQuery>, searched: string): object {
  const found = [...world.campaigns.values()].filter((campaign) => contains(campaign.name, searched));
  const { total, items } = pageOf(found, input);
  return { total_number: total, data: items.map((campaign) => campaignListShape(world, campaign)) };
}

export const CAMPAIGN_ROUTES: Routes = {
  'message_campaign/list': get(optionalPageQuery, (world, input) => list(world, input, '')),
  'message_campaign/search': get(optionalPageQuery.extend({ search_value: z.string() }), (world, input) =>
    list(world, input, input.search_value),
  ),
  'message_campaign/get': get(z.object({ id: positive }), (world, { id }) => ({
    data: campaignDetailShape(world, campaignById(world, id)),
  })),
  'message_campaign/query': get(z.object({ ids: idList }), (world, { ids }) => ({
    list: ids.map((id) => campaignDetailShape(world, campaignById(world, id))),
  })),
  'message_campaign/create': post(campaignBody, (world, input) => {
    const id = newId(world, world.campaigns);
    put(world, id, input);
    return { id };
  }),
  'message_campaign/update': post(campaignBody.extend({ id: positive }), (world, input) => {
    const { status } = campaignById(world, input.id);
    if (status !== 'draft' && status !== 'scheduled') {
      throw new PabxRefusal(10009, `a campaign that is ${status} cannot be changed`);
    }
    put(world, input.id, input);
    return {};
  }),
  'message_campaign/retry': get(z.object({ id: positive }), (world, { id }) => {
    retryCampaign(world, campaignById(world, id));
    return {};
  }),
  'message_campaign/delete': get(z.object({ id: positive }), (world, { id }) => {
    world.campaigns.delete(campaignById(world, id).id);
    return {};
  }),
};
