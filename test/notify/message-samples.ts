import type { Finding, Reason } from '../../lambda/core/finding';
import { DAY } from '../../lambda/core/instant';
import type { Event, Notice } from '../../lambda/core/notice';
import type { Severity } from '../../lambda/core/severity';
import { finding } from './digests';
import { address, CERTIFICATE, certificate, DOCUMENTED, NOW, notice, RENEWED, renewalCase, SUCCESSOR } from './notices';

/** Some notices that come together, and what the document calls them. */
export interface Sample {
  readonly name: string;
  readonly told: readonly Notice[];
}

/** A notice with all that a row can say; its summary is the first finding's sentence. */
function told(changes: Partial<Notice>): Notice {
  const said = notice({ ...DOCUMENTED, ...changes });
  return { ...said, summary: said.findings[0]?.sentence ?? 'All is well.' };
}

function critical(reason: Reason, sentence: string): Finding {
  return finding(reason, sentence, { severity: 'critical' });
}

const [EXPIRING] = notice().findings;
const PAST = { ...CERTIFICATE, expires: NOW - DAY / 2 };
const LATE = { audience: ['owner', 'escalation'] } as const;
const GOOD = { severity: 'ok', findings: [], expiry: RENEWED } as const;
const WHERE = `${SUCCESSOR.id} (valid from Fri 20 Nov 2026 until Fri 19 Feb 2027)`;

export const NOT_APPLIED = told({
  ...LATE,
  event: 'not-applied',
  findings: [
    critical(
      'not-applied',
      `A newer certificate for the same names lies in ${WHERE}, but the old one is still served at 192.0.2.8 and 2001:db8::9; the new one is served at 192.0.2.7.`,
    ),
    finding(
      'mixed-addresses',
      'Different certificates are served: until Wed 25 Nov 2026 at 192.0.2.8 and 2001:db8::9; until Fri 19 Feb 2027 at 192.0.2.7.',
    ),
  ],
  renewal: renewalCase({
    attached: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188'],
  }),
});

export const EXPIRED = told({
  ...LATE,
  event: 'expired',
  expiry: PAST,
  findings: [
    critical('expired', 'The certificate “www.example.com” expired 12 hours ago, on Sat 21 Nov 2026, 22:00 UTC.'),
  ],
});

function ofTheMonitor(event: Event, severity: Severity, reason: Reason, sentence: string): Notice {
  const { expiry: _, ...rest } = notice({ kind: 'monitor', target: 'monitor:cloud', client: '-', event, severity });
  const findings = [finding(reason, sentence, { severity })];
  return { ...rest, audience: ['operations'], owner: 'ops@msp.example', findings };
}

