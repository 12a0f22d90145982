import { byOperation, type Traffic, together, total } from './meter';
import { mib, type Report, ratio } from './report';

/** One part of a sweep, or a whole one. */
export interface Part {
  readonly name: string;
  readonly cpu: number;
  readonly peak: number;
  readonly resident: readonly number[];
  readonly traffic: Traffic;
}

export interface Measured {
  readonly size: number;
  readonly name: string;
  readonly way: 'single' | 'distributed';
  readonly wall: number;
  readonly recorded: number;
  readonly targets: number;
  readonly messages: number;
  readonly parts: readonly Part[];
}

const HEADINGS = [
  'what',
  '× smaller, CPU a target',
  '× single, CPU',
  'targets per CPU s',
  'wall s',
  'peak MiB',
  'requests',
  'RRU',
  'WRU',
];

/** The whole of each sweep, and of distributed ones each part. */
export function reportOn(all: readonly Measured[], notes: readonly string[]): Omit<Report, 'title'> {
  return {
    headings: HEADINGS,
    rows: all.flatMap((one) => [
      wholeOf(one, all),
      ...(one.way === 'single' ? [] : one.parts.map((part) => rowOf(part, one))),
    ]),
    notes: [
      'Requests to AWS and their read and write units are by 1,000 targets; peak memory is of the largest process.',
      ...all.map((one) => `${titleOf(one)}: ${one.recorded} written, ${one.messages} messages.`),
      ...all.flatMap((one) =>
        one.parts.map(({ name, traffic }) => `${titleOf(one)}, ${name}: ${byOperation(traffic, one.size)}.`),
      ),
      ...all.flatMap(tenthsOf),
      ...notes,
    ],
    // The monitor itself may be one of them.
    faults: all.flatMap((one) =>
      one.targets < one.size || one.targets > one.size + 1 ? [`${titleOf(one)}: ${one.targets} results`] : [],
    ),
  };
}

/** What is known of one sweep as soon as it is over. */
export function linesOf(one: Measured): string[] {
  return [wholeOf(one, [one]), ...one.parts.map((part) => rowOf(part, one))].map((cells) => cells.join(' | '));
}

function titleOf({ size, name, way }: Measured): string {
  return `${size.toLocaleString('en')}, ${name}, ${way}`;
}

function wholeOf(one: Measured, all: readonly Measured[]): string[] {
  const alike = all.filter(({ name }) => name === one.name);
  const smallest = alike.find(({ way }) => way === one.way);
  const single = alike.find(({ way, size }) => way === 'single' && size === one.size);
  const whole = {
    name: titleOf(one),
    cpu: cpuOf(one),
    peak: Math.max(...one.parts.map(({ peak }) => peak)),
    traffic: together(one.parts.map(({ traffic }) => traffic)),
  };
  const [name = '', , , ...rest] = rowOf(whole, one);
  const byTarget = smallest && cpuOf(one) / one.size / (cpuOf(smallest) / smallest.size);
  return [name, ratio(byTarget), ratio(single && cpuOf(one) / cpuOf(single)), ...rest];
}

function cpuOf({ parts }: Measured): number {
  return parts.reduce((sum, { cpu }) => sum + cpu, 0);
}

function rowOf({ name, cpu, peak, traffic }: Omit<Part, 'resident'>, { size, wall, parts }: Measured): string[] {
  const { requests, read, write } = total(traffic);
  const each = (count: number) => ((count / size) * 1_000).toFixed(1);
  const isPart = parts.some((part) => part.name === name);
  return [
    isPart ? `– ${name}` : name,
    '',
    '',
    cpu === 0 ? '' : ((size / cpu) * 1_000).toFixed(0),
    isPart ? '' : (wall / 1_000).toFixed(1),
    peak === 0 ? '' : mib(peak),
    ...[requests, read, write].map(each),
  ];
}

/** Where a process grows with what it has done, the later tenths of its time show it. */
function tenthsOf(one: Measured): string[] {
  return one.parts.flatMap(({ name, resident }) => {
    if (resident.length < 10) return [];
    const tenths = Array.from({ length: 10 }, (_, i) => {
      const [from, to] = [i, i + 1].map((edge) => Math.floor((resident.length * edge) / 10));
      return mib(Math.max(...resident.slice(from, to)));
    });
    return [`${titleOf(one)}, ${name}: resident at most by tenths, MiB: ${tenths.join(', ')}.`];
  });
}
