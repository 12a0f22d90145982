import type { Attribute } from './attribute-names';
import type { Finding } from './finding';
import type { InventoryName } from './inventory-name';
import { monitorId } from './monitor';
import {
  problem,
  type Read,
  readAccounts,
  readHostAttribute,
  readInstant,
  readLadder,
  readSuccessor,
  readTimezone,
  readTrust,
  readYesNo,
} from './row';
import { oneLine } from './safe-text';
import { type Kind, NO_CLIENT, type Target, type TlsTarget, type Watched } from './target';
import type { TargetName } from './target-name';

/** Where the default prober looks from; a row's `location` names another. */
export const CLOUD = 'cloud';

export type Values = Readonly<Partial<Record<Attribute, string>>>;

export interface Reading {
  readonly id: string;
  /** What the row watches; `client` for one that hands down what it says to others and watches nothing itself. */
  readonly name: TargetName | { readonly kind: 'client' };
  /** What the row itself says; what is wrong with it is said with the target. */
  readonly own: Values;
  /** What it has from other rows and from tags where it says nothing itself; what is wrong with that is said there, once. */
  readonly inherited: Values;
  /** What is wrong with the row so far. */
  readonly problems: readonly Finding[];
}

type Take = <T>(attribute: Attribute, read: (text: string) => Read<T>) => T | undefined;

/** As the client's own row spells its name: it is one client in whatever case the others have it. */
export function spelled(own: Values, { client }: Values): Values {
  return client ? { ...own, client } : own;
}

/** A target from a row's values; undefined where it is switched off. Never throws. */
export function readTarget({ id, name, own, inherited, problems: before }: Reading): Target | undefined {
  const values = { ...inherited, ...own };
  const problems = [...before];
  /** The attribute's value if it has a good one; otherwise the problem is kept and the default applies. */
  const take: Take = (attribute, read) => {
    const text = values[attribute];
    const reading = text === undefined ? undefined : read(text);
    if (reading === undefined || 'value' in reading) return reading?.value;
    if (own[attribute] !== undefined) problems.push(problem(attribute, reading.problem));
    return undefined;
  };
  if (take('enabled', readYesNo) === false) return undefined;
  const watched = watchedOf(id, values, take);
  const tls = tlsAttributes(take);
  if ('problem' in name) return unreadable(watched, problems, name.problem);
  problems.push(...outOfPlace(name.kind, own));
  switch (name.kind) {
    case 'tls':
      return { ...watched, ...name, ...tls, ...present('successor', take('successor', readSuccessor)), problems };
    case 'client':
      return { ...watched, kind: 'unreadable', problems };
    case 'acm':
    case 'iam':
    case 'route53':
    case 'rds':
    case 'acm-pca':
      return inventory(watched, name, values, problems);
    case 'arn':
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

function watchedOf(id: string, values: Values, take: Take): Omit<Watched, 'problems'> {
  const timezone = take('timezone', readTimezone) ?? 'UTC';
  const date = (text: string) => readInstant(text, timezone);
  return {
    id,
    client: oneLine(values.client ?? NO_CLIENT, 80),
    ...documentation(values),
    timezone,
    ...present('ladder', take('ladder', readLadder)),
    ...present('expires', take('expires', date)),
    ...present('promised', take('promised', date)),
    ...present('muted', take('muted', date)),
    // It becomes part of a key: monitor:<location>.
    location: oneLine(values.location?.toLowerCase() ?? CLOUD, 80),
  };
}

function documentation(values: Values): Partial<Watched> {
  const names = ['service', 'impact', 'owner', 'escalate', 'runbook', 'notes'] as const;
  return Object.fromEntries(names.flatMap((name) => (values[name] ? [[name, oneLine(values[name], 500)]] : [])));
}

/** Read whatever the kind is: what is wrong with them is said. */
function tlsAttributes(take: Take): Pick<TlsTarget, 'trust' | 'address' | 'servername'> {
  return {
    trust: take('trust', readTrust) ?? { by: 'public' },
    ...present('address', take('address', readHostAttribute)),
    ...present('servername', take('servername', readHostAttribute)),
  };
}

/** Where it is not known which accounts are meant, no others are looked at: what is there would pass for gone. */
function inventory(
  watched: Omit<Watched, 'problems'>,
  name: Exclude<InventoryName, { kind: 'arn' } | { problem: string }>,
  { account }: Values,
  problems: readonly Finding[],
): Target {
  const reading = account === undefined ? undefined : readAccounts(account);
  if (reading === undefined) return { ...watched, ...name, problems };
  if ('problem' in reading) return unreadable(watched, problems, `The attribute “account” ${reading.problem}`);
  return { ...watched, ...name, accounts: reading.value, problems };
}

/** Attributes that mean nothing in a row of this kind: what is meant by them does not happen. */
export function outOfPlace(kind: Kind | 'client', own: Values): Finding[] {
  const isForInventories = !['tls', 'dated', 'arn', 'monitor', 'client'].includes(kind);
  return [
    ...(own.account !== undefined && !isForInventories
      ? [problem('account', 'is for inventories, such as acm:*')]
      : []),
    ...(own.successor !== undefined && kind !== 'tls' ? [problem('successor', 'is for what serves it over TLS')] : []),
  ];
}

function unreadable(watched: Omit<Watched, 'problems'>, problems: readonly Finding[], why: string): Target {
  const finding: Finding = { reason: 'not-understood', severity: 'warning', sentence: oneLine(`${why}.`, 450) };
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
