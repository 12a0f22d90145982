import { domainFindings, registrationsOf } from '../../lambda/core/domain-findings';
import type { RegisteredDomain } from '../../lambda/core/held';
import { DAY } from '../../lambda/core/instant';
import { NOW } from './builders';

function domain(name: string, daysLeft: number, autoRenew = false): RegisteredDomain {
  return { name, expires: NOW + daysLeft * DAY, autoRenew };
}

/** What is said of a certificate for these names that has 100 days left: `warning example.com`. */
function said(names: string[], ...domains: RegisteredDomain[]): string[] {
  const findings = domainFindings({ names, notAfter: NOW + 100 * DAY }, registrationsOf(domains), 'UTC', NOW);
  return findings.map(({ severity, sentence }) => `${severity} ${/domain (\S+)/.exec(sentence)?.[1]}`);
}

test.each<[string, string[], RegisteredDomain[], string[]]>([
  ['ends later', ['www.example.com'], [domain('example.com', 101)], []],
  ['ends with it', ['www.example.com'], [domain('example.com', 100)], []],
  ['ends sooner', ['www.example.com'], [domain('example.com', 99)], ['info example.com']],
  ['ends soon', ['www.example.com'], [domain('example.com', 60)], ['warning example.com']],
  ['has ended', ['www.example.com'], [domain('example.com', -1)], ['warning example.com']],
  ['renews itself', ['www.example.com'], [domain('example.com', 10, true)], []],
  ['is of the name itself', ['example.com'], [domain('example.com', 10)], ['warning example.com']],
  ['is of a wildcard', ['*.example.com'], [domain('example.com', 10)], ['warning example.com']],
  ['is of several names', ['a.example.com', 'b.example.com'], [domain('example.com', 10)], ['warning example.com']],
  ['is written in other letters', ['www.EXAMPLE.com'], [domain('Example.COM.', 10)], ['warning Example.COM.']],
  ['is of another domain that ends alike', ['www.myexample.com'], [domain('example.com', 10)], []],
  ['is of nothing', [], [domain('example.com', 10)], []],
  [
    'is of a name above the one that counts',
    ['www.example.co.uk'],
    [domain('co.uk', 5), domain('example.co.uk', 10, true)],
    [],
  ],
  [
    'is one of several, the soonest first',
    ['a.one.example', 'b.two.example', '192.0.2.1'],
    [domain('one.example', 70), domain('two.example', 20)],
    ['warning two.example', 'info one.example'],
  ],
])('a registration that %s', (_, names, domains, findings) => {
  expect(said(names, ...domains)).toEqual(findings);
});

test('the sentence says what ends when', () => {
  const registrations = registrationsOf([domain('example.com', 10)]);
  const names = ['www.example.com'];
  expect(domainFindings({ names, notAfter: NOW + 100 * DAY }, registrations, 'Europe/Berlin', NOW)).toEqual([
    {
      reason: 'domain-ends-sooner',
      severity: 'warning',
      sentence:
        'The registration of the domain example.com ends on Wed 2 Dec 2026, before the certificate does, and its automatic renewal is off; without it the certificate cannot be renewed.',
    },
  ]);
});
