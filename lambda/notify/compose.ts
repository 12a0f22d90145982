import type { Instant } from '../core/instant';
import { type Audience, EVENTS, type Notice } from '../core/notice';
import type { Said } from '../core/said';
import { SEVERITIES } from '../core/severity';
import { attributesOf } from './attributes';
import type { Message } from './channel';
import { emailText } from './email';
import { mattersOf } from './group';
import { partsOf } from './part';
import type { Place } from './place';
import { ruling } from './reasons';
import { saidIn } from './said';
import { smsText } from './sms';
import { subjectOf } from './subject';

/** A message and the notices it tells, which are struck once it has been sent and what it says of them is kept. */
export interface Composed {
  readonly message: Message;
  readonly tells: readonly Notice[];
  readonly says: readonly Said[];
}

/**
 * Words the notices of one client for one audience: a message for each severity, the worst first, or several where they would not
 * fit into one that SNS takes. What several targets have in common is told once; the first dozen of each message are told in
 * full, the others in a line each, and none is left out.
 */
export function compose(
  client: string,
  audience: Audience,
  notices: readonly Notice[],
  place: Place,
  now: Instant,
): Composed[] {
  const matters = mattersOf(worstFirst(notices), audience);
  return SEVERITIES.toReversed().flatMap((severity) => {
    const same = matters.filter((matter) => matter.severity === severity);
    return partsOf(same, place, now).map((part) => {
      const tells = part.matters.flatMap((matter) => matter.tells);
      const message = {
        subject: subjectOf(client, part, now),
        text: emailText(client, part, now),
        sms: smsText(client, part, now),
        attributes: attributesOf({ client, audience, severity }, tells, now),
      };
      return { message, tells, says: saidIn(part, message, now) };
    });
  });
}

/** `www9` goes before `www10`. */
const BY_NAME = new Intl.Collator('en', { numeric: true });

/** The order in which they are told. */
export function worstFirst(notices: readonly Notice[]): Notice[] {
  return [...notices].sort(
    (a, b) =>
      SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
      EVENTS.indexOf(a.event) - EVENTS.indexOf(b.event) ||
      compared(ruling(a)?.expires, ruling(b)?.expires) ||
      BY_NAME.compare(a.target, b.target),
  );
}

/** What has no date comes last; infinities must not be subtracted from each other. */
function compared(a: Instant | undefined, b: Instant | undefined): number {
  if (a === b) return 0;
  return (a ?? Number.POSITIVE_INFINITY) < (b ?? Number.POSITIVE_INFINITY) ? -1 : 1;
}
