import type { Notice } from '../core/notice';
import { oneLine } from '../core/safe-text';
import type { Kind } from '../core/target';
import { readTargetName } from '../core/target-name';
import { readAcmArn, wasFound } from './arn';
import { toAscii } from './fold';
import { shortened } from './shorten';

/** What people call a notice's target. Only the text comes from outside; what stands around it is ours. */
export interface Name {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

const LONGEST = 260;

export function nameOf(notice: Notice): Name {
  const { target, kind } = notice;
  if (kind === 'unreadable') return bare(target, 'Row ');
  if (kind === 'dated') return bare(target.replace(/^\s*dated:\s*/i, ''));
  if (wasFound(notice)) return nameOfArn(notice);
  return bare(target.replace(/^\s*https:\/\//i, '').replace(/\/$/, ''));
}

/** The name as it stands in running text: quoted where it could be taken for our own words. */
export function named(notice: Notice): string {
  const { before, text, after } = nameOf(notice);
  const isOneWord = notice.kind !== 'dated' && /^[^\s“”]+$/u.test(text);
  return `${before}${isOneWord ? text : `“${text.replace(/[“”]/g, '"')}”`}${after}`;
}

/** The name for a medium that knows few letters: hosts as DNS knows them, since another spelling is another host. */
export function nameInLetters(notice: Notice, fold: (text: string) => string): Name {
  const name = nameOf(notice);
  const text = fold(notice.kind === 'tls' ? hostInAscii(notice.target, name.text) : name.text);
  return /[\p{L}\p{N}]/u.test(text) ? { ...name, text } : { before: '', text: NAMELESS[notice.kind], after: '' };
}

/** As much of the name as fits: first what stands after it goes, then its middle. */
export function fitting({ before, text, after }: Name, fits: (name: string) => boolean): string {
  const whole = `${before}${text}${after}`;
  return fits(whole) ? whole : shortened(`${before}${text}`, fits);
}

/** Where a name has no letter that the medium knows. */
const NAMELESS: Record<Kind, string> = {
  tls: 'a host',
  acm: 'a certificate in ACM',
  iam: 'a certificate in IAM',
  route53: 'a domain',
  rds: 'a database',
  'acm-pca': 'a certificate authority',
  arn: 'a row',
  dated: 'a dated entry',
  unreadable: 'a row',
};

function bare(text: string, before = ''): Name {
  return { before, text: oneLine(text, LONGEST) || 'without a name', after: '' };
}

function nameOfArn({ target, expiry, previous }: Notice): Name {
  const what = expiry?.what ?? previous?.what;
  const acm = readAcmArn(target);
  if (acm === undefined) return bare(target);
  const after = ` (ACM ${acm.region})`;
  return what === undefined ? { ...bare(acm.id, 'Certificate '), after } : { ...bare(what), after };
}

function hostInAscii(target: string, text: string): string {
  if (toAscii(text) === text) return text;
  const read = readTargetName(target);
  if ('problem' in read || read.kind !== 'tls') return text;
  return read.port === 443 ? read.host : `${read.host}:${read.port}`;
}
