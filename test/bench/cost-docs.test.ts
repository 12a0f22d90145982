import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { costOf, type Estate } from '../../bench/cost';
import { costDocument } from '../../bench/cost-document';
import { METRICS } from '../../lambda/environment';
import { templateWith } from '../lib/deployment';

const FILE = join(__dirname, '../../docs/cost.md');
const COMMAND = 'UPDATE_DOCS=1 npx jest test/bench/cost-docs';

const template = templateWith();
const countOf = (type: string) => Object.keys(template.findResources(type)).length;
const FIXED = {
  alarms: countOf('AWS::CloudWatch::Alarm'),
  metrics: Object.keys(METRICS).length,
  dashboards: countOf('AWS::CloudWatch::Dashboard'),
};
const document = costDocument(FIXED);

if (process.env.UPDATE_DOCS === '1' && process.env.CI === undefined) writeFileSync(FILE, document);

test(`docs/cost.md has the costs as they are computed now; if not, run ${COMMAND}`, () => {
  expect(readFileSync(FILE, 'utf8')).toBe(document);
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
  expect(all(1_000_000) / all(100_000)).toBeCloseTo(10, 1);
});

test('the free tier takes no more off than there is', () => {
  for (const { usd, free } of costOf(ESTATE, FIXED)) expect(free).toBeLessThanOrEqual(usd);
});
