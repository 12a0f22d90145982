import { type Expiry, isSame } from './expiry';
import type { Instant } from './instant';
import { SOON } from './lasting';
import type { Earlier, Told, ToldDate } from './memory';
import type { Event } from './notice';

const MOST_EARLIER = 6;

/** What has been told of this before, now or until lately. */
export function toldBefore(
  { expiry: told, earlier = [] }: Told,
  matter: { readonly expiry: Expiry; readonly event: Event },
  now: Instant,
): ToldDate | Earlier | undefined {
  if (told !== undefined && isMatter(told, matter)) return told;
  return earlier.find((one) => isMatter(one, matter) && now - one.until < SOON);
}

/** What to keep of what was told, newest first. @param hasEnded the end of what was told has been told now. */
export function nextEarlier(before: Told, told: ToldDate | undefined, hasEnded: boolean, now: Instant): Earlier[] {
  const { expiry: left, earlier = [] } = before;
  const kept = earlier.filter(({ until }) => now - until < SOON);
  const all = left !== undefined && !(told && isMatter(left, told)) ? [{ ...left, until: now }, ...kept] : kept;
  return all
    .filter((one, i) => all.findIndex((other) => isMatter(one, other)) === i && !(told && isMatter(one, told)))
    .map(({ ended, ...one }) => ({ ...one, ...(isOver(one, ended) && { ended: true as const }) }))
    .slice(0, MOST_EARLIER);

  /** The end is that of all that was told of the date; and all of it has come back with any of it. */
  function isOver({ expiry }: ToldDate, ended: true | undefined): boolean {
    if (hasEnded && left !== undefined && isSame(left.expiry, expiry)) return true;
    return ended === true && !(told !== undefined && isSame(told.expiry, expiry));
  }
}

function isMatter(
  a: { readonly expiry: Expiry; readonly event: Event },
  b: { readonly expiry: Expiry; readonly event: Event },
): boolean {
  return a.event === b.event && isSame(a.expiry, b.expiry);
}
