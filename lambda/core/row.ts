import { type Attribute, isAttribute, nearMiss } from './attribute-names';
import { isTimezone, readDate } from './date-text';
import type { Finding } from './finding';
import type { Instant } from './instant';
import { oneLine } from './safe-text';
import type { Scope, TlsTarget, Trust } from './target';
import { readHost, readTargetName } from './target-name';

/** A row as it comes from the table or a spreadsheet: flat, typed by hand, not yet believed. */
export type Row = Readonly<Record<string, unknown>>;

/** A row's known attributes as text, and what is wrong with it so far. */
export interface ReadRow {
  readonly values: Readonly<Partial<Record<Attribute, string>>>;
  readonly problems: readonly Finding[];
}

/** Text longer than this is cut: it goes into messages. */
const LONGEST = 1_000;

/**
 * Finds the known attributes whatever their case and the blanks around them; numbers and booleans become text.
 * Empty values count as absent. What looks like a slip (`ownr`) is said; other unknown attributes are left alone.
 */
export function readRow(row: Row): ReadRow {
  const values: Partial<Record<Attribute, string>> = {};
  const problems: Finding[] = [];
  for (const [name, value] of Object.entries(row)) {
    const known = name.trim().toLowerCase();
    if (!isAttribute(known)) {
      const meant = nearMiss(known);
      if (meant !== undefined && meant !== 'target') problems.push(unknownAttribute(name, meant));
      continue;
    }
    const text = asText(value);
    if (text === undefined) problems.push(problem(known, `is a ${typeName(value)}; write plain text`));
    else if (text !== '') values[known] = text;
  }
  return { values, problems };
}

function asText(value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' ? value.trim().slice(0, LONGEST) : undefined;
}

function typeName(value: unknown): string {
  if (Array.isArray(value) || value instanceof Set) return 'list';
  return value instanceof Uint8Array ? 'binary value' : 'map';
}

function unknownAttribute(name: string, meant: Attribute): Finding {
  const sentence = `The attribute “${oneLine(name, 40)}” is not known and was left alone; did you mean “${meant}”?`;
  return { reason: 'attribute-unknown', severity: 'info', sentence, about: oneLine(name, 40) };
}

/** A value that makes no sense: said at `warning`, since what was meant by it does not happen. */
export function problem(attribute: Attribute, sentence: string): Finding {
  return {
    reason: 'attribute-not-understood',
    severity: 'warning',
    sentence: oneLine(`The attribute “${attribute}” ${sentence}`, 300),
    about: attribute,
  };
}

/** An attribute's value in the domain's own type, or the problem with it. */
export type Read<T> = { readonly value: T } | { readonly problem: string };

export function readTrust(text: string): Read<Trust> {
  const word = text.toLowerCase();
  if (word === 'public' || word === 'private' || word === 'any') return { value: { by: word } };
  const pin = /^sha-?256[:/= ]\s*(.+)$/is.exec(text)?.[1];
  const sha256 = pin === undefined ? undefined : pinHex(pin);
  if (sha256 !== undefined) return { value: { by: 'pin', sha256 } };
  return {
    problem: `is “${text}”; write public, private, any, or sha256: and the 64 hexadecimal digits of a fingerprint`,
  };
}

/** 32 bytes as hexadecimal (colons and blanks allowed) or as base64; undefined when they are neither. */
function pinHex(text: string): string | undefined {
  const hex = text.replace(/[:\s]/g, '').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) return undefined;
  return Array.from(atob(text), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

/** The certificate that comes next, by its fingerprint or by where it lies. */
export function readSuccessor(text: string): Read<NonNullable<TlsTarget['successor']>> {
  const trust = readTrust(text);
  if ('value' in trust && trust.value.by === 'pin') return { value: { sha256: trust.value.sha256 } };
  const name = readTargetName(text);
  const held = 'problem' in name || name.kind !== 'arn' ? undefined : /^arn:[a-z-]+:(acm|iam):/.exec(name.arn);
  if (held) return { value: { arn: text.trim() } };
  return {
    problem: `is “${text}”; write sha256: and the 64 hexadecimal digits of a fingerprint, or the ARN of a certificate in ACM or IAM`,
  };
}

export function readAccounts(text: string): Read<NonNullable<Scope['accounts']>> {
  if (/^organi[sz]ation$/i.test(text)) return { value: 'organization' };
  const numbers = text.split(/[,;\s]+/).flatMap((part) => part.replaceAll('-', '') || []);
  const wrong = numbers.find((number) => !/^\d{12}$/.test(number));
  if (wrong === undefined && numbers.length > 0) return { value: [...new Set(numbers)] };
  const instead = 'write account numbers of 12 digits, separated by commas (at most 70 a row), or organization';
  return { problem: wrong === undefined ? `names no account; ${instead}` : `names “${wrong}”; ${instead}` };
}

export function readLadder(text: string): Read<readonly number[]> {
  const days = text.split(/[,;\s]+/).filter((part) => part !== '');
  if (days.length === 0 || days.length > 20 || !days.every((part) => /^\d{1,4}$/.test(part))) {
    return { problem: `is “${text}”; write up to 20 numbers of days, as in 60,30,14,7,1` };
  }
  return { value: [...new Set(days.map(Number))].sort((a, b) => b - a) };
}

export function readInstant(text: string, timezone: string): Read<Instant> {
  const reading = readDate(text, timezone);
  return 'at' in reading ? { value: reading.at } : { problem: `does not say when: ${reading.problem}` };
}

export function readTimezone(text: string): Read<string> {
  if (isTimezone(text)) return { value: text };
  return { problem: `is “${text}”, which is not a time zone; write a name such as Europe/Berlin or UTC` };
}

export function readHostAttribute(text: string): Read<string> {
  const host = readHost(text);
  return typeof host === 'string' ? { value: host } : { problem: `cannot be used: ${host.problem}` };
}

const YES = ['yes', 'y', 'true', 'on', '1', 'enabled'];
const NO = ['no', 'n', 'false', 'off', '0', 'disabled'];

export function readYesNo(text: string): Read<boolean> {
  const word = text.toLowerCase();
  if (YES.includes(word) || NO.includes(word)) return { value: YES.includes(word) };
  return { problem: `is “${text}”; write yes or no` };
}
