import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { BUNDLING, PROJECT, SWEEP_BUNDLE, SWEEP_ENTRY } from './bundling';

// Bundles for the package what a deployment from here bundles by itself (NodejsFunction), byte for byte.
const dist = join(PROJECT, 'dist');
rmSync(dist, { recursive: true, force: true });
const { format, minify, mainFields, externalModules } = BUNDLING;
buildSync({
  entryPoints: [SWEEP_ENTRY],
  outfile: join(dist, SWEEP_BUNDLE, 'index.js'),
  absWorkingDir: PROJECT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format,
  minify,
  mainFields,
  external: externalModules,
});
