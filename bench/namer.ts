import { inParallel } from '../lambda/stages/parallel';
import { codeOf } from '../lambda/tls/exhaustion';
import { createResolver } from '../lambda/tls/resolver';

/** What this process is asked to do: to find the addresses of so many names, none of which it has looked for before. */
export interface NameJob {
  /** `127.0.0.1:5353` */
  readonly server: string;
  readonly count: number;
  /** Names in flight. */
  readonly concurrency: number;
}

export interface Named {
  readonly names: number;
  /** Milliseconds of the processor, user and system. */
  readonly cpu: number;
  /** Milliseconds. */
  readonly wall: number;
  readonly wrong: readonly string[];
}

async function find({ server, count, concurrency }: NameJob): Promise<Named> {
  const resolve = createResolver({ servers: [server] });
  const names = Array.from({ length: count }, (_, i) => `${i % 50 === 7 ? 'dead' : 'live'}${i}.example`);
  const wrong: string[] = [];
  const [begun, before] = [performance.now(), process.cpuUsage()];
  await inParallel(names, concurrency, async (name) => {
    const came = await resolve(name).then(String, codeOf);
    if (came !== (name.startsWith('dead') ? 'ETIMEOUT' : '192.0.2.1')) wrong.push(`${name} came to ${came}`);
  });
  const { user, system } = process.cpuUsage(before);
  return { names: count, cpu: (user + system) / 1000, wall: performance.now() - begun, wrong };
}

process.once('disconnect', () => process.exit());
process.on('message', async (job: NameJob) => process.send?.(await find(job)));
