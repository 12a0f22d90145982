import { readArn } from '../core/arn';
import type { Instant } from '../core/instant';
import { oneLine } from '../core/safe-text';
import type { Successor } from '../core/successor';
import { holderOf } from './arn';
import { arnLink } from './console-link';
import { bullet } from './layout';
import type { Matter } from './matter';
import { isRenewed } from './reasons';
import { dayOf, timeOf } from './words';

/** That there is a new one: since when, where it lies, and what tells it from the old; a renewal that has ended shows both. */
export function issued(matter: Matter, successor: Successor, now: Instant): string[] {
  const { id, notBefore, seen, expires, serial, sha256 } = successor;
  const until = expires === undefined ? '' : ` until ${dayOf(expires, matter)}`;
  const from = notBefore !== undefined && notBefore > now ? ` only from ${timeOf(notBefore, matter)}` : '';
  const valid = from || until ? `, valid${from}${until}` : '';
  const when =
    notBefore === undefined || notBefore > now
      ? `Known since ${dayOf(seen, matter)}`
      : `Issued on ${dayOf(notBefore, matter)}`;
  const link = arnLink(id);
  const facts = isRenewed(matter)
    ? []
    : [
        ...(serial ? bullet(`Its serial: ${oneLine(serial, 80)}`) : []),
        ...(sha256 ? bullet(`Its SHA-256: ${oneLine(sha256, 80)}`) : []),
      ];
  return [...bullet(`${when}${valid}`), ...bullet(whereItLies(successor)), ...(link ? [`    ${link}`] : []), ...facts];
}

/** The place, and how it is known to be the successor. */
function whereItLies({ id, how }: Successor): string {
  const arn = readArn(id);
  const account = arn?.account ? `, account ${arn.account}` : '';
  const place = arn && `It lies in ${holderOf(arn) ?? oneLine(id, 200)}${account}`;
  switch (how) {
    case 'declared':
      return place === undefined ? 'It is the one that the row names' : `${place}, as the row says`;
    case 'renewed':
      return place === undefined ? 'It was renewed in its place' : `${place}: renewed in its place`;
    case 'served':
      return `It is in use at ${oneLine(id, 60)} already`;
    case 'same-names':
      return place === undefined ? 'It is for the same names' : `${place}, and is for the same names`;
    case 'covering':
      return place === undefined ? 'It covers the name' : `${place}, and covers the name among others`;
    default:
      return how satisfies never;
  }
}
