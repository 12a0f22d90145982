import { readArn } from '../core/arn';
import type { Notice } from '../core/notice';
import { oneLine } from '../core/safe-text';
import type { Kind } from '../core/target';
import { readTargetName } from '../core/target-name';
import { holderOf, ownNameOf } from './arn';
import { toAscii } from './fold';
import { unlinked } from './layout';
import type { Matter } from './matter';
import { ruling } from './reasons';
import { shortened } from './shorten';

/** What people call a notice's target. Only the text comes from outside; what stands around it is ours. */
export interface Name {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

const LONGEST = 260;

/** What a target is named by, whether there is news of it or not. */
export type Nameable = Pick<Notice, 'target' | 'kind' | 'expiry' | 'previous'>;

/** A single target by its own name. */
export function nameOf(notice: Nameable): Name {
  const { target, kind } = notice;
  if (kind === 'unreadable') return bare(target, 'Row ');
  if (kind === 'monitor') return bare(target.replace(/^monitor:/, ''), 'The monitor at ');
  if (kind === 'dated') return bare(target.replace(/^\s*dated:\s*/i, ''));
  if (target.startsWith('arn:')) return nameOfArn(notice);
  return bare(target.replace(/^\s*https:\/\//i, '').replace(/\/$/, ''));
}

/** What several targets share by its name and their number, a single one by its own. */
function subjectOf(matter: Matter): Name {
  const { length } = matter.tells;
  if (length === 1) return nameOf(matter);
  const certificate = ruling(matter);
  const before = certificate?.of === 'intermediate' ? 'Intermediate ' : '';
  return { ...bare(unlinked(certificate?.what ?? ''), before), after: ` on ${length} targets` };
}

/** The name as it stands in running text: quoted where it could be taken for our own words. */
export function named(matter: Matter): string {
  return quoted(subjectOf(matter), matter.kind);
}

export function quoted({ before, text, after }: Name, kind: Kind): string {
  const isOneWord = kind !== 'dated' && /^[^\s“”]+$/u.test(text);
  return `${before}${isOneWord ? text : `“${text.replace(/[“”]/g, '"')}”`}${after}`;
}

/** The name for a medium that knows few letters: hosts as DNS knows them, since another spelling is another host. */
export function nameInLetters(matter: Matter, fold: (text: string) => string): Name {
  const name = subjectOf(matter);
  const isHost = matter.kind === 'tls' && matter.tells.length === 1;
  const text = fold(isHost ? hostInAscii(matter.target, name.text) : name.text);
  if (/[\p{L}\p{N}]/u.test(text)) return { ...name, text };
  return matter.tells.length === 1
    ? { before: '', text: NAMELESS[matter.kind], after: '' }
    : { ...name, before: '', text: 'a certificate' };
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
  monitor: 'the monitor',
  dated: 'a dated entry',
  unreadable: 'a row',
};

function bare(text: string, before = ''): Name {
  return { before, text: oneLine(text, LONGEST) || 'without a name', after: '' };
}

/** ACM and Private CA know what they hold by numbers, the others by names. */
const BY_NUMBER: ReadonlyMap<string, string> = new Map([
  ['acm', 'Certificate '],
  ['acm-pca', 'Authority '],
]);

function nameOfArn({ target, expiry, previous }: Nameable): Name {
  const arn = readArn(target);
  const holder = arn && holderOf(arn);
  if (arn === undefined || holder === undefined) return bare(target);
  const after = ` (${holder})`;
  const before = BY_NUMBER.get(arn.service);
  const what = expiry?.what ?? previous?.what;
  if (before === undefined || what === undefined) return { ...bare(ownNameOf(arn), before), after };
  return { ...bare(unlinked(what)), after };
}

function hostInAscii(target: string, text: string): string {
  if (toAscii(text) === text) return text;
  const read = readTargetName(target);
  if ('problem' in read || read.kind !== 'tls') return text;
  return read.port === 443 ? read.host : `${read.host}:${read.port}`;
}
