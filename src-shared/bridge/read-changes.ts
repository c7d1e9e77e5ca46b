import type { ContractRouterClient } from '@orpc/contract';
import type { Change } from './changes.ts';
import type { ServiceContract } from './service-contract.ts';

/**
 * Reads one subscription of the feed until it ends or shows a gap. Then whoever reads subscribes anew: the first
 * batch of a subscription is the state of the moment.
 */
export async function readChanges(
  client: Pick<ContractRouterClient<ServiceContract>, 'changes'>,
  signal: AbortSignal,
  onChange: (change: Change) => void,
): Promise<void> {
  let revision: number | undefined;
  for await (const batch of await client.changes({}, { signal })) {
    if (revision !== undefined && batch.revision !== revision + 1) return;
    revision = batch.revision;
    for (const change of batch.changes) onChange(change);
  }
}
