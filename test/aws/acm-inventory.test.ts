import { takeInventory } from '../../lambda/aws/acm-inventory';
import { createAws } from '../../lambda/aws/clients';
import { DAY } from '../../lambda/core/instant';
import { probeAcm } from '../../lambda/probes/acm';
import { type AcmCertificate, acmCertificate } from '../servers/acm-answers';
import { type AcmServer, startAcm } from '../servers/acm-server';
import { NOW, ofEachKind, pending, probe, stuck, target } from './looking-at-acm';

let server: AcmServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe('ACM is asked again', () => {
  it.each([
    ['the region or the partition does not know it', 'unknown'],
    ['the role may not', 'denied'],
    ['what stands in for AWS lacks it and answers with a web page', 'html'],
  ] as const)('with ListCertificates where it cannot search since %s', async (_why, search) => {
    const { first, calls } = await probe({ certificates: ofEachKind, search });
    expect(first.observation).toEqual({ saw: 'inventory', count: 21 });
    expect(calls[0]).toBe('SearchCertificates');
    expect(calls.at(-1)).toBe('ListCertificates');
  });

  it('where it throttles at first, and is whole in the end', async () => {
    const { first, calls } = await probe({ certificates: ofEachKind, throttle: 1 });
    expect(first.observation).toEqual({ saw: 'inventory', count: 21 });
    expect(calls).toEqual(['SearchCertificates', 'SearchCertificates']);
  });
});

