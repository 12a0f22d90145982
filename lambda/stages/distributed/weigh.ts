import { blindness } from '../../core/blindness';
import { type BlindTo, blindTo, familyBlindness } from '../../core/families';
import type { Blindness } from '../../core/noticed';
import { createSum, few, type Tally } from '../../core/tally';
import type { SweepFiles } from '../../store/sweep-files';
import type { Parts } from './parts';

export interface Weighed {
  /** How many targets were not seen, and are to be settled. */
  readonly lost: number;
  readonly blindTo: BlindTo;
  readonly blind?: Blindness;
}

/** Judges once for all batches whether it is the prober that is offline. @param manifest of what the engine wrote of the batches. */
export async function weigh(sweep: string, manifest: string | undefined, { world, files }: Parts): Promise<Weighed> {
  const { monitor } = await files.readShared(sweep);
  const { known, lost, newcomers, newcomersLost, heldBack, ...sum } = await sumUp(sweep, [manifest], files);
  const before = (await world.results.read(monitor.id))?.noticed?.blind;
  const now = world.look.now();
  const families = {
    IPv4: { known: sum.ipv4, lost: sum.ipv4Lost },
    IPv6: { known: sum.ipv6, lost: sum.ipv6Lost },
  };
  const blind =
    blindness({ known, lost }, { known: newcomers, lost: newcomersLost }, before, now) ??
    familyBlindness(families, before, now);
  return { lost: heldBack, blindTo: blindTo(blind), ...(blind && { blind }) };
}

/** What all parts have come to so far, and what the engine says of those that failed. */
export async function sumUp(
  sweep: string,
  manifests: readonly (string | undefined)[],
  files: Pick<SweepFiles, 'tallies' | 'readTally'>,
): Promise<Tally> {
  const sum = createSum();
  sum.add(await files.readTally(sweep));
  const failed: string[] = [];
  for (const manifest of manifests) {
    for await (const tally of files.tallies(manifest)) {
      if ('failed' in tally) failed.push(tally.failed);
      else sum.add(tally);
    }
  }
  const total = sum.total();
  return { ...total, failures: [...few(failed), ...total.failures] };
}
