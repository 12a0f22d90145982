import { type Estate, estateFrom } from '../../core/estate';
import { few, type Tally, tallyOf } from '../../core/tally';
import type { LargeTables } from '../../store/large-tables';
import type { Shared, SweepFiles } from '../../store/sweep-files';
import type { Progress } from '../progress';
import type { Prober } from '../world';

/** All that the parts of a distributed sweep touch of the world. */
export interface Parts<W extends Prober = Prober> {
  readonly world: W;
  readonly tables: LargeTables;
  readonly files: SweepFiles;
}

/** What is known of everything besides the targets themselves. */
export interface Whole {
  readonly shared: Shared;
  readonly estate: Estate;
}

/** Reads what a sweep's parts share; that of the last one asked for is kept, since to read and index it takes longer than a batch. */
export function wholes(files: Pick<SweepFiles, 'readShared'>): (sweep: string) => Promise<Whole> {
  let last: { readonly sweep: string; readonly whole: Promise<Whole> } | undefined;
  return async (sweep) => {
    if (last?.sweep === sweep) return last.whole;
    const whole = files.readShared(sweep).then((shared) => ({ shared, estate: estateFrom(shared) }));
    const asked = { sweep, whole };
    last = asked;
    try {
      return await whole;
    } catch (error) {
      // What could not be read once may be the next time.
      if (last === asked) last = undefined;
      throw error;
    }
  };
}

/** What looking and settling have come to. */
export function tallyIn({ results, recorded, sight, newcomers, families, lost, left, failures }: Progress): Tally {
  const done = {
    recorded,
    ...sight,
    newcomers: newcomers.known,
    newcomersLost: newcomers.lost,
    ipv4: families.IPv4.known,
    ipv4Lost: families.IPv4.lost,
    ipv6: families.IPv6.known,
    ipv6Lost: families.IPv6.lost,
    heldBack: lost.length,
    left,
    failures: few(failures),
  };
  return tallyOf(results.values(), done);
}