describe('ACM is asked', () => {
  const many = Array.from({ length: 1234 }, (_, i) => acmCertificate(`host-${i}.example`));

  it('for 500 certificates at a time without any filter', async () => {
    const { calls, inputs } = await probe({ certificates: many });
    expect(calls).toEqual(['SearchCertificates', 'SearchCertificates', 'SearchCertificates']);
    expect(inputs).toEqual([
      { MaxResults: 500 },
      { MaxResults: 500, NextToken: expect.any(String) },
      { MaxResults: 500, NextToken: expect.any(String) },
    ]);
  });

  it('for 1000 at a time, every key type and every origin of keys, where it cannot search', async () => {
    const { calls, inputs } = await probe({ certificates: many, search: 'unknown' });
    expect(calls).toEqual(['SearchCertificates', 'ListCertificates', 'ListCertificates']);
    const all = {
      MaxItems: 1000,
      Includes: {
        keyTypes: expect.arrayContaining([
          'RSA_1024',
          'RSA_2048',
          'RSA_3072',
          'RSA_4096',
          'EC_prime256v1',
          'EC_secp384r1',
          'EC_secp521r1',
        ]),
      },
      CertificateKeyPairOrigins: expect.arrayContaining(['AWS_MANAGED', 'CUSTOMER_PROVIDED', 'ACME']),
    };
    expect(inputs.slice(1)).toEqual([all, { ...all, NextToken: expect.any(String) }]);
  });

  it('from the first page on each time, by clients that are kept', async () => {
    server = await startAcm({ certificates: many, search: 'unknown' });
    const aws = createAws({ endpoint: server.endpoint });
    for (let look = 0; look < 2; look++) {
      const [first] = await probeAcm(target, { aws, now: () => NOW, timeout: 10_000 });
      expect(first.observation).toEqual({ saw: 'inventory', count: 1234 });
    }
  });

  it('for details of what is stuck or renews soon alone, where a search tells the rest', async () => {
    const fine = {
      ...stuck,
      ...acmCertificate('fine.example', { Type: 'AMAZON_ISSUED', RenewalEligibility: 'ELIGIBLE' }),
    };
    const renewing = {
      ...fine,
      NotBefore: new Date(NOW - 158 * DAY),
      NotAfter: new Date(NOW + 40 * DAY),
      RenewalSummary: { ...summaryOf(stuck), RenewalStatus: 'PENDING_AUTO_RENEWAL' as const },
    };
    const far = {
      ...acmCertificate('far.example', { RenewalEligibility: 'ELIGIBLE' }),
      NotAfter: new Date('2027-03-01T23:59:59Z'),
    };
    const { calls, inputs } = await probe({
      certificates: [acmCertificate('imported.example'), far, renewing, stuck, pending],
    });
    expect(calls).toEqual(['SearchCertificates', ...Array.from({ length: 3 }, () => 'DescribeCertificate')]);
    expect(
      inputs
        .slice(1)
        .map(({ CertificateArn }) => CertificateArn)
        .sort(),
    ).toEqual([renewing.CertificateArn, stuck.CertificateArn, pending.CertificateArn].sort());
  });

  it.each(['works', 'unknown'] as const)(
    'for what uses an imported one that ends soon, where a search %s',
    async (search) => {
      const soon = acmCertificate('soon.example', { NotAfter: new Date(NOW + 74 * DAY) });
      const unused = acmCertificate('unused.example', { NotAfter: new Date(NOW + 74 * DAY), InUseBy: [] });
      const far = acmCertificate('far.example', { NotAfter: new Date(NOW + 76 * DAY) });
      const { certificates, inputs } = await probe({ certificates: [soon, unused, far], search });
      expect(certificates.map(({ domain, usedBy }) => [domain, usedBy])).toEqual([
        ['soon.example', soon.InUseBy],
        ['unused.example', undefined],
        ['far.example', undefined],
      ]);
      expect(inputs.filter(({ CertificateArn }) => CertificateArn)).toHaveLength(1);
    },
  );

  it('for 300 details at most, those first without which nobody knows what to do', async () => {
    const near = (i: number) => acmCertificate(`near-${i}.example`, { NotAfter: new Date(NOW + (1 + i / 10) * DAY) });
    const certificates = [...Array.from({ length: 300 }, (_, i) => near(i)), stuck];
    const { certificates: seen, inputs } = await probe({ certificates });
    expect(inputs.filter(({ CertificateArn }) => CertificateArn)).toHaveLength(300);
    expect(seen.find(({ domain }) => domain === 'stuck.example')?.renewal.reason).toBe('CAA_ERROR');
    expect(seen.filter(({ usedBy }) => usedBy === undefined).map(({ domain }) => domain)).toEqual(['near-299.example']);
  });

  it('for no more than four details at a time, and for every one that is needed', async () => {
    const certificates = Array.from({ length: 11 }, (_, i) => ({ ...stuck, ...acmCertificate(`host-${i}.example`) }));
    server = await startAcm({
      certificates: certificates.map((one) => ({ ...one, RenewalSummary: summaryOf(stuck) })),
    });
    const client = createAws({ endpoint: server.endpoint }).acm({ region: 'eu-west-1' });
    let underWay = 0;
    const seen: number[] = [];
    client.middlewareStack.add(
      (next) => async (args) => {
        seen.push(++underWay);
        return await next(args).finally(() => underWay--);
      },
      { step: 'initialize' },
    );
    const inventory = await takeInventory(client, NOW, AbortSignal.timeout(10_000));
    expect(inventory.certificates.map(({ renewal }) => renewal.reason)).toEqual(Array(11).fill('CAA_ERROR'));
    expect(Math.max(...seen)).toBe(4);
  });

  it('for details of what may be in renewal alone, where it can only list', async () => {
    const far = acmCertificate('far.example', { Type: 'AMAZON_ISSUED', NotAfter: new Date(NOW + 76 * DAY) });
    const near = acmCertificate('near.example', { Type: 'PRIVATE', NotAfter: new Date(NOW + 74 * DAY) });
    const gone = acmCertificate('gone.example', {
      Type: 'AMAZON_ISSUED',
      Status: 'EXPIRED',
      NotAfter: new Date(NOW - DAY),
    });
    const certificates = [acmCertificate('imported.example'), far, near, gone];
    const { calls, inputs } = await probe({ certificates, search: 'denied' });
    expect(calls).toEqual(['SearchCertificates', 'ListCertificates', 'DescribeCertificate']);
    expect(inputs[2]).toEqual({ CertificateArn: near.CertificateArn });
  });

  it('for the name of what was never issued, which a search does not tell', async () => {
    const { Status, ...rest } = pending;
    const { certificates } = await probe({ certificates: [{ ...rest, Status: 'VALIDATION_TIMED_OUT' }] });
    expect(certificates[0]).toMatchObject({ domain: 'new.example', status: 'VALIDATION_TIMED_OUT' });
  });
});

function summaryOf({ RenewalSummary }: AcmCertificate) {
  if (RenewalSummary === undefined) throw new Error('The certificate of the test has no renewal');
  return RenewalSummary;
}

describe('Once its time is over', () => {
  it('an inventory that could not be listed is rejected though ACM is silent', async () => {
    server = await startAcm({ certificates: [stuck], search: 'silent' });
    const client = createAws({ endpoint: server.endpoint }).acm({ region: 'eu-west-1' });
    await expect(takeInventory(client, NOW, AbortSignal.timeout(50))).rejects.toMatchObject({ name: /Abort|Timeout/ });
  });

  it('one that was listed is told of without the details that are still missing', async () => {
    server = await startAcm({ certificates: [stuck], describe: 'silent' });
    const client = createAws({ endpoint: server.endpoint }).acm({ region: 'eu-west-1' });
    const { certificates, undescribed } = await takeInventory(client, NOW, AbortSignal.timeout(300));
    expect(certificates.map(({ domain }) => domain)).toEqual(['stuck.example']);
    expect(undescribed).toHaveLength(1);
  });
});
