import { EMBEDDED_TABLES, openEmbedded } from '../../cli/embedded-dynamo';
import { HOUR } from '../../lambda/core/instant';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import { between, drawn } from '../simulation/drawn';
import { intercept } from '../store/intercept';
import { missing } from './aftermath';
import { estateOf, reissue, renew, rowOf } from './estate';
import type { Weather } from './faults';
import { openLedger } from './ledger';
import { dynamoFor } from './service';
import { type Night, sweepOnce } from './sweep-once';
import { turns } from './turns';

export interface Chaos {
  /** What must never be and was. */
  readonly wrong: readonly string[];
  readonly sweeps: number;
  readonly killed: number;
  readonly notices: number;
  /** How often a notice arrived once more, for a reason. */
  readonly repeats: number;
}

const START = Date.parse('2026-11-22T12:00:00Z');
const TARGETS = 12;

/** Once the faults stop, the first of these waits for what the dead still hold. */
const CALM_ROUNDS = 3;

/**
 * Lives through so many rounds of sweeps that meet faults at any call, die at any moment and go two at a time, with clocks that
 * differ. All is drawn from the seed, but for the order in which the database answers two at once.
 */
export async function chaos(seed: string, rounds: number): Promise<Chaos> {
  const database = await openEmbedded(undefined);
  try {
    const sites = estateOf(seed, START, TARGETS);
    const ledger = openLedger(sites);
    intercept(database.client, dynamoFor(ledger));
    const wait = async () => {};
    const night: Night = {
      seed,
      sites,
      ledger,
      targets: openTargets(database.client, EMBEDDED_TABLES.targets, { wait }),
      results: openResults(database.client, EMBEDDED_TABLES.results, { wait }),
      actors: [],
      now: START,
      looks: 0,
      killed: 0,
      sweeps: 0,
      late: new Map<number, () => void>(),
    };
    for (let round = 1; round <= rounds + CALM_ROUNDS; round++) await liveThrough(round, round > rounds, night);
    const wrong = [...ledger.wrong, ...(await missing(night, database.client))];
    const { sweeps, killed } = night;
    return { wrong, sweeps, killed, notices: ledger.notices.size, repeats: ledger.repeats() };
  } finally {
    await database.close();
  }
}

type Says = (...words: readonly (string | number)[]) => number;

async function liveThrough(round: number, isCalm: boolean, night: Night): Promise<void> {
  const { seed, sites, targets, ledger } = night;
  const says: Says = (...words) => drawn(seed, round, ...words);
  night.now += Math.round(between(1, 60, seed, round, 'hours') * HOUR);
  night.actors.length = 0;
  await targets.put(sites.map((site) => rowOf(site, round)));
  const weather: Weather = isCalm ? 'calm' : weatherOf(says('weather'));
  const isTwo = !isCalm && says('two') < 0.5;
  const skew = isTwo && says('skewed') < 0.25 ? (says('skew') - 0.5) * 8 * 60_000 : 0;
  const runs = isTwo ? ['a', 'b'] : ['a'];
  renewSome(isTwo, night, says);
  const going = { round, weather, isAlone: !isTwo, isSkewed: skew !== 0 };
  const [isWell] = await Promise.all(
    runs.map(async (run, i) => {
      await turns(Math.floor(i * Math.max(0, says('begins') - 0.5) * 1_000));
      return sweepOnce({ ...going, name: `${round}${run}`, run: `${round}${run}`, skew: i * skew }, night);
    }),
  );
  // Lambda makes a second attempt after a minute.
  if (!isTwo && !isWell && says('again') < 0.5) {
    night.now += 60_000;
    await sweepOnce({ ...going, name: `${round}a again`, run: `${round}a`, skew: 0 }, night);
  }
  for (const happens of night.late.values()) happens();
  night.late.clear();
  ledger.audit();
}

/**
 * What is due is renewed, and while two look something else is too: in the midst of the round, so that one look sees what it was and
 * another what it is.
 */
function renewSome(isTwo: boolean, { seed, sites, now, late, looks }: Night, says: Says): void {
  const due = sites.filter(({ renewed }) => renewed <= now);
  const others = isTwo
    ? sites.filter((site) => !site.flaps && !due.includes(site) && says(site.target, 'reissued') < 0.8)
    : [];
  const all = [...due.map((site) => () => renew(site, seed)), ...others.map((site) => () => reissue(site))];
  for (const [i, happens] of all.entries()) {
    const look = looks + 1 + Math.floor(says(i, 'late') * 2 * TARGETS);
    if (isTwo && !late.has(look)) late.set(look, happens);
    else happens();
  }
}

function weatherOf(share: number): Weather {
  if (share < 0.1) return 'calm';
  return share < 0.3 ? 'harmless' : 'rough';
}
