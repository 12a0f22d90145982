import { createAws } from '../lambda/aws/clients';
import { notify } from '../lambda/stages/notify';
import { pendingItems } from './pending-items';
import { pendingTable } from './pending-table';
import { stubName } from './stub';

/** What this process is asked to do: to tell so many clients what is to be told of so many targets. */
export interface TellingJob {
  readonly targets: number;
  readonly clients: number;
}

export interface Telling {
  /** Notices that were told, and those that were not. */
  readonly sent: number;
  readonly waiting: number | undefined;
  readonly messages: number;
  readonly failures: readonly string[];
  /** Milliseconds of the processor, user and system, all threads. */
  readonly cpu: number;
  /** Bytes of one result as DynamoDB counts them. */
  readonly bytes: number;
  /** Bytes resident at most, since the process started. */
  readonly peak: number;
}

async function tell({ targets, clients }: TellingJob): Promise<Telling> {
  const now = Date.now();
  const items = await pendingItems(now, clients);
  // As after a first sight: all of it has just been recorded.
  const known = new Set(Array.from({ length: targets }, (_, i) => stubName(i)));
  let messages = 0;
  const before = process.cpuUsage();
  const { sent, waiting, failures } = await notify(known, {
    results: pendingTable(targets, items),
    channel: async () => {
      messages++;
    },
    place: { targetsTable: 'Targets' },
    look: { now: () => now, timeout: 1_000, aws: createAws({ region: 'eu-west-1' }) },
  });
  const { user, system } = process.cpuUsage(before);
  const peak = process.resourceUsage().maxRSS * 1024;
  const cost = { cpu: (user + system) / 1000, bytes: items.bytes, peak };
  return { sent, waiting: waiting?.notices, messages, failures, ...cost };
}

process.once('disconnect', () => process.exit());
process.on('message', async (job: TellingJob) => process.send?.(await tell(job)));
