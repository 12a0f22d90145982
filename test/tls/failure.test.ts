import { type Attempt, failureOf, timedOut } from '../../lambda/tls/failure';

const AT: Attempt = { host: 'www.example.com', address: '192.0.2.1', port: 443, phase: 'connection', timeout: 8_000 };
const IN_HANDSHAKE: Attempt = { ...AT, phase: 'hand-shake' };
const OVER_IPV6: Attempt = { ...AT, address: '2001:db8::1' };
const LOOKUP: Attempt = { host: 'www.example.com', port: 443, phase: 'name lookup', timeout: 8_000 };

function error(code: string, syscall?: string): Error {
  return Object.assign(new Error(`${syscall} ${code}`), { code, ...(syscall && { syscall }) });
}

function openssl(why: string, tail = ''): Error {
  return new Error(`80:error:0A000410:SSL routines:ssl3_read_bytes:${why}:../ssl/record/rec_layer_s3.c:1601:${tail}`);
}

describe('an error becomes a failure in words', () => {
  it.each<[string, unknown, Attempt, string, string]>([
    [
      'a refusal',
      error('ECONNREFUSED', 'connect'),
      AT,
      'refused',
      'Port 443 of www.example.com (192.0.2.1) refuses connections.',
    ],
    [
      'a timeout of the system',
      error('ETIMEDOUT', 'connect'),
      AT,
      'timed-out',
      'Port 443 of www.example.com (192.0.2.1) does not answer: no connection within 8 s.',
    ],
    [
      'a reset before the hand-shake',
      error('ECONNRESET', 'connect'),
      AT,
      'reset',
      'Port 443 of www.example.com (192.0.2.1) resets the connection before the TLS hand-shake.',
    ],
    [
      'a reset in the hand-shake',
      error('ECONNRESET', 'read'),
      IN_HANDSHAKE,
      'reset',
      'Port 443 of www.example.com (192.0.2.1) resets the connection in the TLS hand-shake.',
    ],
    [
      'a broken pipe',
      error('EPIPE', 'write'),
      IN_HANDSHAKE,
      'reset',
      'Port 443 of www.example.com (192.0.2.1) resets the connection in the TLS hand-shake.',
    ],
    [
      'an orderly close',
      error('ECONNRESET'),
      IN_HANDSHAKE,
      'closed',
      'Port 443 of www.example.com (192.0.2.1) closes the connection in the TLS hand-shake, without an answer.',
    ],
    [
      'no network',
      error('ENETUNREACH', 'connect'),
      AT,
      'no-route',
      'Port 443 of www.example.com (192.0.2.1) cannot be reached from here (ENETUNREACH).',
    ],
    [
      'no IPv6 network',
      error('ENETUNREACH', 'connect'),
      OVER_IPV6,
      'no-route',
      'Port 443 of www.example.com (2001:db8::1) cannot be reached from here over IPv6 (ENETUNREACH).',
    ],
    [
      'no IPv6 address of our own',
      error('EADDRNOTAVAIL', 'connect'),
      OVER_IPV6,
      'no-route',
      'Port 443 of www.example.com (2001:db8::1) cannot be reached from here over IPv6 (EADDRNOTAVAIL).',
    ],
    [
      'no way to the host',
      error('EHOSTUNREACH', 'connect'),
      AT,
      'no-route',
      'Port 443 of www.example.com (192.0.2.1) cannot be reached from here (EHOSTUNREACH).',
    ],
    [
      'too many open files',
      error('EMFILE', 'connect'),
      AT,
      'internal-error',
      'Port 443 of www.example.com (192.0.2.1) could not be looked at: this prober ran out of resources (EMFILE).',
    ],
    [
      'a host that is an address, named once',
      error('ECONNREFUSED'),
      { ...AT, host: '192.0.2.1' },
      'refused',
      'Port 443 of 192.0.2.1 refuses connections.',
    ],
    [
      'bytes that are no TLS',
      openssl('wrong version number'),
      IN_HANDSHAKE,
      'not-tls',
      'Port 443 of www.example.com (192.0.2.1) answers, but does not speak TLS.',
    ],
    [
      'a record that is too long',
      openssl('packet length too long'),
      IN_HANDSHAKE,
      'not-tls',
      'Port 443 of www.example.com (192.0.2.1) answers, but does not speak TLS.',
    ],
    [
      'an alert that is known',
      openssl('tlsv1 unrecognized name', 'SSL alert number 112'),
      IN_HANDSHAKE,
      'handshake-refused',
      'Port 443 of www.example.com (192.0.2.1) refuses the TLS hand-shake with the alert unrecognized_name: it serves nothing under this name.',
    ],
    [
      'an alert that is not known',
      openssl('some alert', 'SSL alert number 99'),
      IN_HANDSHAKE,
      'handshake-refused',
      'Port 443 of www.example.com (192.0.2.1) refuses the TLS hand-shake with the alert 99.',
    ],
    [
      'terms that OpenSSL does not accept',
      openssl('dh key too small'),
      IN_HANDSHAKE,
      'handshake-refused',
      'Port 443 of www.example.com (192.0.2.1) does not come to terms in the TLS hand-shake: OpenSSL says “dh key too small”.',
    ],
    [
      'something else',
      new Error('a\nb\u202e'),
      AT,
      'internal-error',
      'Port 443 of www.example.com (192.0.2.1) could not be looked at: a b.',
    ],
    [
      'something that is no error',
      { odd: true },
      AT,
      'internal-error',
      'Port 443 of www.example.com (192.0.2.1) could not be looked at: [object Object].',
    ],
    [
      'a name that does not exist',
      error('ENOTFOUND', 'getaddrinfo'),
      LOOKUP,
      'no-such-host',
      'The name www.example.com has no address in DNS.',
    ],
    [
      'a resolver that does not answer',
      error('EAI_AGAIN', 'getaddrinfo'),
      LOOKUP,
      'dns-failed',
      'The name www.example.com could not be looked up: DNS says EAI_AGAIN.',
    ],
    [
      'a resolver that failed',
      error('ESERVFAIL', 'queryA'),
      LOOKUP,
      'dns-failed',
      'The name www.example.com could not be looked up: DNS says ESERVFAIL.',
    ],
    [
      'a resolver without descriptors',
      error('EMFILE', 'getaddrinfo'),
      LOOKUP,
      'dns-failed',
      'The name www.example.com could not be looked up: this prober ran out of resources (EMFILE).',
    ],
    [
      'a resolver that timed out',
      error('ETIMEOUT', 'queryA'),
      LOOKUP,
      'timed-out',
      'The name lookup of www.example.com got no answer within 8 s.',
    ],
  ])('%s', (_, cause, attempt, reason, sentence) => {
    expect(failureOf(cause, attempt)).toEqual({ reason, sentence });
  });
});

it.each<[Attempt['phase'], string]>([
  ['name lookup', 'The name lookup of www.example.com got no answer within 8 s.'],
  ['connection', 'Port 443 of www.example.com (192.0.2.1) does not answer: no connection within 8 s.'],
  [
    'hand-shake',
    'Port 443 of www.example.com (192.0.2.1) accepts the connection, but does not finish the TLS hand-shake within 8 s.',
  ],
])('the end of the time says that it waited for the %s', (phase, sentence) => {
  expect(timedOut({ ...AT, phase })).toEqual({ reason: 'timed-out', sentence });
});
