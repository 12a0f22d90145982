import { readFile, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { codeOf, isExhaustion } from './exhaustion';

/** The addresses that the machine's own file has for a name; none where it does not have it. Rejects when descriptors ran out. */
export type HostsFile = (name: string) => Promise<readonly string[]>;

type Names = ReadonlyMap<string, readonly string[]>;

/** Milliseconds between two looks at whether the file has changed. */
const FRESH_FOR = 1_000;

/**
 * `/etc/hosts`, read once and again when it has changed. One that is missing or may not be read is empty, as for every
 * other program (hosts(5)).
 */
export function openHostsFile(path: string = systemPath(), now: () => number = () => performance.now()): HostsFile {
  let known: { readonly version: string; readonly names: Names } | undefined;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let checking: Promise<Names> | undefined;
  const check = async (): Promise<Names> => {
    const version = await versionOf(path);
    if (known?.version !== version) known = { version, names: version === MISSING ? new Map() : await namesIn(path) };
    checkedAt = now();
    return known.names;
  };
  const names = async (): Promise<Names> => {
    if (known && now() - checkedAt < FRESH_FOR) return known.names;
    checking ??= check().finally(() => {
      checking = undefined;
    });
    return checking;
  };
  return async (name) => (await names()).get(name.toLowerCase()) ?? [];
}

const MISSING = 'missing';

async function versionOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    return missing(error);
  }
}

async function namesIn(path: string): Promise<Names> {
  try {
    return parse(await readFile(path, 'utf8'));
  } catch (error) {
    missing(error);
    return new Map();
  }
}

/** Being out of descriptors must not look like an empty file. */
function missing(error: unknown): typeof MISSING {
  if (isExhaustion(codeOf(error))) throw error;
  return MISSING;
}

function parse(text: string): Names {
  const names = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    const [address = '', ...written] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of written.map((it) => it.toLowerCase().replace(/\.$/, ''))) {
      const addresses = names.get(name);
      if (addresses) addresses.push(address);
      else names.set(name, [address]);
    }
  }
  return names;
}

function systemPath(): string {
  if (process.platform !== 'win32') return '/etc/hosts';
  return join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'hosts');
}
