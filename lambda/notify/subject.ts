import type { Instant } from '../core/instant';
import { oneLine } from '../core/safe-text';
import { NO_CLIENT } from '../core/target';
import { toAscii } from './fold';
import { openingOf } from './headline';
import { fitting, nameInLetters } from './names';
import type { Part } from './part';
import { shortened } from './shorten';
import { SEVERAL, tagOf } from './words';

/** SNS takes "less than 100 characters", and no line breaks. */
const LONGEST = 99;

/** A shorter rest of a client's name tells nothing. */
const SHORTEST_CLIENT = 8;

/** Under 100 printable ASCII characters. What does not fit is taken from the client first, then from the target's name. */
export function subjectOf(client: string, part: Part, now: Instant): string {
  const { lead, says } = openingOf(part.matters, now);
  const name = nameInLetters(lead, toAscii);
  const opening = `[${tagOf(part.matters[0], now)}] `;
  const nth = part.of > 1 ? `${SEVERAL.part(part.nth, part.of)}, ` : '';
  const written = (called: string, whom: string, before = '') => {
    if (whom === '') return `${opening}${before}${says(called)}`;
    return part.matters.length === 1
      ? `${opening}${before}${says(called)} (${whom})`
      : `${opening}${whom}: ${before}${says(called)}`;
  };
  const fits = (subject: string) => subject.length <= LONGEST;
  const called = fitting(name, (candidate) => fits(written(candidate, '')));
  // The text says which part it is, too.
  const numbered = fits(written(called, '', nth)) ? nth : '';
  const whole = clientInAscii(client);
  const whom = shortened(whole, (candidate) => fits(written(called, candidate, numbered)), 0);
  return written(called, whom === whole || whom.length >= SHORTEST_CLIENT ? whom : '', numbered);
}

/** Nothing where there is no client, or none of its letters has a Latin form. */
function clientInAscii(client: string): string {
  const name = client === NO_CLIENT ? '' : toAscii(oneLine(client, 80));
  return /[A-Za-z0-9]/.test(name) ? name : '';
}
