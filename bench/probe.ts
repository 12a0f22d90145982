import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Farm } from './farm';
import { type Loopback, onLoopback, type Work } from './loopback';
import { type Contender, inRounds, median, medianRatio, type Outcome } from './measure';
import { isPinned } from './processes';
import { mib, type Report, ratio } from './report';
import { opensslVersion, sTime } from './s-time';
import type { Workspace } from './workspace';

const ROUNDS = 5;

type Version = keyof Farm['ports'];

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
export function probe({ folder }: Workspace): Promise<Report> {
  return onLoopback(folder, async (loopback) => {
    const openssl = opensslVersion();
    const probers = await Promise.all(WORK.map((work) => prober(work, loopback)));
    const references = openssl === undefined ? [] : VERSIONS.map((version) => reference(version, loopback, folder));
    const outcomes = await inRounds<Cost, Looker>(ROUNDS, [...probers, ...references]);
    return {
      title: 'A look at a TLS endpoint',
      headings: ['what', '× s_time', '× node:tls', 'CPU ms', 'looks per CPU s', 'peak, × node:tls', 'peak MiB'],
      rows: outcomes.map((outcome) => rowOf(outcome, outcomes)),
      notes: notesOn(openssl),
    };
  });
}

const MOST = { looks: Number.MAX_SAFE_INTEGER, milliseconds: 350 };
const VERSIONS = ['TLSv1.3', 'TLSv1.2'] as const;
const WORK: readonly Work[] = [
  { how: 'probe', version: 'TLSv1.3', concurrency: 1, most: MOST },
  { how: 'probe', version: 'TLSv1.3', concurrency: 10, most: MOST },
  { how: 'probe', version: 'TLSv1.3', concurrency: 100, most: MOST },
  { how: 'connect', version: 'TLSv1.3', concurrency: 100, most: MOST },
  { how: 'probe', version: 'TLSv1.2', concurrency: 100, most: MOST },
  { how: 'connect', version: 'TLSv1.2', concurrency: 100, most: MOST },
];

async function prober(work: Work, loopback: Loopback): Promise<Looker> {
  const { how, version, concurrency } = work;
  const who = how === 'probe' ? 'notafter' : 'node:tls';
  return { who, version, name: `${who}, ${version}, ${concurrency} in flight`, measure: await loopback.prober(work) };
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

function notesOn(openssl: string | undefined): string[] {
  const medians = `Medians of ${ROUNDS} interleaved rounds; CPU is user and system.`;
  return [
    openssl === undefined
      ? `There is no openssl program here, and so no s_time to compare with. ${medians}`
      : `${openssl}; Node has OpenSSL ${process.versions.openssl}. ${medians}`,
    isPinned()
      ? 'The servers have core 0 for themselves, what is measured has core 1.'
      : 'Servers and what is measured share their cores: taskset is missing, or a second core.',
  ];
}
