import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { KnownChain } from '../lambda/core/known-chain';
import { readTargets } from '../lambda/core/read-targets';
import type { TlsTarget } from '../lambda/core/target';
import { inParallel } from '../lambda/stages/parallel';
import { keyOf, type Listed, MAY_COME } from './kinds';
import { type Chains, type Going, type How, looker } from './looker';

/** What this process is asked to do: to look once at each endpoint of a list. */
export interface Job extends Going {
  readonly how: How;
  readonly list: readonly Listed[];
  /** Looks in flight. */
  readonly concurrency: number;
  /** Whether to count memory without garbage while it looks, which takes time. Default false. */
  readonly collect?: boolean;
}

export interface Measured {
  readonly looks: number;
  /** Milliseconds of the processor for all of them, user and system, every thread of the process included. */
  readonly cpu: number;
  /** Milliseconds. */
  readonly wall: number;
  /** Bytes resident in the end; without garbage where the process may collect it (`--expose-gc`). */
  readonly resident: number;
  /** Bytes resident at most, since the process started. */
  readonly peak: number;
  /** Bytes above what there was before, at most: resident, and in the heap and outside of it but of its objects. */
  readonly rise: { readonly resident: number; readonly heap: number };
  /** Milliseconds that a timer of one came late, the 99th percentile. */
  readonly lag: number;
  /** Open in the end. */
  readonly descriptors: number;
  /** What the looks settled. */
  readonly chains: Chains;
  /** What came to anything but what it may. */
  readonly wrong: readonly string[];
}

async function measure(job: Job): Promise<Measured> {
  const { list, concurrency, collect = false } = job;
  const targets = list.map(targetOf);
  const chains: Record<string, KnownChain> = {};
  const look = looker(job.how, job, chains);
  const wrong: string[] = [];
  const watched = watch(collect);
  const [begun, before] = [performance.now(), process.cpuUsage()];
  await inParallel(list.keys(), concurrency, async (i) => {
    const [listed, target] = [list[i], targets[i]];
    if (listed === undefined || target === undefined) return;
    const came = await look(target, listed).catch(String);
    const may: readonly string[] = MAY_COME[listed.kind];
    if (!may.includes(came)) wrong.push(`${keyOf(listed)} (${listed.kind}) came to ${came}`);
  });
  const { user, system } = process.cpuUsage(before);
  const wall = performance.now() - begun;
  const { rise, lag } = watched();
  const peak = process.resourceUsage().maxRSS * 1024;
  const left = await whatIsLeft();
  return { looks: list.length, cpu: (user + system) / 1000, wall, peak, rise, lag, ...left, chains, wrong };
}

/** Begins to watch the memory and the event loop; the answer says what it was from then until now. */
function watch(collect: boolean): () => Pick<Measured, 'rise' | 'lag'> {
  globalThis.gc?.();
  const memory = () => {
    if (collect) globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { resident: rss, heap: heapUsed + external };
  };
  const before = memory();
  const rise = { resident: 0, heap: 0 };
  const sample = () => {
    const now = memory();
    rise.resident = Math.max(rise.resident, now.resident - before.resident);
    rise.heap = Math.max(rise.heap, now.heap - before.heap);
  };
  const timer = setInterval(sample, 200);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  return () => {
    clearInterval(timer);
    delay.disable();
    return { rise, lag: delay.percentile(99) / 1e6 };
  };
}

/** What has been destroyed closes in the next turns of the event loop. */
async function whatIsLeft(): Promise<Pick<Measured, 'resident' | 'descriptors'>> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc?.();
  return { resident: process.memoryUsage.rss(), descriptors: readdirSync('/dev/fd').length };
}

function targetOf(listed: Listed): TlsTarget {
  const [target] = readTargets([{ target: `https://${keyOf(listed)}`, address: '127.0.0.1', trust: 'private' }]);
  if (target?.kind !== 'tls') throw new Error(`${keyOf(listed)} is no target`);
  return target;
}

process.once('disconnect', () => process.exit());
process.on('message', async (job: Job) => process.send?.(await measure(job)));
