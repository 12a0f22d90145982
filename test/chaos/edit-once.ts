import type { Row } from '../../lambda/core/row';
import { readEdits } from '../../lambda/handlers/edits';
import { lookAtEdits } from '../../lambda/stages/edits';
import { drawn } from '../simulation/drawn';
import { recordOf, type StreamRecord } from '../stages/stream';
import { act } from './act';
import { rowOf, type Site } from './estate';
import type { Going, Night } from './night';

/** What an edit adds to the round that a row carries. */
const EDITED = 10_000;

const MOST_ATTEMPTS = 3;

/** Has people edit rows, or put them back, and Lambda have them looked at until that succeeds. @returns whether it did. */
export async function editOnce(going: Going, night: Night): Promise<boolean> {
  const { sites, seed, round, ledger, world } = night;
  const edited = sites.filter(
    (site) => site.watchedSince === undefined || drawn(seed, round, site.target, 'edited') < 0.5,
  );
  const rows = edited.map((site) => ({ before: rowBefore(site, round), after: rowOf(site, EDITED + round) }));
  await world.targets.put(rows.map(({ after }) => after));
  for (const site of edited) site.watchedSince ??= night.now;
  const records = rows.map(({ before, after }) => recordOf(before, after, night.now));
  const failures: unknown[] = [];
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const name = `${going.name} edits ${attempt}`;
    const { error } = await act({ ...going, name }, night, () => looksAt(records, night));
    if (error === undefined) return true;
    failures.push(error);
    night.now += 1_000;
  }
  if (going.weather !== 'rough') ledger.wrong.push(`${going.name} could not look at edits: ${failures}`);
  return false;
}

/** By the function that gathers, where there is one; else as the one that sweeps does. @throws where it failed for some. */
async function looksAt(Records: readonly StreamRecord[], { machine, world }: Night): Promise<void> {
  if (machine) return void (await machine.gather({ Records }, 60_000));
  const { failures } = await lookAtEdits(readEdits(Records), world);
  if (failures.length > 0) throw new Error(failures.join(' '));
}

function rowBefore(site: Site, round: number): Row | undefined {
  return site.watchedSince === undefined ? undefined : rowOf(site, round);
}
