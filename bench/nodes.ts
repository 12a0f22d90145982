import { execFileSync } from 'node:child_process';

/** What Lambda runs. */
const MAJOR = 24;

/** The programs to measure on, by their names; the first is the one that matters most. */
export type Nodes = readonly (readonly [name: string, program: string])[];

/**
 * Node 24 and the one that runs this, where they are two. `NODE24` says where the former is; else npm's package `node` brings
 * it, into npm's cache and not into this project.
 *
 * @throws where it is not to be had.
 */
export function nodes(): Nodes {
  const own = [`Node ${process.versions.node}`, process.execPath] as const;
  if (process.versions.node.startsWith(`${MAJOR}.`)) return [own];
  const program = process.env[`NODE${MAJOR}`] ?? fromNpm();
  const version = execFileSync(program, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
  return [[`Node ${version}`, program], own];
}

function fromNpm(): string {
  const args = ['--yes', `--package=node@${MAJOR}`, '--', 'node', '-p', 'process.execPath'];
  try {
    // Outside of this project, whose own packages npx would look at first.
    return execFileSync('npx', args, {
      encoding: 'utf8',
      timeout: 300_000,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    throw new Error(`npx could not bring Node ${MAJOR}; set NODE${MAJOR} to the path of its program`);
  }
}
