import type { Reason } from '../core/finding';
import type { Notice } from '../core/notice';
import type { CaseAddress } from '../core/renewal-case';
import type { Matter } from './matter';
import { nameOf } from './names';

/** One address of one target. */
interface Spot {
  /** With the target's name, where there are several. */
  readonly at: string;
  /** What it served when it was last seen; absent where it never was. */
  readonly last?: CaseAddress;
}

/** How far a renewal has come: which addresses are seen to serve what. */
export interface Progress {
  readonly old: readonly Spot[];
  readonly new: readonly Spot[];
  readonly other: readonly Spot[];
  /** Those that could not be seen this time, whatever they served before. */
  readonly unseen: readonly Spot[];
  /** All of them. */
  readonly of: number;
}

/** An address that cannot be seen counts among all, and never among those that serve the new one. */
export function progressOf({ tells }: Matter): Progress {
  const spots = tells.flatMap((notice) => spotsOf(notice, tells.length > 1));
  const serving = (what: CaseAddress['serves']) => spots.filter(({ seen, last }) => seen && last?.serves === what);
  return {
    old: serving('old'),
    new: serving('new'),
    other: serving('other'),
    unseen: spots.filter(({ seen }) => !seen),
    of: spots.length,
  };
}

/** What is found at an address that did not get as far as showing its certificate. */
const UNSEEN: readonly Reason[] = ['unreachable', 'not-tls', 'no-tls', 'address-refused', 'access-denied'];

function spotsOf(notice: Notice, named: boolean): (Spot & { seen: boolean })[] {
  const { renewal, findings } = notice;
  const known = renewal?.addresses ?? [];
  if (known.length === 0) return [];
  const dark = findings.filter(({ reason }) => UNSEEN.includes(reason)).map(({ address }) => address);
  // Where there is but one address, or DNS named none, the finding names none either.
  const allDark = dark.includes(undefined);
  const label = (address: string) => (named ? `${nameOf(notice).text} at ${address}` : address);
  const neverSeen = new Set(
    dark.filter((address) => address !== undefined && known.every((one) => one.address !== address)),
  );
  return [
    ...known.map((last) => ({ at: label(last.address), last, seen: !allDark && !dark.includes(last.address) })),
    ...[...neverSeen].flatMap((address) => (address === undefined ? [] : [{ at: label(address), seen: false }])),
  ];
}
