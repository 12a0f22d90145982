import type { Expiry } from '../../lambda/core/expiry';
import { DAY, HOUR } from '../../lambda/core/instant';
import type { Audience, Notice } from '../../lambda/core/notice';
import type { CaseAddress, RenewalCase } from '../../lambda/core/renewal-case';
import type { Successor } from '../../lambda/core/successor';
import { type Composed, compose } from '../../lambda/notify/compose';
import type { Place } from '../../lambda/notify/place';

/** Sun 22 Nov 2026, 10:00 UTC */
export const NOW = Date.UTC(2026, 10, 22, 10);

export const PLACE: Place = { targetsTable: 'notafter-Targets', region: 'eu-west-1' };

export const SOON = NOW + 3 * DAY + 2 * HOUR;

export const CERTIFICATE: Expiry = {
  of: 'certificate',
  what: 'www.example.com',
  expires: SOON,
  notBefore: SOON - 90 * DAY,
  issuer: "CN=R11, O=Let's Encrypt, C=US",
  serial: '03A1B2C3',
  sha256: '3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938',
};

/** What takes the place of {@link CERTIFICATE}. */
export const RENEWED: Expiry = {
  ...CERTIFICATE,
  expires: NOW + 89 * DAY,
  notBefore: NOW - 2 * DAY,
  serial: '04FFEE',
  sha256: '8394a5b6c7d8e9f0e1d2c3b4a5968778695a4b3e2d1f0c7a86e49d2b15c0a7f3',
};

/** {@link RENEWED} as ACM holds it in another region. */
export const SUCCESSOR: Successor = {
  id: 'arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c-0000-4000-8000-123456789abc',
  how: 'same-names',
  serial: '04FFEE',
  sha256: '8394a5b6c7d8e9f0e1d2c3b4a5968778695a4b3e2d1f0c7a86e49d2b15c0a7f3',
  notBefore: NOW - 2 * DAY,
  expires: NOW + 89 * DAY,
  seen: NOW - DAY,
};

export function address(address: string, serves: CaseAddress['serves'], days: number): CaseAddress {
  return { address, serves, sha256: serves, since: NOW - days * DAY };
}

/** A renewal that has reached one of three addresses, twelve days after it was opened by the date. */
export function renewalCase(changes: Partial<RenewalCase> = {}): RenewalCase {
  return {
    step: 'applied-in-part',
    since: NOW - 12 * DAY,
    old: CERTIFICATE,
    successor: SUCCESSOR,
    addresses: [address('192.0.2.7', 'new', 1), address('192.0.2.8', 'old', 87), address('2001:db8::9', 'old', 60)],
    ...changes,
  };
}

/** A reminder with nothing in it that is not needed, and what the test asks for instead. */
export function notice(changes: Partial<Notice> = {}): Notice {
  return {
    event: 'due',
    severity: 'critical',
    target: 'www.example.com',
    kind: 'tls',
    client: 'Contoso',
    audience: ['owner'],
    at: NOW,
    timezone: 'UTC',
    summary: 'not told',
    findings: [
      {
        reason: 'expiring',
        severity: 'critical',
        sentence: 'The certificate “www.example.com” expires in 3 days, on Wed 25 Nov 2026, 12:00 UTC.',
      },
    ],
    expiry: CERTIFICATE,
    ...changes,
  };
}

export const DOCUMENTED = {
  service: 'Web shop',
  impact: 'Nobody can order online.',
  owner: 'ops@contoso.example',
  escalate: 'Erika Mustermann, +49 30 1234567',
  runbook: 'https://wiki.contoso.example/web-shop',
  notes: 'The load balancer has to be reloaded by hand.',
} as const;

/** What is only served by the nth target, so that it is told of alone. */
export function certificate(n: number, changes: Partial<Expiry> = {}): Expiry {
  return { ...CERTIFICATE, sha256: n.toString(16).padStart(64, '0'), ...changes };
}

/** The only message that these notices come to. */
export function only(
  client: string,
  notices: readonly Notice[],
  place: Place = PLACE,
  audience: Audience = 'owner',
): Composed['message'] {
  const composed = compose(client, audience, notices, place, NOW);
  const [first] = composed;
  if (composed.length !== 1 || first === undefined) throw new Error(`${composed.length} messages instead of one`);
  return first.message;
}

/** One notice for Contoso, and the whole of what is written about it. */
export interface Letter {
  readonly notice: Notice;
  readonly place?: Place;
  readonly subject: string;
  /** Begins with a line break that is not part of it. */
  readonly text: string;
}

export function expectLetter({ notice, place, subject, text }: Letter): void {
  const message = only('Contoso', [notice], place);
  expect(message.subject).toBe(subject);
  expect(message.text).toBe(text.slice(1));
}
