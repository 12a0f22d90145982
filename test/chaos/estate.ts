import type { ManagedCertificate } from '../../lambda/core/held';
import { DAY, HOUR, type Instant } from '../../lambda/core/instant';
import { monitorId } from '../../lambda/core/monitor';
import type { Observation } from '../../lambda/core/observation';
import { CLOUD } from '../../lambda/core/read-targets';
import type { Row } from '../../lambda/core/row';
import { certificate, endpoint, REFUSED, serving, unseen } from '../core/builders';
import { between, drawn } from '../simulation/drawn';

export const CLIENTS = ['Adatum', 'Contoso', 'Fabrikam'] as const;

/** One address with certificates that people renew, now in time and now too late; or one that comes and goes; or a certificate in ACM. */
export interface Site {
  readonly target: string;
  readonly client: string;
  /** When what it serves expires; it only ever becomes later. */
  expires: Instant;
  /** When that is renewed. */
  renewed: Instant;
  readonly flaps: boolean;
  /** It is seen where the inventory is taken, and its row says more of it. */
  readonly isHeld: boolean;
  readonly mark: string;
  /** Since when its row has been there; undefined while it is not. */
  watchedSince: Instant | undefined;
}

export function estateOf(seed: string, now: Instant, size: number): Site[] {
  return Array.from({ length: size }, (_, i) => {
    const client = CLIENTS[i % CLIENTS.length] ?? CLIENTS[0];
    const isHeld = i % 5 === 4;
    const flaps = !isHeld && i % 4 === 3;
    const expires = now + Math.round(between(1, 40, seed, i)) * DAY + (flaps ? 900 * DAY : 0);
    const target = isHeld ? `${ACM}${i}` : `www${i}.${client.toLowerCase()}.example`;
    const site = { target, client, expires, renewed: 0, flaps, isHeld, mark: `m${i}`, watchedSince: undefined };
    return { ...site, renewed: renewalOf(site, seed) };
  });
}

const ACM = 'arn:aws:acm:eu-west-1:123456789012:certificate/';

/** From three weeks before it expires to two days after. */
function renewalOf({ target, expires }: Pick<Site, 'target' | 'expires'>, seed: string): Instant {
  return expires - Math.round(between(-2, 21, seed, target, expires) * DAY);
}

export function renew(site: Site, seed: string): void {
  site.expires += 60 * DAY;
  site.renewed = renewalOf(site, seed);
}

/** It gets another certificate, which lasts a little longer. */
export function reissue(site: Site): void {
  site.expires += HOUR;
}

/** The row carries the round in which it is read, and with it each notice, and so each message. */
export function rowOf({ target, client, mark }: Site, round: number): Row {
  return { target, client, owner: client, notes: `${mark}r${round}m` };
}

/** Rows that belong to no site, whose notices have to be known by a mark too: that of the prober itself, and of the inventory. */
export function otherRows(round: number): Row[] {
  return [
    { target: monitorId(CLOUD), notes: `m999r${round}m` },
    { target: 'acm:eu-west-1', notes: `m998r${round}m` },
  ];
}

/** The marks in the text of a message, which may break its lines. */
export function marksIn(text: string): string[] {
  return [...new Set(text.match(/m\d+r\d+m/g))];
}

/** Whether the prober reaches nothing at all; twice in a row, since to miss a target once makes nothing of it. */
export function isOffline(seed: string, round: number): boolean {
  return drawn(seed, 'offline', Math.floor(round / 2)) < 0.08;
}

/** @param look the so-manieth of the night: one may see what another does not. */
export function lookAt(site: Site, seed: string, round: number, look: number): Observation {
  const { target, expires, flaps, isHeld } = site;
  if (isHeld) return { saw: 'managed', certificate: held(site) };
  if (isOffline(seed, round)) return endpoint(unseen(REFUSED));
  const isGone = drawn(seed, target, 'gone', Math.floor(round / 4)) < 0.4 || drawn(seed, target, 'blinks', look) < 0.2;
  if (flaps && isGone) return endpoint(unseen(REFUSED));
  const leaf = { subject: `CN=${target}`, names: [target], notAfter: expires, notBefore: expires - 90 * DAY };
  return endpoint(serving(certificate(0, { ...leaf, sha256: `${target} ${expires}`, serial: `${expires}` })));
}

/** Imported, so that people have to renew it. */
function held({ target, client, expires, mark }: Site): ManagedCertificate {
  const domain = `${mark}.${client.toLowerCase()}.example`;
  return {
    arn: target,
    domain,
    names: [domain],
    type: 'imported',
    status: 'ISSUED',
    inUse: true,
    exported: false,
    notBefore: expires - 90 * DAY,
    notAfter: expires,
    renewal: { eligible: false, missingRecords: [] },
  };
}
