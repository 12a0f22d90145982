import { type ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import type { ManagedCertificate } from '../core/held';
import { DAY, type Instant } from '../core/instant';
import { isNearRenewal } from '../core/preflight';
import { isNameless, withDetail } from './acm-certificate';
import { listCertificates } from './acm-list';
import { searchCertificates } from './acm-search';
import { isGone, isUnavailable } from './failure';
import { within } from './within';

interface Inventory {
  readonly certificates: readonly ManagedCertificate[];
  /** Why details could not be read, one error a certificate; these certificates are told of without their details. */
  readonly undescribed: readonly unknown[];
}

interface Listing {
  readonly certificates: readonly ManagedCertificate[];
  readonly lacksDetail: (certificate: ManagedCertificate) => boolean;
}

/** DescribeCertificate allows about ten calls a second in an account and region, all its users together. */
const DESCRIBED_AT_ONCE = 4;

/** Half a minute at that rate; those without which nobody knows what to do go first. */
const MOST_DESCRIBED = 300;

/** ACM begins a renewal 60 days before the end at the earliest (user guide, managed renewal); before, there is none to ask for. */
const RENEWAL_MAY_HAVE_BEGUN = 75 * DAY;

/**
 * All certificates of the client's region. Rejects with the SDK's error, or with the signal's reason once it is aborted;
 * but not once the certificates are listed: those whose details are still missing then are told of without.
 */
export async function takeInventory(client: ACMClient, now: Instant, signal: AbortSignal): Promise<Inventory> {
  const { certificates, lacksDetail } = await list(client, now, signal);
  const known = new Map(certificates.map((certificate) => [certificate.arn, certificate]));
  const undescribed: unknown[] = [];
  const all = mostUrgentFirst(certificates.filter(lacksDetail));
  const lacking = all.slice(0, MOST_DESCRIBED);
  for (const left of all.slice(MOST_DESCRIBED)) known.set(left.arn, { ...left, detailMissed: true });
  for (let i = 0; i < lacking.length; i += DESCRIBED_AT_ONCE) {
    const described = lacking.slice(i, i + DESCRIBED_AT_ONCE).map(async (certificate) => {
      try {
        known.set(certificate.arn, await within(signal, describe(client, certificate, signal)));
      } catch (error) {
        // Deleted since it was listed; ACM goes on listing such ones for a while.
        if (isGone(error)) return;
        known.set(certificate.arn, { ...certificate, detailMissed: true });
        undescribed.push(error);
      }
    });
    await Promise.all(described);
  }
  return { certificates: [...known.values()], undescribed };
}

async function list(client: ACMClient, now: Instant, signal: AbortSignal): Promise<Listing> {
  try {
    return {
      certificates: await within(signal, searchCertificates(client, signal)),
      lacksDetail: (certificate) => searchLacks(certificate, now),
    };
  } catch (error) {
    if (!isUnavailable(error)) throw error;
  }
  const certificates = await within(signal, listCertificates(client, signal));
  return { certificates, lacksDetail: (certificate) => listLacks(certificate, now) };
}

/**
 * SearchCertificates tells how a renewal stands, but not why, nor which records a validation waits for or a renewal will need,
 * nor what uses it.
 */
function searchLacks(certificate: ManagedCertificate, now: Instant): boolean {
  const { type, renewal, notBefore, notAfter } = certificate;
  if (isStuck(certificate) || (notAfter === undefined && isNameless(certificate))) return true;
  const dated = notBefore !== undefined && notAfter !== undefined;
  if (renewal.eligible && dated && isNearRenewal({ notBefore, notAfter }, now)) return true;
  return type === 'imported' && isDueInUse(certificate, now);
}

/** ListCertificates tells nothing of renewals; what was imported has none. */
function listLacks(certificate: ManagedCertificate, now: Instant): boolean {
  const { type, status, notAfter } = certificate;
  if (isStuck(certificate) || isDueInUse(certificate, now)) return true;
  return type !== 'imported' && status === 'ISSUED' && isDue(notAfter, now);
}

function isStuck({ status, renewal }: ManagedCertificate): boolean {
  if (status === 'PENDING_VALIDATION' || status === 'FAILED') return true;
  return renewal.status === 'FAILED' || renewal.status === 'PENDING_VALIDATION';
}

/** Somebody will want to know what it is attached to. */
function isDueInUse({ status, inUse, notAfter }: ManagedCertificate, now: Instant): boolean {
  return status === 'ISSUED' && inUse && isDue(notAfter, now);
}

function isDue(notAfter: Instant | undefined, now: Instant): boolean {
  return notAfter === undefined || notAfter - now <= RENEWAL_MAY_HAVE_BEGUN;
}

function mostUrgentFirst(certificates: readonly ManagedCertificate[]): ManagedCertificate[] {
  const urgency = (certificate: ManagedCertificate) =>
    isStuck(certificate) ? 0 : (certificate.notAfter ?? Number.MAX_SAFE_INTEGER);
  return [...certificates].sort((a, b) => urgency(a) - urgency(b));
}

async function describe(
  client: ACMClient,
  certificate: ManagedCertificate,
  abortSignal: AbortSignal,
): Promise<ManagedCertificate> {
  const command = new DescribeCertificateCommand({ CertificateArn: certificate.arn });
  const { Certificate } = await client.send(command, { abortSignal });
  return Certificate ? withDetail(certificate, Certificate) : certificate;
}
