import { isFault, REASONS, type Reason } from '../../lambda/core/finding';
import type { Notice } from '../../lambda/core/notice';
import { finding } from './digests';
import { notice, only, SUCCESSOR } from './notices';

/** Every fault in the subject that it would have alone. */
export function everyFault(findings: string): string[] {
  const lines = REASONS.filter((reason) => isFault(finding(reason, ''))).map((reason) => {
    const says = isNeverAlone(reason, findings) ? 'never alone: it stands beside others' : subjectOfFault(reason);
    return `| [\`${reason}\`](findings.md#${reason}) | ${says} |`;
  });
  return [
    'What the subject of a `broken` says, by the finding that leads it.',
    ['| finding | subject |', '| --- | --- |', ...lines].join('\n'),
  ];
}

/** Nobody is told of what is only ever `info`, as its article says. */
function isNeverAlone(reason: Reason, findings: string): boolean {
  const [, article = ''] = findings.split(`\n## ${reason}\n`);
  const [severity = ''] = article.trim().split('\n\n');
  return severity.startsWith('**Severity** `info`') && !severity.includes('`warning`');
}

function subjectOfFault(reason: Reason): string {
  const about = ABOUT.find(({ reasons }) => reasons.includes(reason));
  const { reasons: _, ...changes } = about ?? { reasons: [] };
  const told = notice({
    event: 'broken',
    severity: 'warning',
    findings: [finding(reason, 'So.')],
    client: '-',
    ...changes,
  });
  return only('-', [told]).subject.replace(/^\[WARNING\] /, '');
}

/** What else than an endpoint it is a fault of. */
const ABOUT: readonly ({ readonly reasons: readonly Reason[] } & Pick<Notice, 'kind' | 'target'>)[] = [
  {
    kind: 'monitor',
    target: 'monitor:cloud',
    reasons: [
      'out-of-time',
      'not-subscribed',
      'subscription-pending',
      'sms-limited',
      'canary-missing',
      'digest-missing',
    ],
  },
  { kind: 'monitor', target: 'monitor:hq', reasons: ['prober-silent'] },
  { kind: 'unreadable', target: 'htps://www.example.com', reasons: ['not-understood'] },
  {
    kind: 'acm',
    target: SUCCESSOR.id,
    reasons: ['renewal-blocked', 'will-not-renew', 'not-issued', 'validation-record-missing', 'validation-by-email'],
  },
];
