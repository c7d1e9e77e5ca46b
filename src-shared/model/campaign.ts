import { z } from 'zod';
import { CampaignId } from './ids.ts';
import { ChannelKind } from './directory.ts';
import { Timestamp } from './time.ts';

/** A mass sending of the PABX (API 3.8). */
export const Campaign = z.object({
  id: CampaignId,
  version: z.number().int(),
  name: z.string(),
  kind: ChannelKind,
  sender: z.string(),
  status: z.enum(['draft', 'scheduled', 'pending', 'executing', 'completed', 'stop', 'retrying']),
  failedCount: z.number().int(),
  totalCount: z.number().int(),
  sendAt: Timestamp.nullable(),
});
export type Campaign = z.infer<typeof Campaign>;
