import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createAuthority } from '../servers/certificates';
import { PROJECT, projectContext } from './deployment';

// Somebody else's app, in a folder of its own, with what `npm install notafter-….tgz` leaves there: no more than is declared.

const folder = mkdtempSync(join(tmpdir(), 'notafter-package-'));
const installed = join(folder, 'node_modules', 'notafter');
afterAll(() => rmSync(folder, { recursive: true }));

function run(command: string, args: readonly string[], cwd = folder, env = {}): SpawnSyncReturns<string> {
  return spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 60_000, env: { ...process.env, ...env } });
}

function install(name: string): void {
  const link = join(folder, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules', name), link);
}

const APP = `
import { App, Stack } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Notafter } from 'notafter';

const stack = new Stack(new App(), 'Theirs');
const { sweepFunction } = new Notafter(stack, 'Notafter', { email: ['a@example.com'], schedule: 'rate(6 hours)', ca: process.env.CA ?? '' });
new Alarm(stack, 'Slow', { metric: sweepFunction.metricDuration(), threshold: 60_000, evaluationPeriods: 1 });
`;

beforeAll(() => {
  const packed = run('npm', ['pack', '--pack-destination', folder, '--json'], PROJECT);
  expect(packed.stderr).not.toContain('error');
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  mkdirSync(installed, { recursive: true });
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys({ ...dependencies, ...peerDependencies, '@types/node': '' })) install(name);
  writeFileSync(join(folder, 'app.ts'), APP);
});

test('its types are those of the settings', () => {
  writeFileSync(join(folder, 'wrong.ts'), APP.replace("'rate(6 hours)'", '6'));
  const tsc = join(PROJECT, 'node_modules', '.bin', 'tsc');
  const { stdout } = run(tsc, ['--strict', '--module', 'node18', '--types', 'node', 'app.ts', 'wrong.ts']);
  const errors = stdout.split('\n').filter((line) => line.includes('error'));
  expect(errors).toEqual([expect.stringMatching(/^wrong\.ts.*Type 'number' is not assignable/)]);
});

describe('an app that imports it', () => {
  const assetsOf = (outdir: string) => readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  const bundleOf = (outdir: string) => {
    const bundles = assetsOf(outdir).map((name) => readFileSync(join(outdir, name, 'index.js'), 'utf8'));
    // The other is the CDK's, which writes the first rows.
    return bundles.find((bundle) => !bundle.includes('ResponseURL'));
  };
  const context = (more: object) => JSON.stringify({ ...projectContext(), ...more });

  test('is synthesised without esbuild, with the very code that a deployment from the sources has', () => {
    const ours = run('node', ['--import', 'tsx', 'lib/app.ts'], PROJECT, {
      CDK_OUTDIR: join(folder, 'ours'),
      CDK_CONTEXT_JSON: context({ email: 'a@example.com' }),
    });
    const theirs = run('node', ['app.js'], folder, {
      CDK_OUTDIR: join(folder, 'theirs'),
      CDK_CONTEXT_JSON: context({}),
      PATH: dirname(process.execPath),
    });
    expect([ours.status, theirs.status, theirs.stderr]).toEqual([0, 0, '']);
    const template = JSON.parse(readFileSync(join(folder, 'theirs', 'Theirs.template.json'), 'utf8'));
    expect(Object.keys(template.Resources).filter((id) => /^Notafter(Targets|Results)/.test(id))).toHaveLength(2);
    expect(bundleOf(join(folder, 'theirs'))).toBe(bundleOf(join(folder, 'ours')));
  });

  test('has its private CA beside the code', async () => {
    const { certificate } = await createAuthority({ name: 'Private CA' });
    const CA = join(folder, 'ca.pem');
    writeFileSync(CA, certificate);
    const outdir = join(folder, 'private');
    expect(run('node', ['app.js'], folder, { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: context({}), CA }).status).toBe(0);
    const files = assetsOf(outdir).map((name) => readdirSync(join(outdir, name)).join());
    expect(files).toContain('index.js,private-ca.pem');
  });
});

test('its command runs with what the package declares', () => {
  const { status, stdout, stderr } = run('node', [join('node_modules', 'notafter', 'cli', 'notafter.js'), '--help']);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('sweep');
});
