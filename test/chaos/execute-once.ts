import { iso } from '../../lambda/core/instant';
import { monitorId } from '../../lambda/core/monitor';
import { CLOUD } from '../../lambda/core/read-targets';
import { newExecution } from '../servers/execution';
import { execute, type Task } from '../servers/state-machine';
import { drawn } from '../simulation/drawn';
import { announce, deliverLate } from './announce';
import { called, type Execution } from './called';
import { editOnce } from './edit-once';
import { isOffline } from './estate';
import { FUNCTIONS } from './machine';
import type { Going, Machine, Night } from './night';
import { assertAllTold } from './sweep-once';

/** How often people redrive one execution, at most. */
const MOST_REDRIVES = 2;

/**
 * Has the engine sweep until the execution ends, fails or is stopped; then people may redrive it, and events tell that it was given
 * up.
 *
 * @returns whether it ended well.
 */
export async function executeOnce(going: Going, machine: Machine, night: Night): Promise<boolean> {
  const { name } = going;
  const execution: Execution = { ...going, engine: newExecution(iso(night.now)), tries: new Map(), loose: [] };
  night.sweeps++;
  execution.isAlone &&= !deliverLate(machine, execution, night);
  machine.running = [`arn:${name}`, ...machine.running];
  for (let ending = 1; ; ending++) {
    if (await runs(execution, machine, night)) return true;
    const isRedriven = ending <= MOST_REDRIVES && drawn(night.seed, name, 'redrive', ending) < 0.6;
    const goesOn = await announce({ execution, ending, isRedriven }, machine, night);
    if (!isRedriven) return false;
    execution.isAlone &&= !goesOn;
    await redriven(execution, ending, night);
    // It is older than whatever else is under way.
    machine.running = [...machine.running, `arn:${name}`];
  }
}

/** People may wait until nothing of it goes on any more; and may edit rows meanwhile. */
async function redriven(execution: Execution, ending: number, night: Night): Promise<void> {
  const { name, engine, loose } = execution;
  const says = (what: string) => drawn(night.seed, name, what, ending);
  night.redriven++;
  if (says('waits') < 0.5) await Promise.all(loose.splice(0));
  if (says('edits') < 0.2) {
    execution.isAlone = false;
    night.loose.push(editOnce({ ...execution, name: `${name} redrive ${ending}` }, night));
  }
  engine.isStopped = false;
}

/** Until it ends, fails or is stopped. @returns whether it ended well. */
async function runs(execution: Execution, machine: Machine, night: Night): Promise<boolean> {
  const { name, weather, isAlone, engine, loose } = execution;
  const { ledger } = night;
  const { startedAt } = engine;
  const tasks: Record<string, Task> = {
    [FUNCTIONS.gather]: (event) => called(machine.gather, { ...event, startedAt }, execution, night),
    [FUNCTIONS.check]: (event) => called(machine.check, event, execution, night),
    'arn:aws:states:::aws-sdk:sfn:listExecutions': async () => ({ Executions: listed(execution, machine, night) }),
  };
  const outcome = await execute({ ...machine, tasks }, name, {}, engine);
  machine.running = machine.running.filter((one) => one !== `arn:${name}`);
  const isWell = 'output' in outcome;
  if (!isWell && weather !== 'rough') ledger.wrong.push(`${name} failed for no reason: ${JSON.stringify(outcome)}`);
  if (!isWell || !isAlone || loose.length > 0) return isWell;
  // The last part alone has to tell, whatever has become of those before.
  if (execution.last?.error === undefined && execution.last?.isUnlucky === false) await assertAllTold(name, night);
  assertAllCounted(execution, execution.summary, night);
  return isWell;
}

/** What the engine lists may not show yet what has just begun. */
function listed({ name, weather }: Going, { running }: Machine, { seed }: Night) {
  const isLate = weather === 'rough' && drawn(seed, name, 'list') < 0.5;
  return (isLate ? [`arn:${name}`] : running.slice(0, 2)).map((ExecutionArn) => ({ ExecutionArn }));
}

/** Each target is counted by one part of the sweep, but for what failed, and what was never seen while the prober reaches nothing. */
function assertAllCounted({ name, weather }: Going, summary: unknown, { ledger, sites, seed, round }: Night): void {
  const isMissing = weather === 'rough' || isOffline(seed, round);
  const { targets } = summary as { readonly targets: number };
  const watched = sites.filter(({ watchedSince }) => watchedSince !== undefined).length;
  // Besides them the inventory, and the prober itself where there was ever something to say of it.
  const all = watched + 1 + (ledger.knows(monitorId(CLOUD)) ? 1 : 0);
  if (isMissing ? targets > all : targets !== all) ledger.wrong.push(`${name} counted ${targets} targets of ${all}`);
}
