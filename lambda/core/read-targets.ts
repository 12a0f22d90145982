import type { Attribute } from './attribute-names';
import type { Finding } from './finding';
import { monitorId } from './monitor';
import {
  problem,
  type Read,
  type Row,
  readHostAttribute,
  readInstant,
  readLadder,
  readRow,
  readTimezone,
  readTrust,
  readYesNo,
} from './row';
import { oneLine } from './safe-text';
import { NO_CLIENT, type Target, type Watched } from './target';
import { readTargetName } from './target-name';

/** Where the default prober looks from; a row's `location` names another. */
export const CLOUD = 'cloud';

type Values = Readonly<Partial<Record<Attribute, string>>>;

/** What a `client:` row hands down to the rows of that client. */
const INHERITED = ['timezone', 'owner', 'escalate', 'ladder', 'runbook', 'trust'] as const;

/**
 * Rows become targets; one a row, in their order, but for rows that are switched off and `client:` rows, which hand their
 * attributes down. Never throws: what cannot be understood becomes an `unreadable` target with a finding for its author.
 */
export function readTargets(rows: readonly Row[]): Target[] {
  const clients = new Map<string, Values>();
  const read = rows.map((row) => ({ id: keyOf(row), ...readRow(row) }));
  for (const { id, values } of read) {
    const client = clientOf(id);
    if (client !== undefined) clients.set(client.toLowerCase(), values);
  }
  return read.flatMap(({ id, values, problems }) => {
    const client = clientOf(id);
    const inherited = clients.get((client ?? values.client ?? '').toLowerCase());
    const target = readTarget(id, values, handedDown(inherited), problems);
    if (target === undefined) return [];
    // A client row watches nothing, but its author must hear of what is wrong with it.
    if (client !== undefined) return target.problems.length > 0 ? [{ ...target, kind: 'unreadable', client }] : [];
    return [target];
  });
}

function keyOf(row: Row): string {
  const name = Object.keys(row).find((key) => key.trim().toLowerCase() === 'target');
  const value = name === undefined ? undefined : row[name];
  return typeof value === 'string' ? value : value === undefined ? '' : String(value);
}

function clientOf(id: string): string | undefined {
  return /^\s*client:(.*)$/is.exec(id)?.[1]?.trim();
}

function handedDown(client: Values | undefined): Values {
  return Object.fromEntries(INHERITED.flatMap((name) => (client?.[name] ? [[name, client[name]]] : [])));
}

/** What is wrong with a value that a client row hands down is said there, once, and not with each row that inherits it. */
function readTarget(id: string, own: Values, inherited: Values, rowProblems: readonly Finding[]): Target | undefined {
  const values = { ...inherited, ...own };
  const problems = [...rowProblems];
  /** The attribute's value if it has a good one; otherwise the problem is kept and the default applies. */
  function take<T>(attribute: Attribute, read: (text: string) => Read<T>): T | undefined {
    const text = values[attribute];
    const reading = text === undefined ? undefined : read(text);
    if (reading === undefined || 'value' in reading) return reading?.value;
    if (own[attribute] !== undefined) problems.push(problem(attribute, reading.problem));
    return undefined;
  }
  if (take('enabled', readYesNo) === false) return undefined;
  const timezone = take('timezone', readTimezone) ?? 'UTC';
  const date = (text: string) => readInstant(text, timezone);
  const watched = {
    id,
    client: oneLine(values.client ?? NO_CLIENT, 80),
    ...documentation(values),
    timezone,
    ...present('ladder', take('ladder', readLadder)),
    ...present('expires', take('expires', date)),
    ...present('promised', take('promised', date)),
    ...present('muted', take('muted', date)),
    location: values.location?.toLowerCase() ?? CLOUD,
  };
  const trust = take('trust', readTrust) ?? ({ by: 'public' } as const);
  const address = take('address', readHostAttribute);
  const servername = take('servername', readHostAttribute);

  if (clientOf(id) !== undefined) return { ...watched, kind: 'unreadable', problems };
  const name = readTargetName(id);
  if ('problem' in name) return unreadable(watched, problems, name.problem);
  switch (name.kind) {
    case 'tls':
      return {
        ...watched,
        ...name,
        trust,
        ...present('address', address),
        ...present('servername', servername),
        problems,
      };
    case 'acm':
      return { ...watched, ...name, problems };
    case 'monitor':
      return { ...watched, ...name, id: monitorId(name.location), problems };
    case 'dated': {
      const { expires } = watched;
      if (expires === undefined) return withoutDate(watched, problems);
      return { ...watched, ...name, expires, problems };
    }
    default:
      return name satisfies never;
  }
}

function documentation(values: Values): Partial<Watched> {
  const names = ['service', 'impact', 'owner', 'escalate', 'runbook', 'notes'] as const;
  return Object.fromEntries(names.flatMap((name) => (values[name] ? [[name, oneLine(values[name], 500)]] : [])));
}

function unreadable(watched: Omit<Watched, 'problems'>, problems: readonly Finding[], why: string): Target {
  const finding: Finding = { reason: 'not-understood', severity: 'warning', sentence: oneLine(`${why}.`, 400) };
  return { ...watched, kind: 'unreadable', problems: [finding, ...problems] };
}

/** A date that makes no sense is the reason by itself, and is not said twice. */
function withoutDate(watched: Omit<Watched, 'problems'>, problems: readonly Finding[]): Target {
  const senseless = problems.find(({ about }) => about === 'expires');
  const why = senseless?.sentence ?? 'The date is missing; write it into the attribute “expires”, as in 2026-12-31';
  const others = problems.filter((finding) => finding !== senseless);
  return unreadable(watched, others, why.replace(/\.$/, ''));
}

function present<K extends string, T>(name: K, value: T | undefined): { [key in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]: T });
}
