import { fromIso, type Instant } from '../core/instant';

/** An item as it comes from a table: not yet believed. */
export type Item = Readonly<Record<string, unknown>>;

/** An item is not as it was written: edited by hand, or by another version. The message says what is wrong with it. */
export class Unintelligible extends Error {}

/** Believes a value, or throws {@link Unintelligible} with the name of the attribute that holds it. */
export type Reader<T> = (value: unknown, name: string) => T;

/** One reader for every property, the optional ones included, so that the compiler misses what is not read. */
export type Readers<T> = {
  readonly [K in keyof T]-?: Reader<T[K] | (Record<never, never> extends Pick<T, K> ? undefined : never)>;
};

export function text(value: unknown, name: string): string {
  return typeof value === 'string' ? value : wrong(value, name, 'text');
}

export function number(value: unknown, name: string): number {
  return typeof value === 'number' ? value : wrong(value, name, 'a number');
}

export function yesNo(value: unknown, name: string): boolean {
  return typeof value === 'boolean' ? value : wrong(value, name, 'true or false');
}

/** For what is either said or absent. */
export function yes(value: unknown, name: string): true {
  return value === true ? value : wrong(value, name, 'true');
}

/** A time in ISO 8601, as people read it in the console. */
export function time(value: unknown, name: string): Instant {
  return fromIso(text(value, name)) ?? wrong(value, name, 'a time');
}

export function oneOf<T extends string>(words: readonly T[]): Reader<T> {
  return (value, name) => words.find((word) => word === value) ?? wrong(value, name, 'a word that is known');
}

/** For optional properties: what is absent stays absent. */
export function maybe<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, name) => (value === undefined ? undefined : reader(value, name));
}

export function listOf<T>(reader: Reader<T>): Reader<T[]> {
  return (value, name) =>
    Array.isArray(value) ? value.map((element) => reader(element, name)) : wrong(value, name, 'a list');
}

/** Attributes without a reader are left out. */
export function mapOf<T>(readers: Readers<T>): Reader<T> {
  const all = Object.entries<Reader<unknown>>(readers);
  return (value, name) => {
    if (!isMap(value)) return wrong(value, name, 'a map');
    const read = all.map(([key, reader]) => [key, reader(value[key], key)] as const);
    return Object.fromEntries(read.filter(([, property]) => property !== undefined)) as T;
  };
}

function isMap(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function wrong(value: unknown, name: string, wanted: string): never {
  throw new Unintelligible(`its attribute “${name}” ${value === undefined ? 'is missing' : `is not ${wanted}`}`);
}
