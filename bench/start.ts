import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Contender, inRounds, median, medianRatio, type Outcome } from './measure';
import { LONGEST, onItsCore } from './processes';
import { mib, type Report, ratio } from './report';
import type { Workspace } from './workspace';

const ROUNDS = 15;

/** How a process stood when it had evaluated one file. */
interface Started {
  /** Milliseconds since the process began. */
  readonly wall: number;
  /** Milliseconds of the processor, user and system. */
  readonly cpu: number;
  /** Bytes resident at most. */
  readonly peak: number;
}

/** How long Node takes from its own start until it has evaluated the bundle, beside an empty file; nothing is called. */
export async function start({ folder, sweepBundle }: Workspace): Promise<Report> {
  const { folder: deployed, environment } = sweepBundle();
  const variables = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, literal(value)]));
  const empty = join(folder, 'empty.js');
  writeFileSync(empty, '');
  const outcomes = await inRounds<Started, Contender<Started>>(ROUNDS, [
    { name: 'the bundle', measure: () => evaluated(join(deployed, 'index.js'), variables) },
    { name: 'an empty file', measure: () => evaluated(empty, variables) },
  ]);
  const reference = outcomes.at(-1)?.rounds ?? [];
  return {
    title: 'Start: node until it has evaluated',
    headings: ['what', '× empty, wall', 'wall ms', '× empty, CPU', 'CPU ms', '× empty, peak', 'peak MiB'],
    rows: outcomes.map((outcome) => rowOf(outcome, reference)),
    notes: [`Medians of ${ROUNDS} interleaved rounds; the function itself runs on Node 24.`],
  };
}

/** What the deployment would put in for a reference to another resource makes no difference before the first call. */
function literal(value: unknown): string {
  return typeof value === 'string' ? value : 'deployed';
}

const SCRIPT = `
  require(process.argv[1]);
  const wall = performance.now();
  const { user, system } = process.cpuUsage();
  const peak = process.resourceUsage().maxRSS * 1024;
  process.stdout.write('\\n' + JSON.stringify({ wall, cpu: (user + system) / 1000, peak }));
`;

async function evaluated(file: string, variables: Readonly<Record<string, string>>): Promise<Started> {
  const [command, ...args] = onItsCore('measured', [process.execPath, '-e', SCRIPT, file]);
  const { stdout } = await promisify(execFile)(command, args, {
    timeout: LONGEST,
    env: { PATH: process.env.PATH, AWS_REGION: 'eu-west-1', ...QUIET, ...variables },
  });
  return JSON.parse(stdout.split('\n').at(-1) ?? '');
}

/** The SDK would warn of an old Node, which Lambda's is not. */
const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

function rowOf({ name, rounds }: Outcome<Started>, reference: readonly Started[]): string[] {
  const of = (part: keyof Started) => rounds.map((started) => started[part]);
  const beside = (part: keyof Started) =>
    medianRatio(
      of(part),
      reference.map((started) => started[part]),
    );
  return [
    name,
    ratio(beside('wall')),
    median(of('wall')).toFixed(0),
    ratio(beside('cpu')),
    median(of('cpu')).toFixed(0),
    ratio(beside('peak')),
    mib(median(of('peak'))),
  ];
}
