import type { Execution, Fields, Machine, Outcome } from './execution';
import { filled, itemsOf, writeResults } from './map-files';

interface DistributedMap {
  readonly name: string;
  readonly state: Fields;
  readonly machine: Machine;
  readonly context: Fields;
  readonly execution: Execution;
  /** Runs the states of one child. */
  readonly runChild: (processor: Fields, given: unknown, machine: Machine, context: Fields) => Promise<Outcome>;
}

/** Runs the children that have not succeeded yet, and begins none once more have failed than is tolerated. */
export async function runMap(distributed: DistributedMap, input: unknown): Promise<Fields> {
  const { name, state, machine, context, execution, runChild } = distributed;
  const { ItemProcessor, ItemSelector, MaxConcurrency, ToleratedFailurePercentage, ResultWriter } = state;
  const { ProcessorConfig, ...processor } = ItemProcessor as Fields;
  if ((ProcessorConfig as Fields).Mode !== 'DISTRIBUTED') throw new Error('only Distributed Maps are known here');
  // A redrive goes by what the items were when they were read.
  const items =
    execution.mapRuns.get(name)?.items ?? (await itemsOf(state.ItemReader as Fields, input, machine, context));
  const before = [...(execution.mapRuns.get(name)?.children ?? [])].filter(([, { outcome }]) => 'output' in outcome);
  const children = new Map(before);
  execution.mapRuns.set(name, { items, children });
  let failed = 0;
  const isTooMuch = () => (failed * 100) / items.length > Number(ToleratedFailurePercentage);
  const waiting = [...items.entries()].filter(([index]) => !children.has(index));
  const worker = async () => {
    while (!isTooMuch() && !execution.isStopped) {
      const [Index, Value] = waiting.shift() ?? [];
      if (Index === undefined) return;
      const given = await filled(ItemSelector, input, { ...context, Map: { Item: { Index, Value } } });
      const outcome = await runChild(processor, given, machine, context);
      if ('error' in outcome) failed++;
      children.set(Index, { given, outcome });
    }
  };
  await Promise.all(Array.from({ length: Number(MaxConcurrency) }, worker));
  const forgotten = machine.forgetful ? before.map(([index]) => index) : [];
  const written = [...children].flatMap(([index, child]) => (forgotten.includes(index) ? [] : [child]));
  const results = await writeResults(ResultWriter as Fields, written, waiting, input, machine, context);
  if (isTooMuch())
    throw Object.assign(new Error(`${failed} of ${items.length} failed`), {
      name: 'States.ExceedToleratedFailureThreshold',
    });
  return results;
}
