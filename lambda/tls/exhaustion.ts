import { open } from 'node:fs/promises';
import { devNull } from 'node:os';
import { isNativeError } from 'node:util/types';

const EXHAUSTED = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'];

export function isExhaustion(code: string): boolean {
  return EXHAUSTED.includes(code);
}

/** The `code` of an error of Node's, such as `ENOTFOUND`; empty where it has none. */
export function codeOf(error: unknown): string {
  if (!isNativeError(error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** One alone may have become free just after the resolver found none. */
const FREE_AT_LEAST = 8;

let checking: Promise<void> | undefined;

/**
 * Without a free descriptor, resolvers say that a name does not exist or that the server refuses to be asked. Rejects with
 * the true reason (EMFILE) in that case. Who asks meanwhile shares the answer: this check must not be what uses them up.
 */
export function requireDescriptors(): Promise<void> {
  checking ??= openSome().finally(() => {
    checking = undefined;
  });
  return checking;
}

async function openSome(): Promise<void> {
  const opened = await Promise.allSettled(Array.from({ length: FREE_AT_LEAST }, () => open(devNull)));
  for (const file of opened) if (file.status === 'fulfilled') await file.value.close();
  for (const file of opened) if (file.status === 'rejected') throw file.reason;
}
