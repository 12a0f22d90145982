import { caaDomainsOf } from './caa-issuers';
import { issuerName, organisationOf } from './certificate';
import { listed } from './chain';
import type { Finding } from './finding';
import type { ManagedCertificate } from './held';
import type { Obstacle } from './preflight';
import type { Rule } from './rule';
import { oneLine } from './safe-text';
import type { Severity } from './severity';

/** What will make the renewal of the leaf fail. */
export const PREFLIGHT_RULES: readonly Rule[] = [
  ({ seen: { preflight }, leaf: { issuer } }) => obstacleFindings(preflight?.obstacles ?? [], issuer, 'warning'),
];

/** The same of a certificate in ACM, without what ACM says by itself. */
export function managedPreflightFindings({ preflight, renewal, inUse, exported }: ManagedCertificate): Finding[] {
  const isSaid = (one: Obstacle) =>
    one.why === 'validation-record-missing' && renewal.missingRecords.includes(one.record);
  const obstacles = (preflight?.obstacles ?? []).filter((one) => !isSaid(one));
  return obstacleFindings(obstacles, 'O=Amazon', inUse || exported ? 'warning' : 'info');
}

type ObstacleOf<W extends Obstacle['why']> = Extract<Obstacle, { why: W }>;

function obstacleFindings(obstacles: readonly Obstacle[], issuer: string, severity: Severity): Finding[] {
  const gone = obstacles.filter((one) => one.why === 'name-gone');
  const others = obstacles.filter((one) => one.why !== 'name-gone');
  const lost = gone.filter(({ unseen }) => !unseen);
  const unseen = gone.filter((one) => one.unseen);
  return [
    ...nameFindings(lost, `not in DNS any more, so that its CA may refuse to renew it; ${PUT_BACK}`, severity),
    // Whether they are names of a private network is not to be seen.
    ...nameFindings(unseen, `not in DNS as it is seen from here; ${UNLESS_PRIVATE}`, 'info'),
    ...others.map((one): Finding => {
      const sentence = one.why === 'caa-forbids' ? caaSentence(one, issuer) : recordSentence(one);
      return { reason: one.why, severity, sentence: oneLine(sentence, 1_000) };
    }),
  ];
}

const PUT_BACK = 'put back into DNS what is missing, or have the certificate issued without it';
const UNLESS_PRIVATE = 'unless that is how it is meant to be, as with a private network, its CA may refuse to renew it';
const MOST_SHOWN = 5;

function nameFindings(gone: readonly ObstacleOf<'name-gone'>[], how: string, severity: Severity): Finding[] {
  if (gone.length === 0) return [];
  const names = listed(
    gone.map(({ name }) => name),
    MOST_SHOWN,
  );
  const subject =
    gone.length === 1 ? `The name ${names} on the certificate is` : `The names ${names} on the certificate are`;
  return [{ reason: 'name-gone', severity, sentence: oneLine(`${subject} ${how}.`, 1_000) }];
}

function caaSentence({ name, at, allowed, property }: ObstacleOf<'caa-forbids'>, issuer: string): string {
  const what = `a certificate for ${name}`;
  const own = isOver(at, name);
  const where = own ? at : `${at}, which ${name} is an alias for,`;
  if (property !== 'issue' && property !== 'issuewild') {
    return `The CAA record of ${where} has the critical property “${property}”, for which no CA issues ${what}; without it, the certificate can be renewed.`;
  }
  const whom = allowed.length === 0 ? 'nobody' : `only ${listed(allowed, MOST_SHOWN)}`;
  const [domain] = caaDomainsOf(issuer) ?? [];
  const record = `“${at}. CAA 0 ${property} "${domain}"”`;
  const toDo =
    domain === undefined ? '' : `; to let it be renewed there, ${own ? 'write' : 'have its owner write'} ${record}`;
  return `The CAA record of ${where} lets ${whom} issue ${what}, but ${organisationOf(issuer) ?? issuerName(issuer)} issued this one${toDo}.`;
}

function isOver(at: string, name: string): boolean {
  return `.${name.replace(/^\*\./, '')}`.endsWith(`.${at}`);
}

function recordSentence({ record, found }: ObstacleOf<'validation-record-missing'>): string {
  const [name = ''] = record.split(' ');
  const state = found === undefined ? 'is not in DNS' : `points to ${found}`;
  return `The record ${name} by which ACM makes sure of a name ${state}, so that ACM will not renew the certificate; write “${record}”.`;
}
