import type { Finding } from '../../lambda/core/finding';
import type { Notice } from '../../lambda/core/notice';
import type { HistoryEntry, Result } from '../../lambda/core/result';

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
    memory: { unseen: 0, told: {} },
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
  } as const;
  const finding: Finding = {
    reason: 'unreachable',
    severity: 'warning',
    sentence: 'Nobody answers.',
    address: '192.0.2.1',
    bySent: true,
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
    chains: [
      {
        chainHash: 'c',
        trustKey: 'public',
        verifiedAt: NOW + 7,
        trusted: true,
        tls13Only: false,
        path: ['a', 'b'],
        revocation: { status: 'good', by: 'crl', until: NOW + 8, askAgainAt: NOW + 6 },
        renewal: {
          info: { from: NOW + 9, until: NOW + 10, explanation: 'https://ca.example/why' },
          askAgainAt: NOW + 11,
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
    since: NOW - 1,
    checkedAt: NOW + 7,
    memory: {
      lastSeen: expiry,
      unseen: 2,
      told: {
        expiry: { expiry, event: 'due', rung: 30, at: NOW - 3 },
        unreachable: { at: NOW - 2 },
        faults: { keys: ['untrusted', 'name-mismatch'], at: NOW - 1 },
      },
    },
    pending: [
      {
        ...notice(target),
        findings: [finding],
        expiry,
        previous: { ...expiry, expires: NOW - 1 },
        service: 'Webmail',
        impact: 'Nobody can read mail.',
        owner: 'Anna',
        escalate: 'Bert',
        runbook: 'https://wiki.example/renew',
        notes: 'none',
        promised: NOW + 3,
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
