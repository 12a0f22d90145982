import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { kib, type Report, ratio } from './report';
import type { Workspace } from './workspace';

const ENTRY = join(__dirname, '..', 'lambda', 'handlers', 'sweep.ts');

/** The size of what is deployed, beside the same code as esbuild bundles it when it is told nothing but to minify. */
export async function bundle({ folder, sweepBundle }: Workspace): Promise<Report> {
  const deployed = readFileSync(join(sweepBundle().folder, 'index.js'));
  const plain = await plainBundle(join(folder, 'plain.js'));
  return {
    title: 'The bundle of the sweep function',
    headings: ['what', '× plain', 'KiB', '× plain, gzip', 'KiB, gzip'],
    rows: [row('deployed', deployed, plain), row('plain: esbuild --bundle --minify --platform=node', plain, plain)],
    notes: [],
  };
}

async function plainBundle(outfile: string): Promise<Buffer> {
  await build({ entryPoints: [ENTRY], outfile, bundle: true, minify: true, platform: 'node', logLevel: 'error' });
  return readFileSync(outfile);
}

function row(what: string, bytes: Buffer, reference: Buffer): string[] {
  const [packed, packedReference] = [gzipSync(bytes).length, gzipSync(reference).length];
  return [
    what,
    ratio(bytes.length / reference.length),
    kib(bytes.length),
    ratio(packed / packedReference),
    kib(packed),
  ];
}
