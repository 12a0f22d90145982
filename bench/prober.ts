import { once } from 'node:events';
import { connect, createSecureContext } from 'node:tls';
import { inParallel } from '../lambda/core/parallel';
import { readTargets } from '../lambda/core/read-targets';
import type { TlsTarget } from '../lambda/core/target';
import { probeTls } from '../lambda/probes/tls';

/** What this process is asked to do: to look at one host after the other, until either limit. */
export interface Job {
  /** `probe` is what notafter does; `connect` is the hand-shake of `node:tls` alone, verified by the same root. */
  readonly how: 'probe' | 'connect';
  readonly hosts: readonly string[];
  readonly port: number;
  /** PEM. */
  readonly ca: string;
  /** Looks in flight. */
  readonly concurrency: number;
  readonly most: { readonly looks: number; readonly milliseconds: number };
}

export interface Measured {
  readonly looks: number;
  /** Milliseconds of the processor for all of them, user and system, every thread of the process included. */
  readonly cpu: number;
  /** Bytes resident in the end; without garbage where the process may collect it (`--expose-gc`). */
  readonly resident: number;
  /** Bytes resident at most, since the process started. */
  readonly peak: number;
}

/** Milliseconds; nothing on loopback needs more. */
const LOOK_TIMEOUT = 10_000;

type Looker = (target: TlsTarget) => Promise<void>;

/** @throws where a look came to anything but a trusted certificate with the right name: its cost would mean nothing. */
async function measure(job: Job, looksBefore: number): Promise<Measured> {
  const { hosts, port, concurrency, most } = job;
  const rows = hosts.map((host) => ({ target: `https://${host}:${port}`, address: '127.0.0.1', trust: 'private' }));
  const targets = readTargets(rows).filter((target) => target.kind === 'tls');
  const turn = inTurn(targets, looksBefore, most);
  const look = job.how === 'probe' ? probing(job) : connecting(job);
  const wrong: unknown[] = [];
  let looks = 0;
  const before = process.cpuUsage();
  await inParallel(turn, concurrency, async (target) => {
    await look(target).catch((error: unknown) => wrong.push(error));
    looks++;
  });
  const { user, system } = process.cpuUsage(before);
  if (wrong.length > 0) throw new Error(`${wrong.length} of ${looks} looks went wrong; the first: ${wrong[0]}`);
  const peak = process.resourceUsage().maxRSS * 1024;
  globalThis.gc?.();
  return { looks, cpu: (user + system) / 1000, resident: process.memoryUsage.rss(), peak };
}

/** Goes on where the last job ended, or a short one would meet the same few hosts, whose certificates are remembered. */
function* inTurn(targets: readonly TlsTarget[], from: number, most: Job['most']): Generator<TlsTarget> {
  const end = performance.now() + most.milliseconds;
  for (let given = 0; given < most.looks && performance.now() < end; given++) {
    const target = targets[(from + given) % targets.length];
    if (target !== undefined) yield target;
  }
}

function probing({ ca }: Job): Looker {
  const look = { now: Date.now, timeout: LOOK_TIMEOUT, privateCa: ca };
  return async (target) => {
    const [{ observation }] = await probeTls(target, look);
    const good =
      observation.saw === 'endpoint' &&
      observation.addresses.every((seen) => seen.ok && seen.verdict.trusted && seen.nameMatches);
    if (!good) throw new Error(JSON.stringify(observation));
  };
}

function connecting({ ca }: Job): Looker {
  const secureContext = createSecureContext({ ca });
  return async ({ host, address, port }) => {
    const socket = connect({ host: address, port, servername: host, secureContext });
    try {
      await once(socket, 'secureConnect');
    } finally {
      socket.destroy();
    }
  };
}

function answerJobs(): void {
  let looks = 0;
  process.once('disconnect', () => process.exit());
  process.on('message', async (job: Job) => {
    const measured = await measure(job, looks);
    looks += measured.looks;
    process.send?.(measured);
  });
}

answerJobs();
