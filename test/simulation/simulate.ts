import { createAws } from '../../lambda/aws/clients';
import type { Instant } from '../../lambda/core/instant';
import type { Notice } from '../../lambda/core/notice';
import { CLOUD } from '../../lambda/core/read-targets';
import type { Result } from '../../lambda/core/result';
import type { Message } from '../../lambda/notify/channel';
import type { World } from '../../lambda/stages/world';
import { sweep } from '../../lambda/sweep';
import { memoryResults, memoryTargets } from './memory-tables';
import { type Scene, sweepsOf } from './scene';
import { lookAt, rowsAt } from './seen';

/** All that the monitor did meanwhile. */
export interface Chronicle {
  readonly sweeps: number;
  readonly messages: readonly { readonly at: Instant; readonly message: Message }[];
  /** Each notice once everybody had it. */
  readonly notices: readonly Notice[];
  readonly failures: readonly string[];
  readonly writes: number;
  /** What is known in the end. */
  readonly results: readonly Result[];
}

/** Lives through the scene with the sweep as it is deployed, but for its eyes, its tables and its clock. */
export async function simulate(scene: Scene): Promise<Chronicle> {
  let now = scene.span.from;
  const messages: { at: Instant; message: Message }[] = [];
  const notices: Notice[] = [];
  const failures: string[] = [];
  const results = memoryResults((notice) => notices.push(notice));
  const world: World = {
    targets: memoryTargets(() => rowsAt(scene, now)),
    results,
    channel: async (message) => void messages.push({ at: now, message }),
    look: {
      now: () => now,
      timeout: 1_000,
      aws: createAws({ endpoint: 'http://127.0.0.1:1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }),
    },
    probe: async (target) => lookAt(target, scene, now),
    place: { targetsTable: 'Targets' },
    location: CLOUD,
    concurrency: 10,
  };
  const times = sweepsOf(scene);
  for (const time of times) {
    now = time;
    failures.push(...(await sweep(world)).failures);
  }
  const latest = [...(await results.latest()).values()];
  return { sweeps: times.length, messages, notices, failures, writes: results.writes(), results: latest };
}
