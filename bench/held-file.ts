import { DAY } from '../lambda/core/instant';
import type { KnownCertificate } from '../lambda/core/known-certificate';
import { monitorOf } from '../lambda/core/monitor';
import { CLOUD } from '../lambda/core/read-targets';
import type { Shared } from '../lambda/store/sweep-files';

const NOW = Date.UTC(2026, 10, 22);
const CLIENTS = 5_000;

/** What the first part of a sweep leaves, where inventories hold so many certificates. */
export function sharedOf(size: number): Shared {
  const certificates = Array.from({ length: size }, (_, i) => certificate(i));
  return {
    certificates,
    served: new Map(
      certificates.flatMap(({ serial, notAfter, client }, i) => (i % 2 ? [[`${serial} ${notAfter}`, client]] : [])),
    ),
    registrations: [],
    clients: new Map(),
    readAt: NOW,
    monitor: monitorOf([], CLOUD),
    probers: [],
    monitors: [],
    clientsElsewhere: [],
  };
}

export function domainOf(i: number): string {
  return `department-${i % 10}.customer${i}.example`;
}

/** As long as those of ACM are. */
function certificate(i: number): KnownCertificate {
  const hex = (BigInt(i) * 0x9e3779b97f4a7c15f39cc0605cedc835n) & (2n ** 128n - 1n);
  const serial = hex.toString(16).padStart(32, '0').toUpperCase();
  const uuid = serial.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const arn = (service: string, what: string) => `arn:aws:${service}:eu-central-1:123456789012:${what}/${uuid}`;
  const notBefore = NOW - (i % 300) * DAY;
  const domain = domainOf(i);
  const names = i % 2 ? [domain, `www.${domain}`] : [domain, `*.${domain}`, `mail.${domain}`];
  const former = { notBefore: notBefore - 300 * DAY, notAfter: notBefore + 98 * DAY, serial: `A${serial.slice(1)}` };
  return {
    id: arn('acm', 'certificate'),
    client: `Client ${i % CLIENTS}`,
    names,
    notBefore,
    notAfter: notBefore + 398 * DAY,
    serial,
    renewsItself: i % 3 === 0,
    isPrivate: false,
    exported: false,
    ...(i % 2 && { usedBy: [arn('elasticloadbalancing', `loadbalancer/app/front-${i}`)] }),
    ...(i % 10 === 0 && {
      preflight: { at: NOW, obstacles: [{ why: 'validation-record-missing', record: `_${uuid}.${domain} CNAME x` }] },
    }),
    formerly: i % 3 === 0 ? [former] : [],
  };
}
