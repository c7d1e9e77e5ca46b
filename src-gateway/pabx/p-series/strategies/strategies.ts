// What the API leaves open, gathered: each a function of its own with a name, so that what a real PABX turns
// out to do can be put in its place without touching anything else.
import { type DeliveryReading, receiveTimeMeansDelivered } from './delivery-reading.ts';
import { downloadByChannel, type DownloadStrategy } from './download.ts';
import { byMessageId, type HistoryOrder } from './history-order.ts';
import { fromThenMember, type HolderReading } from './holder-reading.ts';
import { type PickUpStrategy, transferToSelf } from './pick-up.ts';
import { echoThenLikeness, type RequestCorrelation } from './request-correlation.ts';
import { onlyMemberList, type StartersReading } from './starters-reading.ts';
import { metaParameters, type TemplateParameters } from './template-parameters.ts';

export interface Strategies {
  readonly pickUp: PickUpStrategy;
  readonly download: DownloadStrategy;
  readonly historyOrder: HistoryOrder;
  readonly deliveryReading: DeliveryReading;
  readonly holderReading: HolderReading;
  readonly startersReading: StartersReading;
  readonly templateParameters: TemplateParameters;
  /** Made anew for each connector: it remembers. */
  readonly requestCorrelation: () => RequestCorrelation;
}

export const STRATEGIES: Strategies = {
  pickUp: transferToSelf,
  download: downloadByChannel,
  historyOrder: byMessageId,
  deliveryReading: receiveTimeMeansDelivered,
  holderReading: fromThenMember,
  startersReading: onlyMemberList,
  templateParameters: metaParameters,
  requestCorrelation: echoThenLikeness,
};
