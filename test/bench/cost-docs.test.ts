import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { costOf, type Estate, type Fixed } from '../../bench/cost';
import { costDocument } from '../../bench/cost-document';
import { DEPLOYED } from '../../bench/figures';
import { METRICS } from '../../lambda/environment';
import { type Context, templateWith } from '../lib/deployment';
import { definitionIn } from '../servers/definition';

const FILE = join(__dirname, '../../docs/cost.md');
const COMMAND = 'UPDATE_DOCS=1 npx jest test/bench/cost-docs';

const STACKS = { single: stackWith({}), distributed: stackWith({ distributed: 'yes' }) };
const FIXED = STACKS.single;
const document = costDocument(STACKS);

/** What it has that is paid for by the month. An alarm is paid for by each metric that it watches. */
function stackWith(context: Context): Fixed {
  const template = templateWith(context);
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).flatMap(
    ({ Properties: { Metrics } }) => Metrics?.filter(({ MetricStat }: { MetricStat?: object }) => MetricStat) ?? [1],
  );
  const dashboards = Object.keys(template.findResources('AWS::CloudWatch::Dashboard')).length;
  return { alarms: alarms.length, metrics: Object.keys(METRICS).length, dashboards };
}

if (process.env.UPDATE_DOCS === '1' && process.env.CI === undefined) writeFileSync(FILE, document);

test(`docs/cost.md has the costs as they are computed now; if not, run ${COMMAND}`, () => {
  expect(readFileSync(FILE, 'utf8')).toBe(document);
});

test('README.md has the same sums', () => {
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
  const hourly = (targets: number) => {
    const distributed = targets > 100_000;
    const lines = costOf({ targets, sweepsADay: 24, distributed }, STACKS[distributed ? 'distributed' : 'single']);
    return Math.round(lines.reduce((sum, { usd }) => sum + usd, 0));
  };
  const [, section = ''] = readme.split('## What it costs');
  const said = [...section.matchAll(/\*\*\$(\d+)/g)].map(([, usd]) => Number(usd));
  expect(said).toEqual([100, 10_000, 1_000_000].map(hourly));
});

const ESTATE: Estate = { targets: 10_000, sweepsADay: 24, distributed: false };
const NONE = { alarms: 0, metrics: 0, dashboards: 0 };

function priceOf(item: string, changes: Partial<Estate> = {}): number {
  const [line] = costOf({ ...ESTATE, ...changes }, NONE).filter((one) => one.item === item);
  if (line === undefined) throw new Error(`nothing is paid for ${item}`);
  return line.usd;
}

test('of 10,000 targets, 42,000 units are written a day at $0.625 a million, and 100,000 more for their events', () => {
  expect(priceOf('DynamoDB, writes')).toBeCloseTo(((42_000 * 30.4 + 100_000) / 1e6) * 0.625, 5);
});

test('writes do not depend on how often a target is looked at, and reads do', () => {
  expect(priceOf('DynamoDB, writes', { sweepsADay: 1 })).toBe(priceOf('DynamoDB, writes'));
  expect(priceOf('DynamoDB, reads', { sweepsADay: 1 }) * 24).toBeCloseTo(priceOf('DynamoDB, reads'), 10);
});

test('a small estate waits for its dead, and a large one looks for longer than that', () => {
  const time = (targets: number) => priceOf('Lambda, time', { targets });
  expect(time(10)).toBe(time(100));
  expect(time(100_000) / time(50_000)).toBeGreaterThan(1.9);
});

test('ten times the targets cost ten times as much where each batch is alike', () => {
  const all = (targets: number) =>
    costOf({ ...ESTATE, targets, distributed: true }, NONE).reduce((sum, { usd }) => sum + usd, 0);
  expect(all(1_000_000) / all(100_000)).toBeCloseTo(10, 0);
});

test('what never answers costs less apart than among the others', () => {
  const lambda = (isMixed: boolean) => priceOf('Lambda, time', { targets: 1_000_000, distributed: true, isMixed });
  expect(lambda(true) / lambda(false)).toBeGreaterThan(3);
});

test('an alarm that compares metrics costs as much as each of them', () => {
  const count = Object.keys(templateWith().findResources('AWS::CloudWatch::Alarm')).length;
  // That of text messages watches what was spent and the limit; that of failed executions watches three, that of time-outs two.
  expect(STACKS.single.alarms).toBe(count + 1);
  expect(STACKS.distributed.alarms).toBe(STACKS.single.alarms + 8);
});

test('functions have the memory, and sweeps the batches, that the costs are computed with', () => {
  const template = templateWith({ distributed: 'yes' });
  const memoryOf = (id: RegExp, deployed = template) => {
    const functions = Object.entries(deployed.findResources('AWS::Lambda::Function'));
    return functions.find(([name]) => id.test(name))?.[1].Properties.MemorySize;
  };
  const { sweepMib, batchMib, dealerMib, atOnce } = DEPLOYED;
  expect(memoryOf(/^Sweep/, templateWith())).toBe(sweepMib);
  expect([memoryOf(/^Check/), memoryOf(/^Gather/)]).toEqual([batchMib, dealerMib]);
  const { States } = definitionIn({ Resources: template.toJSON().Resources }, { bucket: 'b', gather: 'g', check: 'c' });
  expect(States).toMatchObject({ Check: { MaxConcurrency: atOnce }, Settle: { MaxConcurrency: atOnce } });
});

test('the free tier takes no more off than there is', () => {
  for (const { usd, free } of costOf(ESTATE, FIXED)) expect(free).toBeLessThanOrEqual(usd);
});
