import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bundle, synthesise } from '../test/system/bundle';
import { bundle } from './bundle';
import { memory } from './memory';
import { probe } from './probe';
import { textOf } from './report';
import { start } from './start';
import { successors } from './successors';
import type { Bench, Workspace } from './workspace';

const BENCHES: ReadonlyMap<string, Bench> = new Map([
  ['probe', probe],
  ['memory', memory],
  ['bundle', bundle],
  ['start', start],
  ['successors', successors],
]);

async function run(name: string | undefined): Promise<void> {
  const asked = [...BENCHES].filter(([known]) => name === undefined || known === name);
  if (asked.length === 0) throw new Error(`there is no bench “${name}”; there are ${[...BENCHES.keys()].join(', ')}`);
  process.stdout.write(`${machine()}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'notafter-bench-'));
  try {
    const workspace = { folder, sweepBundle: synthesisedOnce(folder) };
    for (const [, bench] of asked) process.stdout.write(`\n${textOf(await bench(workspace))}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
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

run(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`The benchmark failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
