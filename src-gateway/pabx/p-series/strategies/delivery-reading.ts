// Our reading of delivery. The API knows 0 sending, 1 sent, 2 failed and, apart from that, a read receipt
// (30038). It has no status for "on the handset"; a result that says sent *and* carries a time of reception is
// read as delivered. To be tried on a real PABX: docs/p-series.md.
import type { PabxMessage } from '#gateway/pabx/pabx.ts';

/** What a Msg_Record, a 30031 or a 30032 tells about its way. Times are epoch ms, null when not told. */
interface DeliveryFacts {
  /** 0 sending, 1 sent, 2 failed. */
  readonly status: number;
  readonly receivedAt: number | null;
}

export type DeliveryReading = (facts: DeliveryFacts) => Exclude<PabxMessage['delivery'], 'read'>;

export const receiveTimeMeansDelivered: DeliveryReading = ({ status, receivedAt }) => {
  if (status === 2) return 'failed';
  if (status !== 1) return 'sending';
  return receivedAt === null ? 'sent' : 'delivered';
};

/** For a PABX that fills in the time of reception as soon as it sends. */
export const receiveTimeMeansNothing: DeliveryReading = ({ status }) =>
  status === 2 ? 'failed' : status === 1 ? 'sent' : 'sending';
