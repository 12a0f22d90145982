import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listOf } from './kinds';
import { type Loopback, notesOn as notesOnFarm, onLoopback, right } from './loopback';
import { type Contender, inRounds, median, medianRatio, type Outcome } from './measure';
import { mib, type Report, ratio } from './report';
import { opensslVersion, sTime } from './s-time';
import type { Workspace } from './workspace';

const VERSIONS = ['TLSv1.3', 'TLSv1.2'] as const;
type Version = (typeof VERSIONS)[number];

/** What some looks cost together. */
interface Cost {
  readonly looks: number;
  /** Milliseconds of the processor, user and system. */
  readonly cpu: number;
  /** Bytes resident at most, where that is known. */
  readonly peak?: number;
}

interface Looker extends Contender<Cost> {
  readonly who: 'notafter' | 'node:tls' | 's_time';
  readonly version: Version;
}

/** What a look costs the processor, beside OpenSSL's own client and beside the hand-shake of `node:tls` alone. */
export function probe(workspace: Workspace): Promise<Report> {
  const { folder, quick } = workspace;
  return onLoopback(workspace, async (loopback) => {
    const openssl = opensslVersion();
    const rounds = quick ? 2 : 5;
    const probers = await Promise.all(WORK.map((work) => prober(work, loopback)));
    const references = openssl === undefined ? [] : VERSIONS.map((version) => reference(version, loopback, folder));
    const outcomes = await inRounds<Cost, Looker>(rounds, [...probers, ...references]);
    return {
      title: 'A look at a TLS endpoint',
      headings: ['what', '× s_time', '× node:tls', 'CPU ms', 'looks per CPU s', 'peak, × node:tls', 'peak MiB'],
      rows: outcomes.map((outcome) => rowOf(outcome, outcomes)),
      notes: [...notesOn(openssl, rounds), ...notesOnFarm(loopback)],
    };
  });
}

/** In each round. */
const LOOKS = 180;
const WORK = [
  { who: 'notafter', version: 'TLSv1.3', concurrency: 1 },
  { who: 'notafter', version: 'TLSv1.3', concurrency: 10 },
  { who: 'notafter', version: 'TLSv1.3', concurrency: 100 },
  { who: 'node:tls', version: 'TLSv1.3', concurrency: 100 },
  { who: 'notafter', version: 'TLSv1.2', concurrency: 100 },
  { who: 'node:tls', version: 'TLSv1.2', concurrency: 100 },
] as const;

/** Once warm. */
async function prober({ who, version, concurrency }: (typeof WORK)[number], { farm, ...loopback }: Loopback) {
  const ask = loopback.prober();
  const how = who === 'notafter' ? 'look' : 'connect';
  let from = 0;
  const measure = async () => {
    const list = listOf(farm, version, LOOKS, from);
    from += LOOKS;
    return right(await ask({ how, list, concurrency, timeout: 10_000 }));
  };
  await measure();
  await measure();
  return { who, version, name: `${who}, ${version}, ${concurrency} in flight`, measure };
}

function reference(version: Version, { farm }: Loopback, folder: string): Looker {
  const caFile = join(folder, 'root.pem');
  writeFileSync(caFile, farm.ca);
  const measure = () => sTime(farm.ports[version], caFile);
  return { who: 's_time', version, name: `openssl s_time -new, ${version}`, measure };
}

function rowOf(outcome: Looker & Outcome<Cost>, all: readonly (Looker & Outcome<Cost>)[]): string[] {
  const { name, version, rounds } = outcome;
  const costs = rounds.map(costOfOne);
  const referenceBy = (who: Looker['who']) => all.find((other) => other.who === who && other.version === version);
  const beside = (who: Looker['who']) => {
    const others = referenceBy(who)?.rounds.map(costOfOne);
    return ratio(others && medianRatio(costs, others));
  };
  const [peak, otherPeak] = [outcome, referenceBy('node:tls')].map(peakOf);
  return [
    name,
    beside('s_time'),
    beside('node:tls'),
    median(costs).toFixed(2),
    (1000 / median(costs)).toFixed(0),
    ratio(peak && otherPeak && peak / otherPeak),
    peak === undefined ? '–' : mib(peak),
  ];
}

function costOfOne({ cpu, looks }: Cost): number {
  return cpu / looks;
}

/** After the last round: it only ever rises. */
function peakOf(outcome: Outcome<Cost> | undefined): number | undefined {
  return outcome?.rounds.at(-1)?.peak;
}

function notesOn(openssl: string | undefined, rounds: number): string[] {
  const medians = `Medians of ${rounds} interleaved rounds; CPU is user and system.`;
  return [
    openssl === undefined
      ? `There is no openssl program here, and so no s_time to compare with. ${medians}`
      : `${openssl}; Node has OpenSSL ${process.versions.openssl}. ${medians}`,
  ];
}
