import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..');

test('every defence and every test that docs/security.md names is there', () => {
  const docs = readFileSync(join(PROJECT, 'docs', 'security.md'), 'utf8');
  const named = docs.match(/\b(?:lib|lambda|test)\/[\w./-]+\.ts\b/g) ?? [];
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
});
