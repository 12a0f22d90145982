import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ATTRIBUTES } from '../lambda/core/attribute-names';
import { DEFAULT_LADDER } from '../lambda/core/expiry';

const ROOT = join(__dirname, '..');

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

function sources(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  );
}

test('imports point one way', () => {
  const { status, stdout } = spawnSync('npx', ['depcruise', 'lib', 'lambda', 'cli', 'bench', 'examples'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect([status, stdout.split('\n').filter((line) => line.includes('error'))]).toEqual([0, []]);
});

test('no file is a drawer for everything, and none is too long to be read', () => {
  const files = sources('lib', 'lambda', 'cli', 'bench', 'examples');
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => /^(utils?|helpers?|common|misc|shared)\./.test(basename(file)))).toEqual([]);
  expect(files.filter((file) => read(file).split('\n').length > 200)).toEqual([]);
});

test('the core reads no clock, no environment and no random numbers', () => {
  const impure = /Date\.now\(\)|new Date\(\)|process\.\w|Math\.random|crypto|console\.\w/;
  expect(sources('lambda/core').filter((file) => impure.test(read(file)))).toEqual([]);
});

test('every attribute of a row is documented, and none that does not exist', () => {
  const table = read('docs/targets.md').split('## The attributes')[1]?.split('\n## ')[0] ?? '';
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  const documented = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect(documented.sort()).toEqual(ATTRIBUTES.filter((name) => name !== 'target').sort());
});

test('the documented ladder is the one that is used', () => {
  expect(read('docs/targets.md')).toContain(`| ${DEFAULT_LADDER.join(', ')} scaled to the lifetime |`);
});

test('the README names every setting of a deployment', () => {
  const parts = ['channels', 'network', 'tables'].map((part) => read(`lib/settings/${part}.ts`));
  const written = [read('lib/context.ts'), ...parts].join('\n');
  const settings = [...written.matchAll(/^ {2}readonly (\w+)\??: /gm)].map(([, name]) => name);
  expect(settings.length).toBeGreaterThan(8);
  const readme = read('README.md');
  expect(settings.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
