import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Bundle, synthesise } from '../test/system/bundle';
import { bundle } from './bundle';
import { chaos } from './chaos';
import { check } from './check';
import { digest } from './digest';
import { distributed, million } from './distributed';
import { gather } from './gather';
import { held } from './held';
import { inventory } from './inventory';
import { list } from './list';
import { memory } from './memory';
import { names } from './names';
import { probe } from './probe';
import { serveOnly } from './processes';
import { textOf } from './report';
import { simulation } from './simulation';
import { size } from './size';
import { soak } from './soak';
import { start } from './start';
import { successors } from './successors';
import { sweep } from './sweep';
import { telling } from './telling';
import { waiting } from './waiting';
import type { Bench, Workspace } from './workspace';

const BENCHES: ReadonlyMap<string, Bench> = new Map([
  ['probe', probe],
  ['memory', memory],
  ['bundle', bundle],
  ['start', start],
  ['successors', successors],
  ['inventory', inventory],
  ['check', check],
  ['list', list],
  ['size', size],
  ['waiting', waiting],
  ['names', names],
  ['soak', soak],
  ['simulation', simulation],
  ['sweep', sweep],
  ['gather', gather],
  ['held', held],
  ['telling', telling],
  ['digest', digest],
  ['distributed', distributed],
  ['million', million],
  ['chaos', chaos],
]);

/** Several at once, by a word that says what they are of. */
const GROUPS: ReadonlyMap<string, readonly string[]> = new Map([
  ['brief', ['probe', 'memory', 'bundle', 'start']],
  ['cost', ['check', 'list', 'size', 'waiting']],
]);

const OPTIONS = { quick: { type: 'boolean', default: false }, full: { type: 'boolean', default: false } } as const;

async function run(args: string[]): Promise<void> {
  const { values, positionals: words } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const { quick, full } = values;
  const asked = (words.length > 0 ? words : ['brief']).flatMap((word) => GROUPS.get(word) ?? [word]).map(benchCalled);
  process.stdout.write(`${machine()}\n`);
  serveOnly();
  const folder = mkdtempSync(join(tmpdir(), 'notafter-bench-'));
  try {
    const sweepBundle = synthesisedOnce(folder);
    for (const [name, bench] of asked) {
      // Of its own, since each may write files of the same name.
      const own = mkdtempSync(join(folder, `${name}-`));
      const report = await bench({ folder: own, quick, full, sweepBundle });
      process.stdout.write(`\n${textOf(report)}`);
      if (report.faults?.length) process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @throws where there is none. */
function benchCalled(name: string): readonly [string, Bench] {
  const bench = BENCHES.get(name);
  if (bench !== undefined) return [name, bench];
  throw new Error(`there is no bench “${name}”; there are ${[...BENCHES.keys(), ...GROUPS.keys()].join(', ')}`);
}

function machine(): string {
  const cores = availableParallelism();
  const [load = 0] = loadavg();
  const busy = load > cores * 0.75 ? ' The machine is busy with other things: measure again when it is not.' : '';
  return `${cores} cores, Node ${process.versions.node}, load ${load.toFixed(1)}.${busy}`;
}

function synthesisedOnce(folder: string): Workspace['sweepBundle'] {
  let made: Bundle | undefined;
  return () => {
    made ??= synthesise(join(folder, 'cdk.out'), {});
    return made;
  };
}

run(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`The benchmark failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
