import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, templateWith } from './deployment';
import { statementsOf } from './policies';

/** The calls of AWS in the code ↔ what the sweep is allowed to call. */

/** What IAM calls the service whose client is imported. */
const SERVICES: Readonly<Record<string, string>> = {
  '@aws-sdk/client-account': 'account',
  '@aws-sdk/client-acm': 'acm',
  '@aws-sdk/client-dynamodb': 'dynamodb',
  '@aws-sdk/client-iam': 'iam',
  '@aws-sdk/client-organizations': 'organizations',
  '@aws-sdk/client-rds': 'rds',
  '@aws-sdk/client-route-53-domains': 'route53domains',
  '@aws-sdk/client-sns': 'sns',
  '@aws-sdk/client-sts': 'sts',
  '@aws-sdk/lib-dynamodb': 'dynamodb',
};

/** What IAM calls the service that is asked without a client, by the header X-Amz-Target. */
const TARGETS: Readonly<Record<string, string>> = {
  ACMPrivateCA: 'acm-pca',
  ResourceGroupsTaggingAPI_20170126: 'tag',
};

/** The document client leaves “Item” out of the names of operations. */
const OF_ITEMS = ['Get', 'Put', 'Update', 'Delete', 'BatchGet', 'BatchWrite'];

/** Lambda makes these for the function. */
const BY_LAMBDA = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'sqs:SendMessage',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/** Allowed, and not asked yet. */
const NOT_YET = [
  'account:ListRegions',
  'acm-pca:ListCertificateAuthorities',
  'acm:ListTagsForCertificate',
  'iam:GetServerCertificate',
  'iam:ListServerCertificateTags',
  'iam:ListServerCertificates',
  'organizations:ListAccounts',
  'rds:DescribeCertificates',
  'rds:DescribeDBInstances',
  'route53domains:ListDomains',
  'sts:AssumeRole',
  'tag:GetResources',
];

function sources(): string[] {
  const folder = join(PROJECT, 'lambda');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.map((file) => readFileSync(join(folder, file), 'utf8'));
}

/** `FooCommand` and `paginateFoo` that a source imports, as actions. */
function imported(source: string): string[] {
  const imports = source.matchAll(/^import \{([^}]+)\} from '(@aws-sdk\/[^']+)'/gm);
  return [...imports].flatMap(([, names = '', from = '']) =>
    names.split(',').flatMap((name) => {
      const [, paginated, commanded] = /^(?:paginate(\w+)|(\w+)Command)(?: as \w+)?$/.exec(name.trim()) ?? [];
      const operation = paginated ?? commanded;
      return operation === undefined ? [] : [action(SERVICES[from] ?? from, operation)];
    }),
  );
}

function action(service: string, operation: string): string {
  const ofItems = service === 'dynamodb' && OF_ITEMS.includes(operation);
  return `${service}:${operation}${ofItems ? 'Item' : ''}`;
}

function targeted(source: string): string[] {
  const named = Object.entries(TARGETS).map(([target, service]) => {
    const calls = [...source.matchAll(new RegExp(`${target}\\.(\\w+)`, 'g'))];
    return calls.map(([, operation = '']) => `${service}:${operation}`);
  });
  return named.flat();
}

const asked = new Set(sources().flatMap((source) => [...imported(source), ...targeted(source)]));
const statements = statementsOf(templateWith({ organization: 'yes' }), 'SweepRole');
const granted = new Set(statements.flatMap(({ Action }) => [Action].flat()));

test('the calls are found', () => {
  expect([...asked]).toEqual(expect.arrayContaining(['acm:ListCertificates', 'dynamodb:Scan', 'sns:Publish']));
});

test('each call has its grant', () => {
  expect([...asked].filter((call) => !granted.has(call))).toEqual([]);
});

test('each grant has its call, but for what Lambda does by itself', () => {
  const used = [...asked, ...BY_LAMBDA, ...NOT_YET];
  expect([...granted].filter((grant) => !used.includes(grant))).toEqual([]);
});

test('what is not asked yet is neither asked nor without its grant', () => {
  expect(NOT_YET.filter((call) => asked.has(call) || !granted.has(call))).toEqual([]);
});
