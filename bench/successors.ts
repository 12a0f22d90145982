import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { indexCertificates } from '../lambda/core/certificate-index';
import { DAY } from '../lambda/core/instant';
import type { KnownCertificate } from '../lambda/core/known-certificate';
import { readTargets } from '../lambda/core/read-targets';
import { type Served, successorOf } from '../lambda/core/successor';
import type { TlsTarget } from '../lambda/core/target';
import { type Contender, inRounds, median, medianRatio } from './measure';
import { mib, type Report, ratio } from './report';

const SIZES = [1_000, 10_000, 100_000] as const;
const NAMES = 1_000_000;
const ROUNDS = 5;
const NOW = Date.UTC(2026, 10, 22);

/**
 * What it takes to find the successor of what a million endpoints serve, by how many certificates there are; beside finding
 * the same names in a plain Map.
 */
export async function successors(): Promise<Report> {
  const rows = await Promise.all(SIZES.map((size) => measured(size)));
  const [first] = rows;
  return {
    title: `Successors of what ${NAMES.toLocaleString('en')} endpoints serve`,
    headings: ['certificates', '× 1,000', '× Map', 'µs a lookup', 'index, ms', 'index, MiB', 'found'],
    rows: rows.map(({ size, microseconds, toMap, built, bytes, found }) => [
      size.toLocaleString('en'),
      ratio(microseconds / (first?.microseconds ?? Number.NaN)),
      ratio(toMap),
      microseconds.toFixed(2),
      built.toFixed(0),
      mib(bytes),
      found.toLocaleString('en'),
    ]),
    notes: [`Medians of ${ROUNDS} interleaved rounds. One certificate in two covers by a wildcard.`],
  };
}

async function measured(size: number) {
  const before = used();
  const start = performance.now();
  const index = indexCertificates([...certificates(size)]);
  const built = performance.now() - start;
  const bytes = used() - before;
  const plain = new Map(Array.from({ length: size }, (_, i) => [`host0.client${i}.example`, i]));
  const target = endpoint();
  const served: Served = {
    expiry: { of: 'certificate', what: 'x', expires: NOW + 10 * DAY, notBefore: NOW - 80 * DAY },
  };
  let found = 0;
  const [ours, map] = await inRounds<number, Contender<number>>(ROUNDS, [
    {
      name: 'successorOf',
      measure: () =>
        timed((i) => {
          const host = `host0.client${i % (2 * size)}.example`;
          if (successorOf(served, [], { ...target, host }, { estate: { certificates: index } }, NOW) !== undefined)
            found++;
        }),
    },
    { name: 'Map', measure: () => timed((i) => plain.get(`host0.client${i % (2 * size)}.example`)) },
  ]);
  if (ours === undefined || map === undefined) throw new Error('nothing was measured');
  return {
    size,
    microseconds: (median(ours.rounds) * 1_000) / NAMES,
    toMap: medianRatio(ours.rounds, map.rounds),
    built,
    bytes,
    found: found / ROUNDS,
  };
}

function timed(look: (i: number) => void): number {
  const start = performance.now();
  for (let i = 0; i < NAMES; i++) look(i);
  return performance.now() - start;
}

function* certificates(size: number): Generator<KnownCertificate> {
  for (let i = 0; i < size; i++) {
    const domain = `client${i}.example`;
    yield {
      id: `arn:aws:acm:eu-west-1:123456789012:certificate/${i}`,
      client: '-',
      names: i % 2 === 0 ? [`host0.${domain}`, domain] : [`*.${domain}`, domain],
      notBefore: NOW - DAY,
      notAfter: NOW + 197 * DAY,
      serial: i.toString(16).padStart(32, 'A').toUpperCase(),
      renewsItself: false,
      isPrivate: false,
      exported: false,
      formerly: [],
    };
  }
}

function endpoint(): TlsTarget {
  const [target] = readTargets([{ target: 'www.example.com' }]);
  if (target?.kind !== 'tls') throw new Error('the row is not understood');
  return target;
}

/** Bytes of the heap that are in use after garbage has been collected. */
function used(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
