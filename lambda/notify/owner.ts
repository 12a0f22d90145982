import type { Notice } from '../core/notice';
import { oneLine } from '../core/safe-text';

/** The owner as filter policies know it; empty where nobody is named. */
export function ownerOf({ owner }: Notice): string {
  return oneLine(owner ?? '', 500);
}

/** Bytes by which a list of owners grows as JSON. */
export function newBytes(owners: readonly string[], known: ReadonlySet<string>): number {
  return [...new Set(owners)].reduce((sum, owner) => sum + (known.has(owner) ? 0 : jsonBytes(owner)), 0);
}

export function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
