import type { Notice } from '../../lambda/core/notice';
import { expectLetter, NOW, notice, only } from './notices';

function ofTheMonitor(changes: Partial<Notice>): Notice {
  const { expiry: _, ...without } = notice({ kind: 'monitor', target: 'monitor:cloud', ...changes });
  return without;
}

const QUIET = `To quiet it:
  The monitor watches itself. Its row is the one with its name as “target”; if
  there is none yet, write it. Set “muted” there to a date: silence until
  then.
  monitor:cloud
  A new row:
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=1&route=ROUTE_ITEM_EXPLORER&table=notafter-Targets
`;

const BLIND = ofTheMonitor({
  event: 'monitor-blind',
  severity: 'critical',
  owner: 'ops@msp.example',
  findings: [
    {
      reason: 'monitor-blind',
      severity: 'critical',
      sentence:
        'Since Sun 22 Nov 2026, 10:00 UTC, 312 of the 330 endpoints that could be seen before cannot be seen at all from “cloud”; on that evidence none of them is called unreachable or broken.',
    },
  ],
});

test('that it is blind', () => {
  expectLetter({
    notice: BLIND,
    subject: '[CRITICAL] The monitor at cloud cannot see what it watches (Contoso)',
    text: `
The monitor at cloud cannot see what it watches.

What breaks: Nobody would be told of what goes down now. What expires is told
  by the dates that were seen last.
Client: Contoso
Owner: ops@msp.example

What to do first:
  See whether the prober has a network, and no firewall or proxy in its way:
  its name servers, its way to the Internet. If all is well there, look at
  what those endpoints have in common, since all of it may be down.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - Since Sun 22 Nov 2026, 10:00 UTC, 312 of the 330 endpoints that could be
    seen before cannot be seen at all from “cloud”; on that evidence none of
    them is called unreachable or broken. [monitor-blind]

What comes next:
  You will hear again when it can see. Until then nothing is called
  unreachable, and the dates that were seen last go on counting.

${QUIET}`,
  });
  expect(only('-', [BLIND]).sms).toBe(
    'notafter CRITICAL: The monitor at cloud cannot see what it watches. Owner: ops@msp.example.',
  );
});

test('that nobody would hear of a client', () => {
  expectLetter({
    notice: ofTheMonitor({
      event: 'broken',
      severity: 'warning',
      client: '-',
      owner: 'ops@msp.example',
      findings: [
        {
          reason: 'not-subscribed',
          severity: 'warning',
          about: 'Fabrikam',
          sentence:
            'Nobody with a confirmed subscription would receive what is warning or critical for the client “Fabrikam”.',
        },
      ],
    }),
    subject: '[WARNING] The monitor at cloud has notices that nobody would receive (Contoso)',
    text: `
The monitor at cloud has notices that nobody would receive.

What breaks: What expires is noticed, and nobody is told.
Owner: ops@msp.example

What to do first:
  Subscribe somebody to the notices, or widen the filter policy of a
  subscription, so that each client and severity is heard by somebody. See
  that whoever is subscribed has confirmed it.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - Nobody with a confirmed subscription would receive what is warning or
    critical for the client “Fabrikam”. [not-subscribed]

What comes next:
  You will hear again when it is put right, or when more goes wrong.

${QUIET}`,
  });
});

test('that it is well again', () => {
  expectLetter({
    notice: ofTheMonitor({ event: 'recovered', severity: 'ok', client: '-', at: NOW, findings: [] }),
    subject: '[OK] The monitor at cloud has recovered (Contoso)',
    text: `
The monitor at cloud has recovered.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - What was reported before is not seen any more.

What comes next:
  Nothing is left to do.
`,
  });
});
