import { DAY, type Instant } from '../../lambda/core/instant';
import type { AddressObservation, Observation, Sighting } from '../../lambda/core/observation';
import type { Row } from '../../lambda/core/row';
import { asFound, type Target } from '../../lambda/core/target';
import { endpoint, REFUSED, serving, unseen } from '../core/builders';
import { drawn } from './drawn';
import type { Scene } from './scene';
import type { Site, Span } from './site';
import type { Term } from './term';

const INVENTORY: Row = { target: 'acm:eu-west-1', client: 'Operations', owner: 'operations' };

/** What people have written in the Targets table by now; a promise stays in its row when it is long past. */
export function rowsAt({ sites }: Scene, now: Instant): Row[] {
  const rows = sites.filter(({ managed }) => !managed);
  return [
    INVENTORY,
    ...rows.map(({ id, client, owner, terms }) => {
      const promise = terms.findLast(({ promise }) => promise !== undefined && promise.made <= now)?.promise;
      return { target: id, client, owner, ...(promise && { promised: new Date(promise.until).toISOString() }) };
    }),
  ];
}

/** What a look at it shows. */
export function lookAt(target: Target, scene: Scene, now: Instant): readonly [Sighting, ...Sighting[]] {
  if (target.kind === 'acm') return inventoryOf(target, scene, now);
  const site = scene.byId.get(target.id);
  if (site === undefined) throw new Error(`nothing is known of ${target.id}`);
  return [{ target, observation: served(site, scene, now) }];
}

function served(site: Site, { seed, outage }: Scene, now: Instant): Observation {
  const timedOut = { reason: 'timed-out', sentence: 'It did not answer in time.' } as const;
  if (isWithin(outage, now)) return endpoint(...site.addresses.map((address) => unseen(timedOut, address)));
  const isGone = site.flaps.some((flap) => isWithin(flap, now)) && drawn(seed, site.id, now) < 0.5;
  return endpoint(
    ...site.addresses.map((address) =>
      isGone ? unseen(REFUSED, address) : answer(site, address, drawn(seed, site.id, address, now) < 0.5, now),
    ),
  );
}

function answer({ terms, rollOut }: Site, address: string, old: boolean, now: Instant): AddressObservation {
  const i = terms.findLastIndex(({ from }) => from <= now);
  const [before, current] = [terms[i - 1], terms[i]];
  const inUse = before !== undefined && before.until + rollOut > now && old ? before : current;
  if (inUse === undefined) throw new Error('it has no certificate');
  const { certificate } = inUse;
  if (certificate.notAfter > now) return serving(certificate, {}, address);
  const verdict = { trusted: false, reason: 'date', sentence: 'The certificate has expired.' } as const;
  return serving(certificate, { verdict }, address);
}

function inventoryOf(target: Target & { kind: 'acm' }, { sites }: Scene, now: Instant): [Sighting, ...Sighting[]] {
  const held = sites.filter(({ managed }) => managed);
  return [
    { target, observation: { saw: 'inventory', count: held.length } },
    ...held.map(({ id, client, owner, terms }) => ({
      target: asFound(target, id),
      observation: managedBy(
        id,
        terms.findLast(({ from }) => from <= now),
        now,
      ),
      tags: { client, owner },
    })),
  ];
}

function managedBy(arn: string, term: Term | undefined, now: Instant): Observation {
  if (term === undefined) throw new Error(`${arn} has no certificate`);
  const { certificate } = term;
  const { notBefore, notAfter, names, serial } = certificate;
  const isDue = notAfter - now < 60 * DAY;
  return {
    saw: 'managed',
    certificate: {
      arn,
      domain: names[0] ?? '',
      names,
      type: 'amazon-issued',
      status: 'ISSUED',
      inUse: true,
      exported: false,
      notBefore,
      notAfter,
      serial,
      renewal: { eligible: true, missingRecords: [], ...(isDue && { status: 'PENDING_AUTO_RENEWAL' }) },
    },
  };
}

export function isWithin({ from, until }: Span, now: Instant): boolean {
  return from <= now && now < until;
}
