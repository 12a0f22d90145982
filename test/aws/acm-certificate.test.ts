import { fromSearch, fromSummary, withDetail } from '../../lambda/aws/acm-certificate';

const CertificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-4000-8000-000000000001';
const NotAfter = new Date('2026-12-31T23:59:59Z');

describe('A certificate as ACM tells of it', () => {
  it('without an ARN is none', () => {
    expect(fromSummary({ DomainName: 'www.example' })).toBeUndefined();
    expect(fromSearch({ X509Attributes: { Subject: { CommonName: 'www.example' } } })).toBeUndefined();
  });

  it('with metadata of a kind that is not known yet is taken to be in use, since it has a date', () => {
    const found = { CertificateArn, CertificateMetadata: { $unknown: ['Other', {}] as [string, unknown] } };
    expect(fromSearch({ ...found, X509Attributes: { NotAfter } })).toEqual({
      arn: CertificateArn,
      domain: CertificateArn,
      names: [],
      type: 'unknown',
      status: 'UNKNOWN',
      inUse: true,
      exported: false,
      notAfter: NotAfter.getTime(),
      renewal: { eligible: false, missingRecords: [] },
    });
  });

  it('is named by its domain, else by its first name, else by its ARN', () => {
    expect(
      fromSummary({ CertificateArn, DomainName: 'a.example', SubjectAlternativeNameSummaries: ['b'] })?.domain,
    ).toBe('a.example');
    expect(fromSummary({ CertificateArn, DomainName: ' ', SubjectAlternativeNameSummaries: ['b'] })?.domain).toBe('b');
    expect(fromSummary({ CertificateArn, SubjectAlternativeNameSummaries: [] })?.domain).toBe(CertificateArn);
  });

  it('has DNS names and addresses for names, whatever else its subject alternative names hold', () => {
    const SubjectAlternativeNames = [
      { Rfc822Name: 'ann@example.com' },
      { DnsName: 'www.example' },
      { $unknown: ['Other', 1] as [string, unknown] },
      { IpAddress: '192.0.2.1' },
    ];
    expect(fromSearch({ CertificateArn, X509Attributes: { SubjectAlternativeNames } })?.names).toEqual([
      'www.example',
      '192.0.2.1',
    ]);
  });

  it('has its serial number as browsers show it', () => {
    expect(fromSearch({ CertificateArn, X509Attributes: { SerialNumber: '07:a1:ff' } })?.serial).toBe('07A1FF');
  });
});

describe('A record that ACM waits for', () => {
  it('of the longest names that DNS allows is whole', () => {
    const longest = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}.`;
    const waiting = fromSummary({ CertificateArn, Status: 'PENDING_VALIDATION' });
    if (waiting === undefined) throw new Error('unreachable');
    const ResourceRecord = { Name: longest, Type: 'CNAME', Value: longest } as const;
    const { renewal } = withDetail(waiting, { DomainValidationOptions: [{ DomainName: 'a', ResourceRecord }] });
    expect(renewal.missingRecords).toEqual([`${longest} CNAME ${longest}`]);
  });
});
