import { createAws } from '../lambda/aws/clients';
import type { Instant } from '../lambda/core/instant';
import { CLOUD } from '../lambda/core/read-targets';
import { latestItem } from '../lambda/store/result-item';
import { sweep } from '../lambda/sweep';
import { certificate, endpoint, serving } from '../test/core/builders';
import { memoryResults, memoryTargets } from '../test/simulation/memory-tables';
import { itemSize } from './capacity';
import { stubClient, stubName, stubNumber, stubRow } from './stub';
import { typed } from './stub-items';

export interface PendingItems {
  /** The result of the target of this number, in DynamoDB's JSON, with a notice that nobody has been sent. */
  readonly result: (i: number) => string;
  /** Bytes, as DynamoDB counts them. */
  readonly bytes: number;
}

/** The results of an estate at first sight, of which each certificate expires within days; no two have one in common. */
export async function pendingItems(now: Instant, clients: number): Promise<PendingItems> {
  const results = memoryResults(() => undefined);
  const number = stubNumber(0);
  const leaf = { serial: `0A${number}`, sha256: number.padStart(64, 'a'), names: [stubName(0)], notAfter: now + 5 };
  await sweep({
    targets: memoryTargets(() => [stubRow(0)]),
    results,
    channel: () => Promise.reject(new Error('nobody is told')),
    look: { now: () => now, timeout: 1_000, aws: createAws({ region: 'eu-west-1' }) },
    probe: async (target) => [{ target, observation: endpoint(serving(certificate(5, leaf))) }],
    place: { targetsTable: 'Targets' },
    location: CLOUD,
    concurrency: 1,
  });
  const result = (await results.latest()).get(stubName(0));
  if (result?.pending.length !== 1) throw new Error('nothing is to be told of it');
  const item = latestItem(result);
  const text = JSON.stringify(typed(item));
  const clientOf = (i: number) => `Client C${String(i % clients).padStart(4, '0')}`;
  return {
    result: (i) => text.replaceAll(number, stubNumber(i)).replaceAll(stubClient(0), clientOf(i)),
    bytes: itemSize(item),
  };
}
