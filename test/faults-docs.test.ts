import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

const rows = (readFileSync(join(ROOT, 'docs/operations.md'), 'utf8').split('## Faults and what they cost')[1] ?? '')
  .split('\n## ')[0]
  ?.split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('what is said of faults is said of many', () => {
  expect(rows?.length).toBeGreaterThan(12);
});

test.each(rows ?? [])('%s%s: it is said what is lost and seen, and a test shows it', (...[, , lost, seen, shown]) => {
  expect([lost, seen]).not.toContain('');
  const tests = (shown ?? '').split(', ');
  expect(tests.length).toBeGreaterThan(0);
  expect(tests.filter((file) => !/^test\/.*\.test\.ts$/.test(file) || !existsSync(join(ROOT, file)))).toEqual([]);
});
