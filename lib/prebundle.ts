import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { BUNDLES, BUNDLING, entryOf, HANDLERS, PROJECT } from './bundling';

// Bundles for the package what a deployment from here bundles by itself (NodejsFunction), byte for byte.
const dist = join(PROJECT, 'dist');
rmSync(dist, { recursive: true, force: true });
const { format, minify, mainFields, externalModules } = BUNDLING;
for (const handler of HANDLERS) {
  buildSync({
    entryPoints: [entryOf(handler)],
    outfile: join(dist, BUNDLES, handler, 'index.js'),
    absWorkingDir: PROJECT,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format,
    minify,
    mainFields,
    external: externalModules,
  });
}
