import type { Instant } from './instant';

/** What tells one certificate from another, as far as whoever names it knows: an inventory may know the dates alone. */
export interface Identity {
  readonly notAfter: Instant;
  readonly notBefore?: Instant | undefined;
  readonly serial?: string | undefined;
  readonly sha256?: string | undefined;
}

/** Whether they are one certificate, by the surest thing that both know of it. */
export function isSameCertificate(a: Identity, b: Identity): boolean {
  if (a.sha256 !== undefined && b.sha256 !== undefined) return a.sha256 === b.sha256;
  if (a.notAfter !== b.notAfter) return false;
  if (a.serial !== undefined && b.serial !== undefined) return shortest(a.serial) === shortest(b.serial);
  return a.notBefore === undefined || b.notBefore === undefined || a.notBefore === b.notBefore;
}

/** Some write the zero byte that keeps a number positive, some do not. */
export function shortest(serial: string): string {
  return serial.replace(/^0+(?=.)/, '');
}
