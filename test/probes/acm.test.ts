import { createAws } from '../../lambda/aws/clients';
import { assess } from '../../lambda/core/assess';
import { DAY } from '../../lambda/core/instant';
import type { AcmTarget } from '../../lambda/core/target';
import { probeAcm } from '../../lambda/probes/acm';
import { failure, NOW, ofEachKind, pending, probe, stuck, target } from '../aws/looking-at-acm';
import { acmCertificate } from '../servers/acm-answers';
import { type AcmServerOptions, startAcm } from '../servers/acm-server';

const BOTH_WAYS: [string, Partial<AcmServerOptions>][] = [
  ['with SearchCertificates', {}],
  ['with ListCertificates', { search: 'unknown' }],
];

describe.each(BOTH_WAYS)('An inventory is taken %s:', (_way, options) => {
  it('every key type, every origin of keys and certificates without a domain are found', async () => {
    const { DomainName, SubjectAlternativeNames, ...nameless } = acmCertificate('nobody');
    const { first, certificates } = await probe({ certificates: [...ofEachKind, nameless], ...options });
    expect(first.observation).toEqual({ saw: 'inventory', count: 22 });
    expect(certificates.map(({ arn }) => arn)).toEqual(
      [...ofEachKind, nameless].map(({ CertificateArn }) => CertificateArn),
    );
    expect(certificates.at(-1)).toMatchObject({ domain: nameless.CertificateArn, names: [] });
  });

  it('a certificate has all that ACM tells of it', async () => {
    const { certificates } = await probe({
      certificates: [acmCertificate('www.example', { Exported: true })],
      ...options,
    });
    expect(certificates).toEqual([
      {
        arn: expect.stringMatching(/^arn:aws:acm:eu-west-1:123456789012:certificate\//),
        domain: 'www.example',
        names: ['www.example'],
        type: 'imported',
        status: 'ISSUED',
        inUse: true,
        exported: true,
        notBefore: Date.parse('2026-06-01T00:00:00Z'),
        notAfter: Date.parse('2027-05-31T23:59:59Z'),
        ...(options.search === undefined && { serial: expect.stringMatching(/^[0-9A-F]{32}$/) }),
        renewal: { eligible: false, missingRecords: [] },
      },
    ]);
  });

  it('1,234 certificates come in pages, each once', async () => {
    const many = Array.from({ length: 1234 }, (_, i) => acmCertificate(`host-${i}.example`));
    const { first, certificates } = await probe({ certificates: many, ...options });
    expect(first.observation).toEqual({ saw: 'inventory', count: 1234 });
    expect(new Set(certificates.map(({ domain }) => domain)).size).toBe(1234);
  });

  it('one that waits for its validation has no dates, and says which record it waits for', async () => {
    const { certificates } = await probe({ certificates: [pending], ...options });
    expect(certificates).toEqual([
      {
        arn: pending.CertificateArn,
        domain: 'new.example',
        names: ['new.example', 'www.new.example'],
        type: 'amazon-issued',
        status: 'PENDING_VALIDATION',
        inUse: false,
        exported: false,
        renewal: { eligible: false, missingRecords: ['_c.new.example. CNAME _x.acm-validations.aws.'] },
      },
    ]);
  });

  it('a renewal that failed comes with its reason and the records that are missing, each once', async () => {
    const { certificates } = await probe({ certificates: [stuck], ...options });
    expect(certificates[0]?.renewal).toEqual({
      eligible: true,
      status: 'FAILED',
      reason: 'CAA_ERROR',
      missingRecords: ['_a.stuck.example. CNAME _x.acm-validations.aws.'],
    });
  });

  it('how ACM makes sure of the names is told', async () => {
    const byEmail = acmCertificate('mail.example', {
      Type: 'AMAZON_ISSUED',
      NotAfter: new Date(NOW + 20 * DAY),
      DomainValidationOptions: [{ DomainName: 'mail.example', ValidationMethod: 'EMAIL' }],
    });
    const { certificates } = await probe({ certificates: [byEmail, acmCertificate('own.example')], ...options });
    expect(certificates.map(({ validation }) => validation)).toEqual(['email', undefined]);
  });

  it('why it was never issued is told', async () => {
    const failed = { ...pending, Status: 'FAILED', FailureReason: 'CAA_ERROR' } as const;
    const { certificates } = await probe({ certificates: [failed], ...options });
    expect(certificates[0]).toMatchObject({ status: 'FAILED', renewal: { reason: 'CAA_ERROR' } });
  });

  it('a certificate whose details cannot be read is told of without them, and so are all others', async () => {
    const certificates = [stuck, acmCertificate('well.example'), pending];
    const seen = await probe({ certificates, broken: [stuck.CertificateArn], ...options });
    expect(seen.certificates.map(({ domain }) => domain)).toEqual(['stuck.example', 'well.example', 'new.example']);
    expect(seen.certificates[0]?.renewal).toMatchObject({ eligible: true, missingRecords: [] });
    expect(seen.certificates.map(({ detailMissed }) => detailMissed)).toEqual([true, undefined, undefined]);
    expect(seen.certificates[2]?.renewal.missingRecords).toHaveLength(1);
    expect(seen.first.target.problems.at(-1)).toEqual({
      reason: 'unreachable',
      severity: 'info',
      sentence:
        'Details of one certificate could not be read: ACM in eu-west-1 failed with HTTP 400: ValidationException: The request could not be processed.',
    });
  });

  it('details that the role may not read are a warning, for it is blind to them for good', async () => {
    const { first, certificates } = await probe({ certificates: [stuck], describe: 'denied', ...options });
    expect(certificates).toHaveLength(1);
    const { severity, findings } = assess(first.target, first.observation, undefined, NOW);
    expect(severity).toBe('warning');
    expect(findings[0]?.reason).toBe('access-denied');
    expect(findings[0]?.sentence).toContain('acm:DescribeCertificate');
  });

  it('a certificate that was deleted since it was listed is no gap', async () => {
    const { first, certificates } = await probe({ certificates: [stuck], describe: 'gone', ...options });
    expect(certificates).toHaveLength(1);
    expect(first.target.problems).toEqual(target.problems);
  });

  it('statuses, types and renewals that are not known yet pass through', async () => {
    const novel = { ...stuck, ...JSON.parse('{"Status":"SUSPENDED","Type":"QUANTUM"}') };
    const { certificates } = await probe({ certificates: [novel], ...options });
    expect(certificates[0]).toMatchObject({ status: 'SUSPENDED', type: 'unknown' });
  });

  it('text of strangers is one printable line, and no more than 100 names are kept', async () => {
    const names = Array.from({ length: 120 }, (_, i) => `n${i}\u202e.example`);
    const rude = acmCertificate('a\r\nb.example', { SubjectAlternativeNames: names });
    const { certificates } = await probe({ certificates: [rude], ...options });
    expect(certificates[0]?.domain).toBe('a b.example');
    expect(certificates[0]?.names).toHaveLength(100);
    expect(certificates[0]?.names[0]).toBe('n0 .example');
  });

  it('other regions are not seen', async () => {
    const certificates = [acmCertificate('here.example'), acmCertificate('there.example', {}, 'us-east-1')];
    const seen = await probe({ certificates, ...options });
    expect(seen.certificates.map(({ domain }) => domain)).toEqual(['here.example']);
  });
});

describe('A sighting of a certificate', () => {
  it('is of the row under the name of the ARN, without what is about the row alone', async () => {
    const { sightings } = await probe({ certificates: [stuck] });
    expect(sightings[0]?.target).toEqual(target);
    expect(sightings[1]?.target).toEqual({
      kind: 'acm',
      id: stuck.CertificateArn,
      region: 'eu-west-1',
      client: 'Contoso',
      owner: 'Ann',
      timezone: 'UTC',
      location: 'cloud',
      muted: NOW + 2 * DAY,
      problems: [],
    });
  });

  it('of an empty region is none, and the region has been seen', async () => {
    const { sightings } = await probe({ certificates: [] });
    expect(sightings).toEqual([{ target, observation: { saw: 'inventory', count: 0 } }]);
  });
});

describe('What went wrong is an observation:', () => {
  const FAILURES: [string, Omit<AcmServerOptions, 'certificates'>, string, RegExp][] = [
    [
      'a role that may neither search nor list',
      { search: 'denied', list: 'denied' },
      'access-denied',
      /^AWS refuses to tell of ACM in eu-west-1: the role needs acm:SearchCertificates, or acm:ListCertificates and acm:DescribeCertificate \(AWS says: User: .*not authorized to perform: acm:ListCertificates/,
    ],
    [
      'credentials that have expired',
      { search: 'expired' },
      'access-denied',
      /^The AWS credentials for ACM in eu-west-1 have expired/,
    ],
    [
      'credentials that a region which every account has does not recognise',
      { search: 'not recognised' },
      'access-denied',
      /^ACM in eu-west-1 does not recognise the AWS credentials \(UnrecognizedClientException\)\.$/,
    ],
    [
      'a connection that is cut',
      { search: 'cut' },
      'reset',
      /^ACM in eu-west-1 could not be reached: the connection was cut \(ECONNRESET\)\.$/,
    ],
    [
      'a service that answers neither call as AWS does',
      { search: 'html', list: 'html' },
      'service-failed',
      /^ACM in eu-west-1 failed with HTTP 500: what came back is no answer of AWS\.$/,
    ],
    [
      'a request that ACM cannot process',
      { search: 'out of order' },
      'service-failed',
      /^ACM in eu-west-1 failed with HTTP 400: ValidationException: The request could not be processed\.$/,
    ],
  ];
  it.each(FAILURES)('%s', async (_what, options, reason, sentence) => {
    const { sightings } = await probe({ certificates: [stuck], ...options });
    expect(sightings).toHaveLength(1);
    expect(sightings[0]?.target).toBe(target);
    expect(failure(sightings[0])).toEqual({ reason, sentence: expect.stringMatching(sentence) });
  });

  it('a region that the account has not enabled, which is no reason to ask again in another way', async () => {
    const row: AcmTarget = { ...target, id: 'acm:af-south-1', region: 'af-south-1' };
    const { first, calls } = await probe({ certificates: [], search: 'not recognised' }, row);
    expect(failure(first)).toEqual({
      reason: 'region-disabled',
      sentence: 'The region af-south-1 is not enabled in this AWS account (UnrecognizedClientException).',
    });
    expect(calls).toEqual(['SearchCertificates']);
  });

  it('a service that goes away between two pages, for half an inventory is none', async () => {
    const many = Array.from({ length: 501 }, (_, i) => acmCertificate(`host-${i}.example`));
    const server = await startAcm({ certificates: many });
    const aws = createAws({ endpoint: server.endpoint });
    const { close } = server;
    const client = aws.acm({ region: 'eu-west-1' });
    client.middlewareStack.add(
      (next) => async (args) => {
        const output = await next(args);
        await close();
        return output;
      },
      { step: 'initialize' },
    );
    const [first, ...others] = await probeAcm(target, { aws, now: () => NOW, timeout: 10_000 });
    expect(failure(first)?.reason).toBe('refused');
    expect(others).toEqual([]);
  });
});
