/** Something that the person at the keyboard can put right; its message says what, where and how. */
export class UsageError extends Error {}

/** What an error says of itself, without its class and stack. */
export function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message : String(error);
}
