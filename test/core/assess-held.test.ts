import { assess } from '../../lambda/core/assess';
import type { Authority, Database, ServerCertificate } from '../../lambda/core/held';
import { DAY } from '../../lambda/core/instant';
import type { Observation } from '../../lambda/core/observation';
import { certificate, NOW, said, story, target } from './builders';

const days = (count: number) => NOW + count * DAY;
const judged = (observation: Observation) => assess(target({ target: 'iam:' }), observation, undefined, NOW);

describe('A server certificate in IAM', () => {
  const uploaded = (daysLeft: number, changes: Partial<ServerCertificate> = {}): Observation => ({
    saw: 'server-certificate',
    certificate: {
      arn: 'arn:aws:iam::111111111111:server-certificate/web',
      name: 'web',
      notAfter: days(daysLeft),
      ...changes,
    },
  });

  test('counts down, for nobody renews it', () => {
    expect(said(judged(uploaded(20)))).toEqual([
      expect.stringMatching(/^warning expiring: The certificate “web” expires in 20 days/),
      'info will-not-renew: IAM renews nothing by itself: the server certificate web is replaced by hand.',
    ]);
  });

  test('is told of by what its body says, where that was read', () => {
    const leaf = certificate(20);
    const { standing } = judged(uploaded(20, { leaf }));
    expect(standing?.expiry).toMatchObject({
      what: 'www.example.com',
      sha256: leaf.sha256,
      serial: '0A',
      notBefore: days(-70),
    });
  });

  test('that expired is critical for a month, and then nobody’s', () => {
    expect(
      story([
        [0, uploaded(-29)],
        [2, uploaded(-29)],
        [3, uploaded(-29)],
      ]),
    ).toEqual(['expired critical', '', '']);
    expect(said(judged(uploaded(-31)))[0]).toMatch(/^info expired/);
  });
});

describe('A domain', () => {
  const domain = (daysLeft: number, autoRenew: boolean): Observation => ({
    saw: 'domain',
    domain: { name: 'example.com', expires: days(daysLeft), autoRenew },
  });

  test('that nobody renews by itself counts down', () => {
    expect(said(judged(domain(29, false)))).toEqual([
      expect.stringMatching(/^warning expiring: “example.com” expires in 29 days/),
      'info will-not-renew: The registration of example.com will not be renewed by itself, for automatic renewal is switched off.',
    ]);
  });

  test.each([300, 29, 21])('that Route 53 renews is silent with %i days left', (left) => {
    expect(judged(domain(left, true))).toMatchObject({
      severity: 'ok',
      findings: [],
      standing: { expiry: { expires: days(left) } },
    });
  });

  test('that Route 53 should have renewed is late, and counts down', () => {
    expect(said(judged(domain(19, true)))).toEqual([
      expect.stringMatching(/^warning expiring/),
      'warning renewal-late: Route 53 should have renewed the registration of example.com by now: 19 days are left.',
    ]);
  });
});

describe('A database', () => {
  const ca = (left: number) => ({ name: 'rds-ca-2019', notAfter: days(left) });
  const database = (changes: Partial<Database>): Observation => ({
    saw: 'database',
    database: {
      arn: 'arn:aws:rds:eu-west-1:111111111111:db:orders',
      name: 'orders',
      engine: 'postgres',
      ca: ca(2_000),
      ...changes,
    },
  });

  test.each<[string, Partial<Database>, string | undefined]>([
    ['whose CA lasts, however near its own end', { notAfter: days(31) }, 'rds-ca-2019, the CA of orders'],
    ['of whose CA no end is known', { ca: { name: 'x' }, notAfter: days(31) }, 'orders'],
    ['without any date', { ca: { name: 'x' } }, undefined],
  ])('%s is silent', (_, changes, what) => {
    const { findings, standing } = judged(database(changes));
    expect([findings, standing?.expiry.what]).toEqual([[], what]);
  });

  test('whose CA ends counts down to that, with a year’s notice of what it takes', () => {
    expect(said(judged(database({ ca: ca(300), notAfter: days(300) })))).toEqual([
      'info will-not-renew: RDS will not change the CA of orders by itself: give its clients the next one, then set the instance to it before rds-ca-2019 ends.',
    ]);
    expect(said(judged(database({ ca: ca(7), notAfter: days(7) })))).toEqual([
      expect.stringMatching(/^critical expiring: The certificate “rds-ca-2019, the CA of orders” expires in 7 days/),
      expect.stringMatching(/^info will-not-renew/),
    ]);
  });

  test('of whose CA no end could be read this once goes on by the end that was last seen', () => {
    const missed = database({ ca: { name: 'rds-ca-2019' }, notAfter: days(300), detailMissed: true });
    const course = story([
      [0, database({ ca: ca(20), notAfter: days(300) })],
      [1, missed],
      [2, database({ ca: ca(20), notAfter: days(300) })],
    ]);
    expect(course).toEqual(['due warning', '', '']);
  });

  test('whose own certificate RDS should have renewed is late', () => {
    const { standing, ...assessment } = judged(database({ notAfter: days(29) }));
    expect(said({ standing, ...assessment } as typeof assessment)).toEqual([
      expect.stringMatching(/^warning expiring: The certificate “orders” expires in 29 days/),
      'warning renewal-late: RDS should have renewed the certificate of orders by now: 29 days are left.',
    ]);
    expect(standing?.expiry.what).toBe('orders');
  });
});

describe('An authority', () => {
  const authority = (changes: Partial<Authority>): Observation => ({
    saw: 'authority',
    authority: {
      arn: 'arn:aws:acm-pca:eu-west-1:111111111111:certificate-authority/1',
      name: 'Contoso CA',
      status: 'ACTIVE',
      ...changes,
    },
  });

  test.each<[string, Partial<Authority>, RegExp[]]>([
    ['that lasts is silent', { notAfter: days(900) }, []],
    [
      'that ends counts down',
      { notAfter: days(13) },
      [/^warning expiring: The certificate “Contoso CA” expires in 13 days/],
    ],
    ['that has ended is critical', { status: 'EXPIRED', notAfter: days(-2) }, [/^critical expired/]],
    ['that ended long ago is nobody’s', { status: 'EXPIRED', notAfter: days(-40) }, [/^info expired/]],
    [
      'that is disabled still ends',
      { status: 'DISABLED', notAfter: days(13) },
      [
        /^warning expiring/,
        /^info renewal-blocked: The authority Contoso CA is disabled: nothing that it issued can be renewed\.$/,
      ],
    ],
    [
      'without a certificate of its own says what to do',
      { status: 'PENDING_CERTIFICATE' },
      [/^info not-issued: The authority Contoso CA has no certificate of its own; sign its request, and install it\.$/],
    ],
  ])('%s', (_, changes, expected) => {
    expect(said(judged(authority(changes)))).toEqual(expected.map((sentence) => expect.stringMatching(sentence)));
  });

  test('of a status that is not known yet says it', () => {
    expect(judged(authority({ status: 'SLEEPING' })).summary).toBe('AWS Private CA says SLEEPING and gives no date.');
  });
});
