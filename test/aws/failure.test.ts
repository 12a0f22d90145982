import { awsFailure, isGone, isUnavailable } from '../../lambda/aws/failure';
import type { FailureReason } from '../../lambda/core/observation';

const asked = { what: 'ACM in eu-west-1', region: 'eu-west-1', actions: 'acm:DescribeCertificate' };

function thrown(name: string, more: { message?: string; code?: string; status?: number } = {}): unknown {
  const { message = 'It says so.', code, status } = more;
  return { name, message, ...(code && { code }), $metadata: { ...(status && { httpStatusCode: status }) } };
}

describe('What the SDK throws becomes a reason and a sentence:', () => {
  const ROWS: [string, unknown, FailureReason, string][] = [
    [
      'a denied call names the action that is needed and what AWS says',
      thrown('AccessDeniedException', { status: 400 }),
      'access-denied',
      'AWS refuses to tell of ACM in eu-west-1: the role needs acm:DescribeCertificate (AWS says: It says so).',
    ],
    [
      'a token that has expired',
      thrown('ExpiredTokenException', { status: 400 }),
      'access-denied',
      'The AWS credentials for ACM in eu-west-1 have expired; sign in again (AWS says: It says so).',
    ],
    [
      'a desk whose sign-in has expired',
      thrown('CredentialsProviderError', { message: 'The SSO session associated with this profile has expired.' }),
      'access-denied',
      'The AWS credentials for ACM in eu-west-1 have expired; sign in again (AWS says: The SSO session associated with this profile has expired).',
    ],
    [
      'a desk without credentials',
      thrown('CredentialsProviderError', { message: 'Could not load credentials from any providers' }),
      'access-denied',
      'No AWS credentials were found for ACM in eu-west-1: Could not load credentials from any providers.',
    ],
    [
      'throttling that went on for longer than the retries',
      thrown('ThrottlingException', { status: 400 }),
      'service-failed',
      'ACM in eu-west-1 turned the questions away as too many (ThrottlingException).',
    ],
    [
      'a region that does not exist',
      thrown('Error', { code: 'ENOTFOUND' }),
      'no-such-host',
      'ACM in eu-west-1 could not be reached: its host name does not exist; is there such a region? (ENOTFOUND).',
    ],
    [
      'a connection that was cut, which the SDK names a time-out',
      thrown('TimeoutError', { code: 'ECONNRESET' }),
      'reset',
      'ACM in eu-west-1 could not be reached: the connection was cut (ECONNRESET).',
    ],
    [
      'a time-out of the SDK',
      thrown('TimeoutError'),
      'timed-out',
      'ACM in eu-west-1 did not answer everything in time.',
    ],
    ['an abort', AbortSignal.abort().reason, 'timed-out', 'ACM in eu-west-1 did not answer everything in time.'],
    [
      'a certificate of AWS that is not trusted, as behind a proxy',
      thrown('Error', { code: 'SELF_SIGNED_CERT_IN_CHAIN', message: 'self-signed certificate in certificate chain' }),
      'service-failed',
      'ACM in eu-west-1 could not be reached: Error: self-signed certificate in certificate chain.',
    ],
    [
      'a fault of the service',
      thrown('InternalServerException', { status: 500 }),
      'service-failed',
      'ACM in eu-west-1 failed with HTTP 500: InternalServerException: It says so.',
    ],
    [
      'a page of a proxy',
      thrown('SyntaxError', { status: 403, message: 'Unexpected token <' }),
      'service-failed',
      'ACM in eu-west-1 failed with HTTP 403: what came back is no answer of AWS.',
    ],
    [
      'a fault of the monitor',
      new TypeError('x is not a function'),
      'internal-error',
      'Looking at ACM in eu-west-1 failed: TypeError: x is not a function.',
    ],
    ['a thrown string', 'no', 'internal-error', 'Looking at ACM in eu-west-1 failed: Error: no.'],
    [
      'text with line breaks and of any length',
      thrown('InternalServerException', { status: 500, message: `a\n${'b'.repeat(1000)}` }),
      'service-failed',
      `ACM in eu-west-1 failed with HTTP 500: InternalServerException: a ${'b'.repeat(247)}….`,
    ],
  ];
  it.each(ROWS)('%s', (_what, error, reason, sentence) => {
    expect(awsFailure(error, asked)).toEqual({ reason, sentence });
  });
});

describe('Credentials that a region does not recognise', () => {
  it.each([
    ['us-east-1', 'access-denied'],
    ['eu-west-3', 'access-denied'],
    ['ap-southeast-2', 'access-denied'],
    ['ap-southeast-3', 'region-disabled'],
    ['eu-central-2', 'region-disabled'],
    ['me-south-1', 'region-disabled'],
  ])('are a fault of theirs where every account has the region, and of the region elsewhere: %s', (region, reason) => {
    for (const name of ['UnrecognizedClientException', 'InvalidClientTokenId', 'AuthFailure', 'OptInRequired']) {
      expect(awsFailure(thrown(name, { status: 400 }), { ...asked, region }).reason).toBe(reason);
    }
  });
});

describe('Another call may serve', () => {
  it.each([
    ['where this one is denied', thrown('AccessDeniedException', { status: 400 }), true],
    ['where this one is not known', thrown('UnknownOperationException', { status: 400 }), true],
    ['where there is nothing', thrown('Unknown', { status: 404 }), true],
    ['where this one is not implemented', thrown('NotImplemented', { status: 501 }), true],
    ['where a web page answers', thrown('SyntaxError', { status: 500 }), true],
    ['but not where the region is not enabled', thrown('UnrecognizedClientException', { status: 400 }), false],
    ['but not where it is throttled', thrown('ThrottlingException', { status: 400 }), false],
    ['but not where the service is down', thrown('ServiceUnavailable', { status: 503 }), false],
    ['but not where the connection is cut', thrown('TimeoutError', { code: 'ECONNRESET' }), false],
    ['but not where time is over', AbortSignal.abort().reason, false],
  ])('%s', (_where, error, expected) => {
    expect(isUnavailable(error)).toBe(expected);
  });
});

it('What ACM does not find is gone, and nothing else is', () => {
  expect(isGone(thrown('ResourceNotFoundException', { status: 400 }))).toBe(true);
  expect(isGone(thrown('AccessDeniedException', { status: 400 }))).toBe(false);
  expect(isGone(undefined)).toBe(false);
});