/** At least one for each event. */
export const SAMPLES: Record<Event, readonly [Sample, ...Sample[]]> = {
  expired: [{ name: 'A certificate that has expired', told: [EXPIRED] }],
  overdue: [
    {
      name: 'A promise that was not kept',
      told: [
        told({
          ...LATE,
          event: 'overdue',
          promised: NOW - 2 * DAY,
          findings: [
            critical(
              'promise-broken',
              'It was promised to be done by Fri 20 Nov 2026, but what expires is still in use.',
            ),
            ...(EXPIRING ? [EXPIRING] : []),
          ],
        }),
      ],
    },
  ],
  'not-applied': [{ name: 'A new certificate that is in use at one of three addresses', told: [NOT_APPLIED] }],
  due: [
    { name: 'A certificate that nobody has promised to renew', told: [told(LATE)] },
    {
      name: 'A date in a row, in a client’s time zone',
      told: [
        told({
          kind: 'dated',
          target: 'dated:Office licence Contoso',
          severity: 'warning',
          timezone: 'Europe/Berlin',
          impact: 'Nobody can write letters.',
          service: 'Office',
          notes: 'The order number stands in the contract.',
          expiry: { of: 'date', what: 'Office licence Contoso', expires: NOW + 13 * DAY },
          findings: [
            finding('expiring', '“Office licence Contoso” expires in 13 days, on Sat 5 Dec 2026, 11:00 Europe/Berlin.'),
          ],
        }),
      ],
    },
    {
      name: 'An intermediate certificate',
      told: [
        told({
          expiry: { ...CERTIFICATE, of: 'intermediate', what: 'Example CA 3' },
          findings: [
            critical(
              'chain-element-expiring',
              'The intermediate certificate “Example CA 3” expires in 3 days, on Wed 25 Nov 2026, 12:00 UTC.',
            ),
          ],
        }),
      ],
    },
  ],
  'monitor-blind': [
    {
      name: 'The monitor is offline',
      told: [
        ofTheMonitor(
          'monitor-blind',
          'critical',
          'monitor-blind',
          'Since Sun 22 Nov 2026, 10:00 UTC, 312 of the 330 endpoints that could be seen before cannot be seen at all from “cloud”; on that evidence none of them is called unreachable or broken.',
        ),
      ],
    },
  ],
  broken: [
    {
      name: 'A certificate for another name',
      told: [
        told({
          event: 'broken',
          expiry: { ...CERTIFICATE, what: 'example.net', expires: NOW + 60 * DAY },
          findings: [
            critical(
              'name-mismatch',
              'The certificate “example.net” is not for www.example.com; it is for example.net.',
            ),
          ],
        }),
      ],
    },
    {
      name: 'A client of whom nobody would hear',
      told: [
        ofTheMonitor(
          'broken',
          'warning',
          'not-subscribed',
          'Nobody with a confirmed subscription would receive what is warning or critical for the client “Fabrikam”.',
        ),
      ],
    },
  ],
  unreachable: [
    {
      name: 'An address that does not answer',
      told: [
        told({
          event: 'unreachable',
          severity: 'warning',
          expiry: { ...CERTIFICATE, expires: NOW + 60 * DAY },
          findings: [
            finding('unreachable', 'Nothing answered on port 443 within 5 seconds.', { address: '192.0.2.7' }),
          ],
        }),
      ],
    },
  ],
  applied: [
    {
      name: 'A new certificate that is in use everywhere',
      told: [
        told({
          ...GOOD,
          ...LATE,
          event: 'applied',
          previous: CERTIFICATE,
          renewal: renewalCase({
            step: 'closed',
            promised: { until: NOW + DAY, by: 'Erika Mustermann' },
            addresses: [address('192.0.2.7', 'new', 1), address('192.0.2.8', 'new', 0)],
            closed: NOW,
          }),
        }),
      ],
    },
  ],
  replaced: [
    {
      name: 'A certificate that has been renewed',
      told: [told({ ...GOOD, event: 'replaced', previous: CERTIFICATE })],
    },
  ],
  recovered: [
    {
      name: 'What was wrong is so no more',
      told: [told({ ...GOOD, event: 'recovered', ended: ['name-mismatch', 'unreachable'] })],
    },
  ],
};

export const SEVERAL: Sample = {
  name: 'Several at once',
  told: [
    told({
      target: 'mail.example.com',
      service: 'Mail',
      impact: 'No mail.',
      expiry: certificate(1, { what: 'mail.example.com', expires: NOW + 2 * DAY }),
      findings: [
        critical('expiring', 'The certificate “mail.example.com” expires in 2 days, on Tue 24 Nov 2026, 10:00 UTC.'),
      ],
    }),
    told({
      event: 'broken',
      target: 'vpn.example.com',
      service: 'Remote access',
      impact: 'Nobody can work from home.',
      owner: 'anna@contoso.example',
      expiry: certificate(2, { what: 'vpn.example.com', expires: NOW + 60 * DAY }),
      findings: [critical('not-tls', 'What answers on port 443 does not speak TLS.')],
    }),
  ],
};

export const SHARED: Sample = {
  name: 'One certificate on forty targets',
  told: Array.from({ length: 40 }, (_, n) =>
    told({
      target: `www${n}.example.com`,
      severity: 'warning',
      expiry: { ...CERTIFICATE, what: '*.example.com', expires: NOW + 12 * DAY },
      findings: [
        finding('expiring', 'The certificate “*.example.com” expires in 12 days, on Fri 4 Dec 2026, 10:00 UTC.'),
      ],
    }),
  ),
};

export const MANY: Sample = {
  name: 'More than a screen of them',
  told: [
    ...Array.from({ length: 12 }, (_, n) => hostOf(n, 'expiring')),
    ...[20, 21].map((n) => hostOf(n, 'untrusted')),
    ...[30, 31, 32].map((n) => hostOf(n, 'revoked')),
  ],
};

function hostOf(n: number, reason: Reason): Notice {
  const event = reason === 'expiring' ? 'due' : 'broken';
  return notice({ event, target: `www${n}.example.com`, expiry: certificate(n), findings: [critical(reason, 'So.')] });
}
