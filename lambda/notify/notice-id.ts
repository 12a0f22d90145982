import { createHash } from 'node:crypto';
import type { Notice } from '../core/notice';

/** The same for the same notice however often it is sent, and for no other: 32 hexadecimal digits. */
export function noticeId({ target, event, at }: Notice): string {
  return digest([target, event, at]);
}

export function digest(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
