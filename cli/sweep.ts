import { oneLine } from '../lambda/core/safe-text';
import type { Severity } from '../lambda/core/severity';
import type { World } from '../lambda/stages/world';
import { type SweepReport, sweep } from '../lambda/sweep';
import { agentWorld } from './agent';
import { rowOfResult } from './describe';
import { lookFrom } from './look';
import { progress } from './progress';
import { table } from './table';
import { openTables, type Tables } from './tables';

interface SweepOptions {
  readonly stack?: string;
  readonly location: string;
  readonly ca?: string;
  readonly timeout: number;
}

/** How many targets are looked at at the same time; names, sockets and full checks are bounded by the budget. */
const CONCURRENCY = 900;

/** `notafter sweep`: the same sweep as in the cloud, from this machine. */
export async function sweepOnce(options: SweepOptions): Promise<void> {
  const { close, ...world } = await openWorld(options);
  const shown = progress(process.stderr);
  try {
    const report = await sweep({ ...world, onLook: shown.update });
    shown.clear();
    for (const failure of report.failures) process.stderr.write(`notafter: ${oneLine(failure, 1_000)}\n`);
    process.stdout.write(`${attention(report)}${summary(report)}\n`);
    if (report.failures.length > 0) process.exitCode = 3;
  } finally {
    await close();
  }
}

async function openWorld({ stack, location, ca, timeout }: SweepOptions): Promise<World & Pick<Tables, 'close'>> {
  const asked = { timeout, ...(ca !== undefined && { ca }) };
  if (stack !== undefined) return { ...(await agentWorld(stack, { location, ...asked })), close: async () => {} };
  const look = lookFrom(asked);
  return { ...(await openTables(undefined)), look, location, concurrency: CONCURRENCY };
}

/** The table of what is not well; what is well is only counted. */
function attention({ results }: SweepReport): string {
  const rows = results.map(rowOfResult).filter(({ status }) => status !== 'ok');
  return rows.length === 0 ? '' : `${table(rows, process.stdout.columns ?? 120)}\n\n`;
}

function summary({ results, recorded, noticesSent, elsewhere, startedAt, finishedAt }: SweepReport): string {
  const count = (severity: Severity) => results.filter((result) => result.severity === severity).length;
  const others = elsewhere === 0 ? '' : `; ${elsewhere} left to the probers of other locations`;
  const seconds = ((finishedAt - startedAt) / 1000).toFixed(1);
  const states = `${count('critical')} critical, ${count('warning')} warning`;
  return `${results.length} looked at in ${seconds} s: ${states}; ${recorded} recorded, ${noticesSent} notices sent${others}.`;
}
