import { DAY } from '../../lambda/core/instant';
import type { Notice } from '../../lambda/core/notice';
import { CERTIFICATE, certificate, DOCUMENTED, NOW, notice, only } from './notices';

interface Row {
  readonly client?: string;
  readonly changes?: Partial<Notice>;
  /** How many notices of the same kind there are besides. */
  readonly more?: number;
  readonly sms: string;
}

const ROWS: Record<string, Row> = {
  'all that fits: the date, the client, the service, the owner': {
    changes: DOCUMENTED,
    sms: 'notafter CRITICAL: www.example.com expires in 3 days (Wed 25 Nov 2026). Contoso. Web shop. Owner: ops@contoso.example.',
  },
  'and how many more there are': {
    changes: { owner: 'ops@contoso.example' },
    more: 3,
    sms: 'notafter CRITICAL: www.example.com expires in 3 days (Wed 25 Nov 2026). Contoso. Owner: ops@contoso.example. +3 more',
  },
  'no client is not shown': {
    client: '-',
    sms: 'notafter CRITICAL: www.example.com expires in 3 days (Wed 25 Nov 2026).',
  },
  'letters that the alphabet has stay as they are, others are folded': {
    client: 'Müller & Søn, Łódź',
    sms: 'notafter CRITICAL: www.example.com expires in 3 days (Wed 25 Nov 2026). Müller & Søn, Lodz.',
  },
  'a client in letters without a Latin form is not shown': {
    client: '株式会社',
    sms: 'notafter CRITICAL: www.example.com expires in 3 days (Wed 25 Nov 2026).',
  },
  'what does not fit is left out whole, the client first': {
    changes: { ...DOCUMENTED, service: 'The web shop for business customers in Europe' },
    client: 'Contoso International Holdings and Subsidiaries',
    sms: 'notafter CRITICAL: www.example.com expires in 3 days (Wed 25 Nov 2026). The web shop for business customers in Europe. Owner: ops@contoso.example.',
  },
  'of a long name even the date goes, but never the number of the others': {
    changes: { ...DOCUMENTED, target: `www.${'department'.repeat(6)}.${'subsidiary'.repeat(3)}.example.com` },
    more: 12,
    sms: `notafter CRITICAL: www.${'department'.repeat(6)}.${'subsidiary'.repeat(3)}.example.com expires in 3 days. +12 more`,
  },
  'only a name that fills a message by itself is shortened, in whole labels': {
    changes: { target: `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.department.example.com` },
    sms: `notafter CRITICAL: ...${'c'.repeat(63)}.department.example.com expires in 3 days (Wed 25 Nov 2026). Contoso.`,
  },
  'and a word of it is never cut': {
    changes: { target: `internal-${'balancer-'.repeat(6)}1234567.${'eu-west-1-'.repeat(6)}x.elb.example.com` },
    sms: 'notafter CRITICAL: internal-balancer-balancer-balancer-balancer...elb.example.com expires in 3 days (Wed 25 Nov 2026). Contoso.',
  },
  'good news names the new date and no owner': {
    changes: {
      ...DOCUMENTED,
      event: 'replaced',
      severity: 'ok',
      previous: CERTIFICATE,
      expiry: { ...CERTIFICATE, expires: NOW + 89 * DAY },
    },
    sms: 'notafter OK: www.example.com has been renewed (until Fri 19 Feb 2027). Contoso. Web shop.',
  },
};

test.each(Object.entries(ROWS))('%s', (_name, { client = 'Contoso', changes, more = 0, sms }) => {
  expect(
    only(
      client,
      Array.from({ length: more + 1 }, (_, i) => notice({ expiry: certificate(i), ...changes })),
    ).sms,
  ).toBe(sms);
});
