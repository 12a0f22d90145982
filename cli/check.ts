import { assess } from '../lambda/core/assess';
import { isInventory } from '../lambda/core/inventory';
import { inParallel } from '../lambda/core/parallel';
import { type ReadRows, readRows } from '../lambda/core/read-targets';
import { type Row, readTrust } from '../lambda/core/row';
import type { Target } from '../lambda/core/target';
import { probe } from '../lambda/probes';
import type { Look } from '../lambda/probes/probe';
import { type Looked, lineOf, rowOfLooked } from './describe';
import { UsageError } from './errors';
import { lookFrom } from './look';
import { progress } from './progress';
import { readRowsFile } from './rows-file';
import { type TableRow, table } from './table';

interface CheckOptions {
  readonly from?: string;
  readonly json?: boolean;
  readonly ca?: string;
  readonly trust?: string;
  readonly timeout: number;
}

/** How many targets are looked at at the same time; names, sockets and full checks are bounded by the budget. */
const CONCURRENCY = 900;

/** As monitoring plugins exit: https://www.monitoring-plugins.org/doc/guidelines.html#AEN78 */
const EXIT_CODES = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;

/** `notafter check`: looks once, prints, and exits with the worst of what was seen. */
export async function check(names: readonly string[], options: CheckOptions): Promise<void> {
  const rowsRead = readRows(rowsOf(names, options));
  if (rowsRead.targets.length === 0)
    throw new UsageError('nothing to check; name a target, as in: notafter check www.example.com');
  const shown = progress(process.stderr);
  const looked = await lookAtAll(rowsRead, lookFrom(options), options.json ? print : undefined, shown.update);
  shown.clear();
  const rows = looked.map(rowOfLooked);
  if (!options.json) process.stdout.write(`${table(rows, process.stdout.columns ?? 120)}\n`);
  process.exitCode = exitCode(rows);
}

/** The row's own `trust` goes before the option; a CA file means to be used. */
function rowsOf(names: readonly string[], { from, trust, ca }: CheckOptions): Row[] {
  if (trust !== undefined) {
    const reading = readTrust(trust);
    if ('problem' in reading) throw new UsageError(`--trust ${reading.problem}`);
  }
  const trusted = trust ?? (ca === undefined ? undefined : 'private');
  const rows: Row[] = [
    ...names.map((target) => ({ target })),
    ...(from ? readRowsFile(from).map(({ row }) => row) : []),
  ];
  return rows.map((row) => (trusted === undefined ? row : { trust: trusted, ...row }));
}

/** Inventories first: what they find is not looked for once more because a row has its name. */
async function lookAtAll(
  { targets, found }: ReadRows,
  look: Look,
  onLooked: ((looked: Looked) => void) | undefined,
  onProgress: (done: number, all: number) => void,
): Promise<Looked[]> {
  const all = new Map<string, Looked>();
  let done = 0;
  const lookAt = async (watched: Target) => {
    const [own, ...held] = all.has(watched.id) ? [] : await probe(watched, look);
    for (const { observation, ...seen } of own === undefined ? [] : [own, ...held]) {
      const target = seen.target === own?.target ? seen.target : found(watched, seen.target.id, seen.tags);
      if (target === undefined) continue;
      const checkedAt = look.now();
      const looked = { target, observation, assessment: assess(target, observation, undefined, checkedAt), checkedAt };
      all.set(target.id, looked);
      onLooked?.(looked);
    }
    onProgress(++done, targets.length);
  };
  await inParallel(targets.filter(isInventory), CONCURRENCY, lookAt);
  await inParallel(
    targets.filter((target) => !isInventory(target)),
    CONCURRENCY,
    lookAt,
  );
  return [...all.values()];
}

function print(looked: Looked): void {
  process.stdout.write(`${JSON.stringify(lineOf(looked))}\n`);
}

function exitCode(rows: readonly TableRow[]): number {
  const worst = (['critical', 'warning', 'unknown'] as const).find((status) =>
    rows.some((row) => row.status === status),
  );
  return EXIT_CODES[worst ?? 'ok'];
}
