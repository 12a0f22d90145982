import type { Expiry } from '../core/expiry';
import type { Finding } from '../core/finding';
import type { Notice } from '../core/notice';
import { oneLine } from '../core/safe-text';
import { atLeast } from '../core/severity';
import { bullet, paragraph } from './layout';
import { isOpen, ruling } from './reasons';
import { LABELS, SEVERAL, timeOf, WELL_AGAIN } from './words';

/** More findings than these are counted, not told: whoever needs them all finds them in the Results table. */
const MOST_FINDINGS = 12;

/** How we know: what was found, and the facts that tell this certificate from another. */
export function evidence(notice: Notice): string[] {
  const { findings, event, at } = notice;
  const expiry = ruling(notice);
  return paragraph(`${LABELS.evidence} (checked ${timeOf(at, notice)})`, [
    ...(event === 'recovered' && !isOpen(notice) ? bullet(WELL_AGAIN) : []),
    ...told(findings),
    ...(expiry ? certificateFacts(expiry) : []),
  ]);
}

/** The old certificate, the new one, and what is wrong all the same. */
export function exchange(notice: Notice): string[][] {
  const { expiry, findings, at, renewal } = notice;
  const previous = notice.previous ?? renewal?.old;
  const side = (side: Expiry) => [
    ...bullet(`${LABELS.validUntil}: ${timeOf(side.expires, notice)}`),
    ...certificateFacts(side),
  ];
  const open = findings.filter(({ severity }) => atLeast(severity, 'warning'));
  return [
    paragraph(LABELS.before, previous ? side(previous) : []),
    paragraph(`${LABELS.now} (checked ${timeOf(at, notice)})`, expiry ? side(expiry) : []),
    paragraph(LABELS.open, told(open)),
  ];
}

function told(findings: readonly Finding[]): string[] {
  const more = findings.length - MOST_FINDINGS;
  return [
    ...findings.slice(0, MOST_FINDINGS).flatMap(({ reason, sentence, address }) => {
      return bullet(`${address ? `At ${oneLine(address, 120)}: ` : ''}${oneLine(sentence, 400)} [${reason}]`);
    }),
    ...(more > 0 ? bullet(SEVERAL.and(more)) : []),
  ];
}

function certificateFacts({ of, what, issuer, serial, sha256 }: Expiry): string[] {
  if (of === 'date') return [];
  return [
    ...bullet(`${of === 'intermediate' ? LABELS.intermediate : LABELS.certificate}: ${what}`),
    ...(issuer ? bullet(`${LABELS.issuer}: ${issuer}`) : []),
    ...(serial ? bullet(`${LABELS.serial}: ${serial}`) : []),
    ...(sha256 ? bullet(`${LABELS.sha256}: ${sha256}`) : []),
  ];
}
