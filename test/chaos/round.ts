import { HOUR } from '../../lambda/core/instant';
import { between, drawn } from '../simulation/drawn';
import { afterCalls, letGo } from './act';
import { editOnce } from './edit-once';
import { otherRows, reissue, renew, rowOf } from './estate';
import { executeOnce } from './execute-once';
import type { Weather } from './faults';
import type { Going, Night } from './night';
import { sweepOnce } from './sweep-once';

type Says = (...words: readonly (string | number)[]) => number;

/** One sweep, or two beside each other, or one beside edits; and another attempt where that failed. */
export async function liveThrough(round: number, isCalm: boolean, night: Night): Promise<void> {
  const { seed, ledger } = night;
  const says: Says = (...words) => drawn(seed, round, ...words);
  await begin(round, isCalm, night, says);
  const weather: Weather = isCalm ? 'calm' : weatherOf(says('weather'));
  const isTwo = !isCalm && says('two') < 0.5;
  const skew = isTwo && says('skewed') < 0.25 ? (says('skew') - 0.5) * 8 * 60_000 : 0;
  renewSome(isTwo, night, says);
  const going = { weather, isAlone: !isTwo, isSkewed: skew !== 0, skew: 0 };
  const first = goes({ ...going, name: `${round}a` }, `${round}a`, night).finally(() => letGo(night));
  if (isTwo) {
    await afterCalls(Math.floor(Math.max(0, says('begins') - 0.4) * LONGEST), night);
    await beside({ ...going, name: `${round}b`, skew }, night, says);
  }
  // Lambda makes a second attempt after a minute; and people start another execution.
  if (!(await first) && !isTwo && says('again') < 0.5) {
    night.now += 60_000;
    await goes({ ...going, name: `${round}a again`, isAlone: !night.machine }, `${round}a`, night);
  }
  letGo(night);
  await Promise.all(night.loose.splice(0));
  for (const happens of night.late.values()) happens();
  night.late.clear();
  ledger.audit();
}

/** Calls of AWS in the longest sweep, more or less. */
const LONGEST = 400;

async function begin(round: number, isCalm: boolean, night: Night, says: Says): Promise<void> {
  const { seed, sites, world } = night;
  night.round = round;
  night.calls = 0;
  night.now += Math.round(between(1, 60, seed, round, 'hours') * HOUR);
  night.actors.length = 0;
  for (const site of sites) {
    const isGone = !isCalm && !site.isHeld && says(site.target, 'gone') < 0.1;
    if (isGone) await night.remove(site.target);
    site.watchedSince = isGone ? undefined : (site.watchedSince ?? night.now);
  }
  const watched = sites.filter(({ watchedSince }) => watchedSince !== undefined);
  await world.targets.put([...otherRows(round), ...watched.map((site) => rowOf(site, round))]);
}

/** @param run names a sweep of one function, the same in each attempt. */
function goes(going: Going, run: string, night: Night): Promise<boolean> {
  return night.machine ? executeOnce(going, night.machine, night) : sweepOnce(going, run, night);
}

/** What goes on beside a sweep: another, or edits; where it is distributed, also a sweep from a desk. */
function beside(going: Going, night: Night, says: Says): Promise<boolean> {
  const what = says('beside');
  if (what < 0.3) return editOnce(going, night);
  return night.machine && what < 0.5 ? sweepOnce(going, going.name, night) : goes(going, going.name, night);
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
    const look = looks + 1 + Math.floor(says(i, 'late') * 2 * sites.length);
    if (isTwo && !late.has(look)) late.set(look, happens);
    else happens();
  }
}

function weatherOf(share: number): Weather {
  if (share < 0.1) return 'calm';
  return share < 0.3 ? 'harmless' : 'rough';
}
