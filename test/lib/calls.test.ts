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
  '@aws-sdk/client-eventbridge': 'events',
  '@aws-sdk/client-iam': 'iam',
  '@aws-sdk/client-organizations': 'organizations',
  '@aws-sdk/client-rds': 'rds',
  '@aws-sdk/client-route-53-domains': 'route53domains',
  '@aws-sdk/client-s3': 's3',
  '@aws-sdk/client-sns': 'sns',
  '@aws-sdk/client-sts': 'sts',
  '@aws-sdk/lib-dynamodb': 'dynamodb',
};

/** What IAM calls the services that are asked without a client of the SDK, as in `call(TAGGING, 'GetResources', …)`. */
const WITHOUT_CLIENT: Readonly<Record<string, string>> = { PRIVATE_CA: 'acm-pca', TAGGING: 'tag' };

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

/** Whoever has credentials may ask who they are; no policy grants it, and none can deny it. */
const FREE = ['sts:GetCallerIdentity'];

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

/** Rights that have another name than the operation. */
const RIGHTS: Readonly<Record<string, string>> = {
  's3:CreateMultipartUpload': 's3:PutObject',
  's3:UploadPart': 's3:PutObject',
  's3:CompleteMultipartUpload': 's3:PutObject',
};

function action(service: string, operation: string): string {
  const ofItems = service === 'dynamodb' && OF_ITEMS.includes(operation);
  const name = `${service}:${operation}${ofItems ? 'Item' : ''}`;
  return RIGHTS[name] ?? name;
}

function named(source: string): string[] {
  const calls = source.matchAll(/\b(PRIVATE_CA|TAGGING),\s*'(\w+)'/g);
  return [...calls].map(([, service = '', operation = '']) => action(WITHOUT_CLIENT[service] ?? service, operation));
}

const asked = new Set(sources().flatMap((source) => [...imported(source), ...named(source)]));
const statements = statementsOf(
  templateWith({ organization: 'yes', events: 'default', distributed: 'yes' }),
  'SweepRole',
);
const granted = new Set(statements.flatMap(({ Action }) => [Action].flat()));

test('the calls are found', () => {
  expect([...asked]).toEqual(expect.arrayContaining(['acm:ListCertificates', 'dynamodb:Scan', 'sns:Publish']));
});

test('each call has its grant', () => {
  expect([...asked].filter((call) => !granted.has(call) && !FREE.includes(call))).toEqual([]);
});

test('each grant has its call, but for what Lambda does by itself', () => {
  const used = [...asked, ...BY_LAMBDA];
  expect([...granted].filter((grant) => !used.includes(grant))).toEqual([]);
});
