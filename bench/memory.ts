import { listOf } from './kinds';
import { notesOn, onLoopback, right } from './loopback';
import { median } from './measure';
import type { Measured } from './prober';
import { mib, type Report, ratio } from './report';
import type { Workspace } from './workspace';

/** Whether memory grows with the number of looks: what is resident in the end beside what was at half-time. */
export function memory(workspace: Workspace): Promise<Report> {
  return onLoopback(workspace, async (loopback) => {
    const ask = loopback.prober();
    const steps: Measured[] = [];
    while (steps.length < STEPS) {
      const list = listOf(loopback.farm, 'TLSv1.3', STEP, steps.length * STEP);
      steps.push(right(await ask({ how: 'look', list, concurrency: 100, timeout: 10_000 })));
    }
    const [half, end] = [residentAround(steps, HALF), residentAround(steps, END)];
    const growth = (end - half) / 1024 / looksIn(steps.slice(HALF + 1, END + 1));
    return {
      title: 'Memory over many looks, TLSv1.3, 100 in flight, garbage collected',
      headings: ['what', '× half-time', 'half-time MiB', 'end MiB', 'growth, KiB a look'],
      rows: [[`${looksIn(steps)} looks`, ratio(end / half), mib(half), mib(end), growth.toFixed(1)]],
      notes: notesOn(loopback),
    };
  });
}

const STEP = 200;
const STEPS = 25;
/** The middle one of the seven steps that each figure is the median of. */
const [HALF, END] = [12, STEPS - 4];

function residentAround(steps: readonly Measured[], middle: number): number {
  return median(steps.slice(middle - 3, middle + 4).map(({ resident }) => resident));
}

function looksIn(steps: readonly Measured[]): number {
  return steps.reduce((sum, { looks }) => sum + looks, 0);
}
