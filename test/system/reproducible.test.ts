import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROJECT = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'notafter-reproducible-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As lib/app.ts, with all functions, and without the rules, which take most of its time. */
const BUNDLE = `
  const { App } = require('aws-cdk-lib');
  const { readContext } = require('./lib/context');
  const { NotafterStack } = require('./lib/notafter-stack');
  const outdir = process.argv[1];
  const app = new App({ outdir, context: { distributed: 'yes' }, builtinCloudFormationValidation: false });
  new NotafterStack(app, readContext(app.node));
  app.synth();
`;

interface Assets {
  readonly files: Readonly<
    Record<string, { readonly displayName: string; readonly source: { readonly path: string } }>
  >;
}

/** By its name: the CDK's hash of what is uploaded, and that of the code itself. */
async function bundledFrom(project: string, output: string): Promise<unknown> {
  const { CDK_CONTEXT_JSON: _, ...env } = process.env;
  await promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', BUNDLE, output], { cwd: project, env });
  const { files }: Assets = JSON.parse(readFileSync(join(output, 'notafter.assets.json'), 'utf8'));
  const zipped = Object.entries(files).filter(([, { source }]) => source.path.startsWith('asset.'));
  return zipped.map(([hash, { displayName, source }]) => {
    const code = readFileSync(join(output, source.path, 'index.js'));
    return { displayName, hash, code: createHash('sha256').update(code).digest('hex') };
  });
}

/** Another checkout: the same files at the end of another path. */
function checkout(): string {
  const elsewhere = join(folder, 'of somebody', 'else');
  mkdirSync(elsewhere, { recursive: true });
  for (const part of ['lib', 'lambda', 'package.json', 'package-lock.json', 'tsconfig.json'])
    cpSync(join(PROJECT, part), join(elsewhere, part), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(elsewhere, 'node_modules'));
  return elsewhere;
}

test('whoever bundles the functions, and wherever, deploys the same bytes', async () => {
  const [here, elsewhere] = await Promise.all([
    bundledFrom(PROJECT, join(folder, 'one')),
    bundledFrom(checkout(), join(folder, 'another', 'cdk.out')),
  ]);
  expect(here).toEqual(elsewhere);
  for (const entry of ['Sweep', 'Gather', 'Check'])
    expect(here).toEqual(expect.arrayContaining([expect.objectContaining({ displayName: `Default/${entry}/Code` })]));
}, 180_000);
