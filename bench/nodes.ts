import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** What Lambda runs. */
const MAJOR = 24;

interface Nodes {
  /** The one that matters most comes first. */
  readonly programs: readonly (readonly [name: string, program: string])[];
  /** What a reader of the figures has to know of them. */
  readonly notes: readonly string[];
}

/**
 * Node 24 and the one that runs this, where they are two. `NODE24` says where the former is; else npm's package `node` brings
 * it, into npm's cache and not into this project.
 *
 * @throws where `NODE24` names no Node.
 */
export function nodes(): Nodes {
  const own = [`Node ${process.versions.node}`, process.execPath] as const;
  if (process.versions.node.startsWith(`${MAJOR}.`)) return { programs: [own], notes: [] };
  const program = process.env[`NODE${MAJOR}`] ?? fromNpm();
  if (program === undefined) {
    const note = `npx could not bring Node ${MAJOR}, so it is not measured; NODE${MAJOR} may say where its program is.`;
    return { programs: [own], notes: [note] };
  }
  return { programs: [[`Node ${versionOf(program)}`, program], own], notes: [] };
}

function versionOf(program: string): string {
  const { status, stdout } = spawnSync(program, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} is no Node`);
  return stdout.trim();
}

function fromNpm(): string | undefined {
  const args = ['--yes', `--package=node@${MAJOR}`, '--', 'node', '-p', 'process.execPath'];
  // Elsewhere than in this project, whose own packages npx would look at first.
  const { status, stdout } = spawnSync('npx', args, { encoding: 'utf8', timeout: 300_000, cwd: tmpdir() });
  return status === 0 ? stdout.trim() : undefined;
}
