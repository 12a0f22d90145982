import { createAws } from '../../lambda/aws/clients';
import { assess } from '../../lambda/core/assess';
import { DAY } from '../../lambda/core/instant';
import { probeAcm } from '../../lambda/probes/acm';
import { createDnsRecords } from '../../lambda/tls/dns-records';
import { createPreflight } from '../../lambda/tls/preflight';
import { NOW, target } from '../aws/looking-at-acm';
import { type AcmCertificate, acmCertificate } from '../servers/acm-answers';
import { type AcmServerOptions, startAcm } from '../servers/acm-server';
import { type DnsReply, startDnsServer } from '../servers/dns-server';

/** A certificate of 198 days that ACM makes sure of by one record. */
function renewing(domain: string, daysLeft: number, more: Partial<AcmCertificate> = {}): AcmCertificate {
  const record = { Name: `_a.${domain}.`, Type: 'CNAME', Value: '_b.acm-validations.aws.' } as const;
  return acmCertificate(domain, {
    Type: 'AMAZON_ISSUED',
    RenewalEligibility: 'ELIGIBLE',
    NotBefore: new Date(NOW + (daysLeft - 198) * DAY),
    NotAfter: new Date(NOW + daysLeft * DAY),
    DomainValidationOptions: [
      { DomainName: domain, ValidationStatus: 'SUCCESS', ValidationMethod: 'DNS', ResourceRecord: record },
      { DomainName: `*.${domain}`, ValidationStatus: 'SUCCESS', ValidationMethod: 'DNS', ResourceRecord: record },
    ],
    ...more,
  });
}

const NAMES: Record<string, DnsReply> = {
  example: {},
  'well.example': {},
  '_a.well.example': { alias: '_b.acm-validations.aws' },
  'closed.example': { caa: [[0, 'issue', 'letsencrypt.org']] },
  '_a.closed.example': { alias: '_b.acm-validations.aws' },
};

/** What is found about each, as `warning caa-forbids`, and which were described. */
async function found(options: AcmServerOptions): Promise<{ reasons: string[][]; described: number; asked: number }> {
  const acm = await startAcm(options);
  const dns = await startDnsServer((name) => NAMES[name] ?? { code: 3 });
  try {
    const preflight = createPreflight(createDnsRecords({ servers: [dns.address] }));
    const aws = createAws({ endpoint: acm.endpoint });
    const sightings = await probeAcm(target, { aws, now: () => NOW, timeout: 10_000, preflight });
    const reasons = sightings.slice(1).map(({ target: row, observation }) => {
      const { findings } = assess(row, observation, undefined, NOW);
      return findings.map(({ reason, severity }) => `${severity} ${reason}`);
    });
    const described = acm.calls.filter((call) => call === 'DescribeCertificate').length;
    return { reasons, described, asked: dns.asked.length };
  } finally {
    await Promise.all([acm.close(), dns.close()]);
  }
}

const BOTH_WAYS: [string, Partial<AcmServerOptions>][] = [
  ['SearchCertificates', {}],
  ['ListCertificates', { search: 'unknown' }],
];

describe.each(BOTH_WAYS)('Before ACM renews, with %s,', (_way, options) => {
  it('what is in the way is found', async () => {
    const unused = { InUseBy: [], Exported: true };
    const certificates = [
      renewing('well.example', 55),
      renewing('gone.example', 55),
      renewing('closed.example', 55, unused),
    ];
    const { reasons, described } = await found({ certificates, ...options });
    expect(reasons).toEqual([[], ['warning validation-record-missing'], ['warning caa-forbids']]);
    expect(described).toBe(3);
  });

  it('what ACM makes sure of by mail needs no records, but CAs that may issue it', async () => {
    const byMail = [{ DomainName: 'closed.example', ValidationMethod: 'EMAIL' } as const];
    const certificates = [renewing('closed.example', 55, { DomainValidationOptions: byMail })];
    const { reasons } = await found({ certificates, ...options });
    expect(reasons).toEqual([['warning caa-forbids', 'info validation-by-email']]);
  });

  it('nothing is asked for long before, nor of what ACM will not renew', async () => {
    const certificates = [
      renewing('far.example', 100),
      renewing('unused.example', 55, { RenewalEligibility: 'INELIGIBLE', InUseBy: [] }),
      acmCertificate('imported.example'),
    ];
    const { asked } = await found({ certificates, ...options });
    expect(asked).toBe(0);
  });
});
