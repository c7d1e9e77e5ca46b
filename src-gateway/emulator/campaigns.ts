// Mass sendings: one message to each number at the campaign's pace, a session of origin `campaign` for each,
// handed to the extension or queue it is assigned to. What cannot be delivered is counted and can be retried.
import { FAILING_ADDRESSES } from './cast.ts';
import { agentWrites, openSession } from './messaging.ts';
import type { Campaign, Party } from './model/entities.ts';
import { USER_TYPE } from './model/entities.ts';
import { PabxRefusal } from './model/errcodes.ts';
import { EVENT } from './model/event-feed.ts';
import { channelById, type World } from './world.ts';

/** Lets the campaign send what it has not sent yet, one number every `paceMs`, and then complete. */
export function runCampaign(world: World, campaign: Campaign, paceMs: number): void {
  if (campaign.status !== 'retrying') campaign.status = 'executing';
  const step = (): void => {
    if (campaign.status !== 'executing' && campaign.status !== 'retrying') return;
    const number = campaign.numbers[campaign.triedCount];
    if (number === undefined) return complete(world, campaign);
    campaign.triedCount += 1;
    sendOne(world, campaign, number);
    world.clock.after(paceMs, step);
  };
  world.clock.after(paceMs, step);
}

/** Runs the campaign when its time has come, unless it was changed or deleted by then. */
export function planCampaign(world: World, campaign: Campaign): void {
  world.clock.after(campaign.sendAt - world.clock.now(), () => {
    const isStill = world.campaigns.get(campaign.id) === campaign;
    if (isStill) runCampaign(world, campaign, paceOf(world, campaign));
  });
}

/** Takes up what a save found planned or under way. A retry is not taken up: it counts as done. */
export function resumeCampaign(world: World, campaign: Campaign): void {
  if (campaign.status === 'scheduled' || campaign.status === 'pending') planCampaign(world, campaign);
  if (campaign.status === 'executing') runCampaign(world, campaign, paceOf(world, campaign));
  if (campaign.status === 'retrying') campaign.status = 'completed';
}

/** Sends again to the numbers that failed. */
export function retryCampaign(world: World, campaign: Campaign): void {
  if (campaign.failedNumbers.size === 0) throw new PabxRefusal(10009, 'no number of this campaign failed');
  const again = [...campaign.failedNumbers];
  campaign.failedNumbers.clear();
  campaign.status = 'retrying';
  const step = (): void => {
    const number = again.shift();
    if (number === undefined) return complete(world, campaign);
    sendOne(world, campaign, number);
    world.clock.after(paceOf(world, campaign), step);
  };
  world.clock.after(paceOf(world, campaign), step);
}

/** Virtual ms between two messages at the channel's sending rate. */
export const paceOf = (world: World, campaign: Campaign): number =>
  Math.ceil(1000 / channelById(world, campaign.channelId).sendRate);

/** One message of the campaign, into the open session of the two numbers or a new one. */
function sendOne(world: World, campaign: Campaign, number: string): void {
  const channel = channelById(world, campaign.channelId);
  const open = world.book.openSession(campaign.sender, number);
  const to: Party = { userNo: number, userType: USER_TYPE.campaign, username: '' };
  const session =
    open ??
    openSession(world, {
      channel,
      did: campaign.sender,
      to,
      destination: campaign.assignTo,
      campaignId: campaign.id,
    });
  agentWrites(world, {
    session,
    sender: { userNo: 'api', userType: USER_TYPE.platform, username: campaign.name },
    body: campaign.contentType === 'template' ? '' : campaign.content,
    isViaApi: false,
    ...(campaign.contentType === 'template' ? { templateParam: campaign.msgParam } : {}),
  });
  if (FAILING_ADDRESSES.has(number) || world.failingAddresses.has(number)) campaign.failedNumbers.add(number);
}

function complete(world: World, campaign: Campaign): void {
  campaign.status = 'completed';
  if (campaign.failedNumbers.size === 0) return;
  world.events.publish(EVENT.bulkFailed, {
    task_id: campaign.id,
    total: campaign.numbers.length,
    fail_count: campaign.failedNumbers.size,
  });
}
