import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { EMBEDDED_TABLES, openEmbedded } from '../../cli/embedded-dynamo';
import { createAws } from '../../lambda/aws/clients';
import { DAY, HOUR, type Instant } from '../../lambda/core/instant';
import { CLOUD } from '../../lambda/core/read-targets';
import type { World } from '../../lambda/stages/world';
import { documentClient } from '../../lambda/store/document-client';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import { sweep } from '../../lambda/sweep';
import { between, drawn } from '../simulation/drawn';
import { intercept } from '../store/intercept';
import { type Actor, createActor } from './actor';
import { estateOf, lookAt, renew, rowOf } from './estate';
import type { Weather } from './faults';
import { openLedger } from './ledger';
import { acting, channelFor, dynamoFor } from './service';

export interface Chaos {
  /** What must never be and was. */
  readonly wrong: readonly string[];
  readonly sweeps: number;
  readonly killed: number;
  readonly notices: number;
  /** Notices that arrived once more, for a reason. */
  readonly repeats: number;
}

const START = Date.parse('2026-11-22T12:00:00Z');
const TARGETS = 12;

/** As many sweeps as are needed to come to rest once the faults stop: one may still have to be looked at again in an hour. */
const CALM_ROUNDS = 3;

/** Lives through so many rounds of sweeps that meet faults at any call, die at any moment, and go two at a time. */
export async function chaos(seed: string, rounds: number): Promise<Chaos> {
  const database = await openEmbedded(undefined);
  try {
    const sites = estateOf(seed, START, TARGETS);
    const ledger = openLedger(sites);
    intercept(database.client, dynamoFor(ledger));
    const targets = openTargets(database.client, EMBEDDED_TABLES.targets, { wait: async () => {} });
    const results = openResults(database.client, EMBEDDED_TABLES.results, { wait: async () => {} });
    let now: Instant = START;
    let [sweeps, killed, looks] = [0, 0, 0];
    const says = (round: number, ...words: readonly (string | number)[]) => drawn(seed, round, ...words);

    const oneRound = async (round: number, isLast: boolean): Promise<void> => {
      now += Math.round(between(1, 60, seed, round, 'hours') * HOUR);
      const due = sites.filter(({ renewed }) => renewed <= now);
      // In the midst of the round, so that one look sees what it was and another what it is.
      const late = new Map(
        (isLast ? [] : due).map((site, i) => [looks + 1 + Math.floor(says(round, i, 'late') * 2 * TARGETS), site]),
      );
      for (const site of due) if (![...late.values()].includes(site)) renew(site, seed);
      await targets.put(sites.map((site) => rowOf(site, round)));
      const weather: Weather = isLast ? 'calm' : weatherOf(says(round, 'weather'));
      const isTwo = !isLast && says(round, 'two') < 0.4;
      const actors: (Actor & { done?: true })[] = [];

      const once = async (name: string, run: string, skew: number): Promise<boolean> => {
        const actor: Actor & { done?: true } = createActor({
          name,
          seed,
          weather,
          pass: (milliseconds) => (now += milliseconds),
          onDeath: () => {
            killed++;
            ledger.excuseLast(name);
          },
        });
        actors.push(actor);
        const world: World = {
          targets,
          results,
          channel: channelFor(ledger),
          look: { now: () => now + skew, timeout: 1_000, aws: AWS },
          probe: async (target) => {
            const site = sites.find((one) => one.target === target.id);
            if (site === undefined) throw new Error(`nothing is known of ${target.id}`);
            looks++;
            const renewed = late.get(looks);
            const observation = lookAt(site, seed, round);
            ledger.looked(site.target, site.expires);
            if (renewed) renew(renewed, seed);
            late.delete(looks);
            await turns(Math.floor(says(round, name, target.id) ** 3 * 300));
            now += 50;
            return [{ target, observation }];
          },
          place: { targetsTable: 'Targets' },
          location: CLOUD,
          concurrency: 4,
          run,
          ...(weather === 'rough' && says(round, name, 'until') < 0.3 && { waitUntil: now + 60_000 }),
          wait: async (milliseconds) => {
            actor.isWaiting = true;
            await turns(50);
            // As long as another does something, its time is what it takes, and not what this one waits.
            const isBusy = actors.some((one) => one !== actor && !one.done && !one.isDead() && !one.isWaiting);
            now += isBusy ? 100 : milliseconds;
            actor.isWaiting = false;
          },
        };
        sweeps++;
        const isSkewed = skew !== 0 || (isTwo && skewOf(round) !== 0);
        const failures = await acting.run({ ...actor, isSkewed }, () =>
          Promise.race([
            actor.death.then(() => ['it was killed']),
            sweep(world).then(
              (report) => report.failures,
              (error: unknown) => [String(error)],
            ),
          ]),
        );
        actor.done = true;
        if (failures.length > 0 && !actor.isDead() && actor.harmed() === 0 && weather !== 'rough')
          ledger.wrong.push(`${name} failed for no reason: ${failures.join('; ')}`);
        const left = isTwo || failures.length > 0 ? [] : await results.outbox(sites.map(({ target }) => target));
        if (left.length > 0) ledger.wrong.push(`${name} was content, but left ${left.map(({ target }) => target)}`);
        return failures.length === 0;
      };
      const skewOf = (which: number) => (says(which, 'skew') < 0.25 ? (says(which, 'how') - 0.5) * 8 * 60_000 : 0);
      const runs = isTwo ? ['a', 'b'] : ['a'];
      const ended = await Promise.all(
        runs.map((run, i) => once(`${round}${run}`, `${round}${run}`, i * skewOf(round))),
      );
      // Lambda makes a second attempt after a minute.
      if (!isTwo && ended[0] === false && says(round, 'again') < 0.5) {
        now += 60_000;
        await once(`${round}a again`, `${round}a`, 0);
      }
      for (const site of late.values()) renew(site, seed);
      ledger.audit();
    };

    for (let round = 1; round <= rounds + CALM_ROUNDS; round++) await oneRound(round, round > rounds);

    const latest = await results.latest();
    for (const { target, expires, flaps } of sites) {
      if (latest.get(target)?.expiry?.expires !== expires) ledger.wrong.push(`${target} is not known as it is`);
      const isTold = [...ledger.notices.values()].some(
        ({ notice, arrived }) => notice.target === target && notice.expiry?.expires === expires && arrived.has('owner'),
      );
      if (!flaps && expires - now < 7 * DAY && !isTold) ledger.wrong.push(`${target} is due, and nobody was told`);
    }
    const lines = new Set<string>();
    for await (const { Items = [] } of paginateScan(
      { client: documentClient(database.client) },
      { TableName: EMBEDDED_TABLES.results },
    ))
      for (const { target, record } of Items) lines.add(`${target} ${record}`);
    for (const [key, { notice, arrived, gone }] of ledger.notices) {
      const { target, event, at, audience } = notice;
      if (!lines.has(`${target} ${new Date(at).toISOString()}#${event}`))
        ledger.wrong.push(`${key} is not in the history`);
      const unheard = audience.filter((one) => !arrived.has(one));
      if (gone !== 'superseded' && unheard.length > 0) ledger.wrong.push(`${key} never arrived at ${unheard}`);
    }
    return { wrong: ledger.wrong, sweeps, killed, notices: ledger.notices.size, repeats: ledger.repeats() };
  } finally {
    await database.close();
  }
}

const AWS = createAws({
  endpoint: 'http://127.0.0.1:1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
});

function weatherOf(share: number): Weather {
  if (share < 0.1) return 'calm';
  return share < 0.3 ? 'harmless' : 'rough';
}

/** Lets others go on. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}
