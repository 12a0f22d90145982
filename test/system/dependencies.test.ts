import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the project is made of, by its lock file. */

const PROJECT = join(__dirname, '..', '..');

interface Locked {
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
}

const LOCK: { packages: Record<string, Locked> } = JSON.parse(readFileSync(join(PROJECT, 'package-lock.json'), 'utf8'));
const PACKAGES = Object.entries(LOCK.packages).filter(([path]) => path !== '');

/** What goes into somebody's AWS account or onto their desk may be used and passed on by anybody, with no more than a notice. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0'];

/** By path; each was read. They build themselves where there is no binary for the machine, or see whether the one they have works. */
const RUN_AT_INSTALL = [
  'node_modules/classic-level',
  'node_modules/@parcel/watcher',
  'node_modules/@swc/core',
  'node_modules/esbuild',
];

/** As the package itself says; the lock file does not always. Undefined where it is for another machine. */
function licenceOf(path: string): string | undefined {
  const file = join(PROJECT, path, 'package.json');
  if (!existsSync(file)) return undefined;
  const { license } = JSON.parse(readFileSync(file, 'utf8'));
  // An object in packages of old.
  return String(license?.type ?? license);
}

test('whatever is shipped has a licence that lets anybody use it', () => {
  const shipped = PACKAGES.filter(([, { dev }]) => !dev);
  const absent = shipped.filter(([path, { optional }]) => licenceOf(path) === undefined && !optional);
  expect(absent.map(([path]) => path)).toEqual([]);
  const licences = shipped.map(([path]) => [path, licenceOf(path) ?? 'MIT'] as const);
  expect(licences.filter(([, licence]) => !ALLOWED.includes(licence))).toEqual([]);
  expect(licences.length).toBeGreaterThan(50);
});

test('nothing runs at its installation but what was read before', () => {
  const scripts = PACKAGES.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
  expect(scripts.sort()).toEqual(RUN_AT_INSTALL.sort());
});

test('everything is what it was when it was locked, and comes from no other place than the registry', () => {
  const alone = PACKAGES.filter(([, { inBundle }]) => !inBundle);
  const elsewhere = alone.filter(([, { resolved }]) => resolved && !resolved.startsWith('https://registry.npmjs.org/'));
  const loose = alone.filter(([path, { integrity }]) => !integrity?.startsWith('sha512-') && !isToolForOthers(path));
  expect([...elsewhere, ...loose].map(([path]) => path)).toEqual([]);
});

/** Binaries of development tools for other kinds of machine; docs/security.md says so. */
function isToolForOthers(path: string): boolean {
  const { dev, optional } = LOCK.packages[path] ?? {};
  return dev === true && optional === true && licenceOf(path) === undefined;
}
