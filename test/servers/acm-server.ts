import { type AcmCertificate, OPERATIONS, type Operation } from './acm-answers';
import { type Answer, type Asked, type AwsServer, type Input, type Reply, startAws, UNKNOWN } from './aws-server';
import { type TagsByArn, tagging } from './tagging-service';

/** How an operation behaves: as it should, or in one of the ways that AWS, or what lies before it, fails. */
type Behaviour =
  | 'works'
  | 'unknown'
  | 'denied'
  | 'not recognised'
  | 'expired'
  | 'out of order'
  | 'gone'
  | 'html'
  | 'cut'
  | 'silent';

export interface AcmServerOptions {
  /** Of all regions and accounts; each client sees those whose ARN has its own. */
  readonly certificates: readonly AcmCertificate[];
  readonly tags?: TagsByArn;
  readonly search?: Behaviour;
  readonly list?: Behaviour;
  readonly describe?: Behaviour;
  readonly tag?: Behaviour;
  /** ARNs that DescribeCertificate fails for. */
  readonly broken?: readonly string[];
  /** This many calls are turned away first, whatever they ask. */
  readonly throttle?: number;
}

export interface AcmServer extends Pick<AwsServer, 'endpoint' | 'close'> {
  /** The operations of ACM called, in order, those that failed and were repeated included. */
  readonly calls: string[];
  /** What they were called with. */
  readonly inputs: Input[];
}

/** A stand-in for AWS Certificate Manager on 127.0.0.1, and for what tells its tags. */
export async function startAcm(options: AcmServerOptions): Promise<AcmServer> {
  const calls: string[] = [];
  const inputs: Input[] = [];
  const server = await startAws({
    acm: (asked) => {
      calls.push(asked.operation);
      inputs.push(asked.input);
      return calls.length <= (options.throttle ?? 0) ? THROTTLED : acm(options, asked);
    },
    tagging: (asked) => behaving(options.tag, asked, 'tag') ?? tagging(options.tags ?? {})(asked),
  });
  return { endpoint: server.endpoint, close: server.close, calls, inputs };
}

/** ACM as it is in the region and account that ask. */
export function acm({ certificates, broken = [], ...behaviours }: AcmServerOptions, asked: Asked): Reply {
  const { operation, input, region, account } = asked;
  if (!isOperation(operation)) return UNKNOWN;
  const failing = behaving(behaviours[BEHAVIOUR_OF[operation]], asked, 'acm');
  if (failing) return failing;
  if (operation === 'DescribeCertificate' && broken.includes(String(input.CertificateArn)))
    return FAILURES['out of order'];
  const here = certificates.filter(({ CertificateArn }) => {
    const [, , , itsRegion, itsAccount] = CertificateArn.split(':');
    return itsRegion === region && itsAccount === account;
  });
  return OPERATIONS[operation](here, input);
}

function behaving(behaviour: Behaviour = 'works', { operation }: Asked, prefix: string): Reply | undefined {
  if (behaviour === 'works') return undefined;
  if (behaviour === 'html' || behaviour === 'cut' || behaviour === 'silent') return behaviour;
  return behaviour === 'denied' ? denied(`${prefix}:${operation}`) : FAILURES[behaviour];
}

const BEHAVIOUR_OF = {
  SearchCertificates: 'search',
  ListCertificates: 'list',
  DescribeCertificate: 'describe',
} as const satisfies Record<Operation, keyof AcmServerOptions>;

function isOperation(name: string): name is Operation {
  return Object.hasOwn(OPERATIONS, name);
}

export function denied(action: string): Answer {
  const role = 'arn:aws:sts::123456789012:assumed-role/sweep/sweep';
  const message = `User: ${role} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  return { error: 'AccessDeniedException', message };
}

export const THROTTLED: Answer = { error: 'ThrottlingException', message: 'Rate exceeded' };

const FAILURES = {
  unknown: UNKNOWN,
  'not recognised': {
    error: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  },
  expired: { error: 'ExpiredTokenException', message: 'The security token included in the request is expired' },
  gone: { error: 'ResourceNotFoundException', message: 'Could not find the certificate.' },
  'out of order': { error: 'ValidationException', message: 'The request could not be processed.' },
} as const satisfies Record<string, Answer>;
