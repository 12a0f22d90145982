import type { Finding } from '../../lambda/core/finding';
import type { Notice } from '../../lambda/core/notice';
import type { RenewalCase } from '../../lambda/core/renewal-case';
import type { HistoryEntry, Result } from '../../lambda/core/result';
import type { Said } from '../../lambda/core/said';
import type { ResultsTable } from '../../lambda/store/results-table';

export const NOW = Date.parse('2026-11-22T10:00:00.123Z');

/** A target about which there is nothing to say. */
export function quiet(target: string, more: Partial<Result> = {}): Result {
  return {
    target,
    kind: 'tls',
    client: 'Contoso',
    location: 'cloud',
    severity: 'ok',
    summary: 'Valid until Thu 31 Dec 2026, 39 days left.',
    findings: [],
    expiry: { of: 'certificate', what: target, expires: Date.parse('2026-12-31T23:59:59Z') },
    seen: true,
    addresses: [],
    chains: [],
    since: NOW,
    checkedAt: NOW,
    memory: { lastSeen: [], renewals: [], unseen: 0, told: {} },
    pending: [],
    version: 1,
    ...more,
  };
}

/** A target with something in every attribute that there is, and milliseconds in every instant. */
export function rich(target: string): Result {
  const expiry = {
    of: 'intermediate',
    what: 'Contoso “Web” CA 😀\u0007\u2028',
    expires: NOW + 86_400_001,
    notBefore: -2_000_000_000_001,
    issuer: 'CN=Contoso Root, O=Contoso',
    serial: '00FF',
    sha256: 'ab'.repeat(32),
    unused: true,
    served: true,
    renewsBy: NOW + 86_400_003,
  } as const;
  const finding: Finding = {
    reason: 'unreachable',
    severity: 'warning',
    sentence: 'Nobody answers.',
    address: '192.0.2.1',
    bySent: true,
  };
  const renewal: RenewalCase = {
    step: 'closed',
    since: NOW - 20,
    old: expiry,
    promised: { until: NOW + 1, by: 'Anna' },
    successor: {
      id: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
      how: 'renewed',
      serial: '0A',
      sha256: 'cd'.repeat(32),
      notBefore: NOW - 9,
      expires: NOW + 9,
      seen: NOW - 8,
    },
    attached: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/1'],
    addresses: [{ address: '192.0.2.1', serves: 'new', sha256: 'cd'.repeat(32), since: NOW - 7 }],
    closed: NOW - 6,
  };
  return {
    ...quiet(target),
    service: 'Webmail',
    owner: 'Anna, Bert',
    foundBy: 'acm:eu-west-1',
    severity: 'critical',
    findings: [finding, { reason: 'expiring', severity: 'info', sentence: '' }],
    expiry,
    seen: false,
    quieted: { by: 'promised', until: NOW + 15, who: 'Anna' },
    noticed: {
      blind: { since: NOW - 16, known: 7, lost: 6 },
      overrun: { since: NOW - 20, at: NOW - 19, every: 1, left: 5, all: 9, next: 'dated:m' },
      digest: { last: NOW - 22, due: NOW - 21 },
      delivery: {
        at: NOW - 17,
        nobody: false,
        unheard: [{ client: 'Contoso', severities: ['warning', 'critical'], inPart: true }],
        unheardInAll: 30,
        pending: ['email a@example.com'],
        disturbed: ['sms +491701234567'],
        sandbox: true,
        spendLimit: 0.5,
        operationsUnheard: true,
        canary: NOW - 18,
      },
    },
    chains: [
      {
        chainHash: 'c',
        trustKey: 'public',
        verifiedAt: NOW + 7,
        checkAgainAt: NOW + 8,
        trusted: true,
        tls13Only: false,
        path: ['a', 'b'],
        revocation: { status: 'good', by: 'crl', until: NOW + 8, askAgainAt: NOW + 6 },
        renewal: {
          info: { from: NOW + 9, until: NOW + 10, explanation: 'https://ca.example/why' },
          askAgainAt: NOW + 11,
        },
        preflight: {
          at: NOW + 14,
          obstacles: [
            { why: 'name-gone', name: 'old.example' },
            { why: 'name-gone', name: 'db.example', unseen: true },
            { why: 'caa-forbids', name: 'a.example', at: 'example', allowed: ['ca.example'], property: 'issue' },
            { why: 'validation-record-missing', record: '_a.example. CNAME _b.aws.', found: '_c.aws' },
            { why: 'validation-record-missing', record: '_d.example. CNAME _e.aws.' },
          ],
          unseen: [1],
        },
      },
      {
        chainHash: '',
        trustKey: 'any',
        verifiedAt: NOW,
        trusted: false,
        tls13Only: true,
        path: ['a'],
        revocation: { status: 'revoked', by: 'staple', at: NOW + 12, reason: 'keyCompromise', askAgainAt: NOW + 5 },
        renewal: { askAgainAt: NOW + 13 },
        preflight: { at: NOW, obstacles: [] },
      },
      {
        chainHash: 'd',
        trustKey: 'public',
        verifiedAt: NOW,
        trusted: true,
        tls13Only: false,
        path: ['a'],
        revocation: { status: 'unknown', sentence: 'The CRL is stale.' },
      },
    ],
    addresses: [
      { address: '192.0.2.1', failure: 'Nobody answers.' },
      { address: '2001:db8::1', sha256: 'ab'.repeat(32) },
    ],
    renewal,
    holds: {
      id: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
      client: 'Contoso',
      names: ['*.example.com'],
      notBefore: NOW - 9,
      notAfter: NOW + 9,
      serial: '0A',
      sha256: 'cd'.repeat(32),
      renewsItself: true,
      isPrivate: false,
      exported: true,
      usedBy: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/1'],
      preflight: { at: NOW, obstacles: [{ why: 'name-gone', name: 'x.example.com' }], unseen: [1] },
      formerly: [{ notBefore: NOW - 99, notAfter: NOW - 1, serial: '09', sha256: 'ab'.repeat(32) }],
    },
    tags: { client: 'Contoso', owner: 'clara', service: 'Shop', runbook: 'https://example.com' },
    registration: { name: 'example.com', expires: NOW + 2, autoRenew: false },
    since: NOW - 1,
    checkedAt: NOW + 7,
    memory: {
      lastSeen: [
        { expiry, at: [{ address: '192.0.2.1', time: NOW - 5, was: 'back' }] },
        { expiry: { of: 'date', what: 'Licence', expires: NOW }, at: [] },
      ],
      renewals: [{ at: NOW - 4, left: -3, expired: NOW - 7 }],
      spent: `sha256:${'ef'.repeat(32)}`,
      unseen: 2,
      told: {
        expiry: { expiry, event: 'due', rung: 30, at: NOW - 3, escalated: true, again: true, goneSince: NOW - 10 },
        earlier: [
          { expiry, event: 'not-applied', rung: 14, at: NOW - 11, escalated: true, until: NOW - 12, ended: true },
        ],
        unreachable: { at: NOW - 2 },
        blind: { at: NOW - 13, again: true, goneSince: NOW - 14 },
        faults: { keys: ['untrusted', 'name-mismatch'], at: NOW - 1, gone: [{ key: 'weak-key', since: NOW - 15 }] },
        ended: { unreachable: NOW - 16, blind: NOW - 17, faults: NOW - 18 },
      },
    },
    pending: [
      {
        ...notice(target),
        findings: [finding],
        expiry,
        previous: { ...expiry, expires: NOW - 1 },
        ended: ['untrusted', 'unreachable'],
        renewal,
        service: 'Webmail',
        impact: 'Nobody can read mail.',
        owner: 'Anna',
        escalate: 'Bert',
        runbook: 'https://wiki.example/renew',
        notes: 'none',
        promised: NOW + 3,
        audience: ['owner', 'escalation'],
        sent: ['sns:owner'],
      },
      notice(target, { event: 'unreachable' }),
    ],
  };
}

export function notice(target: string, more: Partial<Notice> = {}): Notice {
  return {
    event: 'due',
    severity: 'warning',
    target,
    kind: 'tls',
    client: 'Contoso',
    audience: ['owner'],
    at: NOW,
    timezone: 'UTC',
    summary: 'It expires in 30 days.',
    findings: [],
    ...more,
  };
}

export function entry(target: string, more: Partial<HistoryEntry> = {}): HistoryEntry {
  return { target, at: NOW, event: 'due', severity: 'warning', summary: 'It expires.', findings: [], ...more };
}

export function said(target: string, more: Partial<Said> = {}): Said {
  return {
    target,
    at: NOW,
    audience: 'owner',
    client: 'Contoso',
    event: 'due',
    severity: 'warning',
    subject: '[WARNING] a expires in 30 days',
    text: 'It expires.',
    ...more,
  };
}

/** All that the outbox hands over. */
export async function inOutbox(results: ResultsTable, known: Iterable<string>): Promise<Result[]> {
  const found: Result[] = [];
  await results.outbox(known, (some) => found.push(...some));
  return found;
}
