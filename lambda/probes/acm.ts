import { takeInventory } from '../aws/acm-inventory';
import { type Asked, awsFailure } from '../aws/failure';
import type { Finding } from '../core/finding';
import type { ManagedCertificate, Sighting } from '../core/observation';
import { oneLine } from '../core/safe-text';
import { type AcmTarget, asFound } from '../core/target';
import { withPreflight } from '../tls/preflight-of';
import type { Look } from './probe';

/** Milliseconds for an inventory at least: thousands of certificates come in pages, and ACM turns hasty callers away. */
const INVENTORY_TIMEOUT = 60_000;

/**
 * Looks through a region of AWS Certificate Manager: first a sighting of the inventory, then one of each certificate, whose
 * target is the row with the ARN for its name. Takes {@link INVENTORY_TIMEOUT} or {@link Look.timeout}, whichever is longer.
 */
export async function probeAcm(
  target: AcmTarget,
  { acm, now, timeout, preflight }: Pick<Look, 'acm' | 'now' | 'timeout' | 'preflight'>,
): Promise<readonly [Sighting, ...Sighting[]]> {
  const { region } = target;
  const what = `ACM in ${region}`;
  try {
    const signal = AbortSignal.timeout(Math.max(timeout, INVENTORY_TIMEOUT));
    const { certificates: found, undescribed } = await takeInventory(acm(region), now(), signal);
    const certificates = await withPreflight(found, preflight, now());
    const problems = [...target.problems, ...gap(undescribed, { what, region, actions: 'acm:DescribeCertificate' })];
    return [
      { target: { ...target, problems }, observation: { saw: 'inventory', count: certificates.length } },
      ...certificates.map((certificate) => sightingOf(target, certificate)),
    ];
  } catch (error) {
    const actions = 'acm:SearchCertificates, or acm:ListCertificates and acm:DescribeCertificate';
    return [{ target, observation: { saw: 'nothing', failure: awsFailure(error, { what, region, actions }) } }];
  }
}

function sightingOf(target: AcmTarget, certificate: ManagedCertificate): Sighting {
  return { target: asFound(target, certificate.arn), observation: { saw: 'managed', certificate } };
}

/** Said with the inventory: to be denied details for good is for somebody to mend, to miss some once is not. */
function gap(undescribed: readonly unknown[], asked: Asked): Finding[] {
  const failures = undescribed.map((error) => awsFailure(error, asked));
  const denied = failures.find(({ reason }) => reason === 'access-denied');
  const failure = denied ?? failures[0];
  if (failure === undefined) return [];
  const of = failures.length === 1 ? 'one certificate' : `${failures.length} certificates`;
  const sentence = oneLine(`Why renewals fail could not be read for ${of}: ${failure.sentence}`, 600);
  return [{ sentence, ...(denied ? DENIED : MISSED) }];
}

const DENIED = { reason: 'access-denied', severity: 'warning' } as const;
const MISSED = { reason: 'unreachable', severity: 'info' } as const;
