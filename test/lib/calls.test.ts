import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { buildSync } from 'esbuild';
import { memberTemplateWith, PROJECT, templateWith } from './deployment';
import { statementsOf } from './policies';

/** The calls of AWS that are in the bundle of a function ↔ what the role of that function allows. */

interface Caller {
  /** The first words of its role's logical id. */
  readonly role: string;
  /** Of all functions that have this role. */
  readonly handlers: readonly string[];
  /** What services do in its role's name: it has no code for that. */
  readonly byServices: readonly string[];
  /** Calls that are in its bundle and that it never makes, so that it may not. */
  readonly idle?: RegExp;
}

const LOGS_AND_TRACES = [
  ...['logs:CreateLogStream', 'logs:PutLogEvents'],
  ...['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
];

const OF_STREAMS = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
  (call) => `dynamodb:${call}`,
);

/** Each role of a function has a line. */
const CALLERS: readonly Caller[] = [
  { role: 'SweepRole', handlers: ['sweep.ts'], byServices: [...OF_STREAMS, 'sqs:SendMessage', ...LOGS_AND_TRACES] },
];

const DISTRIBUTED: readonly Caller[] = [
  ...CALLERS.map((caller) => ({
    ...caller,
    handlers: [...caller.handlers, 'gather.ts'],
    // Nothing is listed: with this right S3 says of a file that it is not there, and without it, that it is denied.
    byServices: [...caller.byServices, 's3:ListBucket'],
  })),
  {
    role: 'CheckRole',
    handlers: ['check.ts'],
    byServices: LOGS_AND_TRACES,
    // Inventories, edits, the outbox and the telling are left to the function that gathers and finishes.
    idle: /^(?!dynamodb:|s3:)|^s3:AbortMultipartUpload|^dynamodb:(Delete|Describe|Query|Scan|Update)/,
  },
];

/** The CDK's own, which writes the first rows: permissions.test.ts has what it may do. */
const WITHOUT_HANDLER = ['FirstRowsRole'];

/** All that any setting adds to what functions may call. */
const EVERYTHING = { organization: 'yes', events: 'default', slackWorkspace: 'T0123ABCD', slackChannel: 'C0123ABCD' };

/** Deployments of other functions have a line each. */
const DEPLOYMENTS: readonly [string, Template, readonly Caller[]][] = [
  ['with all settings', templateWith(EVERYTHING), CALLERS],
  ['that is distributed', templateWith({ ...EVERYTHING, distributed: 'yes' }), DISTRIBUTED],
];

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

/** Operations that IAM calls otherwise: the document client leaves “Item” out. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'dynamodb:Get': 'dynamodb:GetItem',
  'dynamodb:Put': 'dynamodb:PutItem',
  'dynamodb:Update': 'dynamodb:UpdateItem',
  'dynamodb:Delete': 'dynamodb:DeleteItem',
  'dynamodb:BatchGet': 'dynamodb:BatchGetItem',
  'dynamodb:BatchWrite': 'dynamodb:BatchWriteItem',
  's3:CreateMultipartUpload': 's3:PutObject',
  's3:UploadPart': 's3:PutObject',
  's3:CompleteMultipartUpload': 's3:PutObject',
};

/** Whoever has credentials may ask who they are; no policy grants it, and none can deny it. */
const FREE = ['sts:GetCallerIdentity'];

/** Services that are asked in the monitor's own account alone; all others, in whatever account an inventory is taken of. */
const AT_HOME = ['dynamodb', 'events', 'organizations', 'sns', 'sts'];

/** What is bundled of a handler, with the imports that are left once all unused code is out. */
function bundleOf(handler: string): string {
  const entry = join(PROJECT, 'lambda', 'handlers', handler);
  const options = { bundle: true, write: false, platform: 'node', format: 'esm', packages: 'external' } as const;
  return buildSync({ ...options, entryPoints: [entry] }).outputFiles[0]?.text ?? '';
}

/** `FooCommand` and `paginateFoo` that a bundle imports, as actions. */
function imported(bundle: string): string[] {
  const imports = bundle.matchAll(/^import \{([^}]+)\} from "(@aws-sdk\/[^"]+)"/gm);
  return [...imports].flatMap(([, names = '', from = '']) =>
    names.split(',').flatMap((name) => {
      const [, paginated, commanded] = /^(?:paginate(\w+)|(\w+)Command)(?: as \w+)?$/.exec(name.trim()) ?? [];
      const operation = paginated ?? commanded;
      return operation === undefined ? [] : [action(SERVICES[from] ?? from, operation)];
    }),
  );
}

function action(service: string, operation: string): string {
  const called = `${service}:${operation}`;
  return OTHERWISE[called] ?? called;
}

function named(bundle: string): string[] {
  const services = [...bundle.matchAll(/\b(\w+) = \{ name: "[\w-]+", target: "/g)].map(([, service = '']) => service);
  return services.flatMap((service) => {
    const operations = [...bundle.matchAll(new RegExp(`\\b${service}, "(\\w+)"`, 'g'))];
    return operations.map(([, operation = '']) => action(WITHOUT_CLIENT[service] ?? service, operation));
  });
}

function callsOf(handlers: readonly string[]): string[] {
  const calls = new Set(handlers.map(bundleOf).flatMap((bundle) => [...imported(bundle), ...named(bundle)]));
  return [...calls].filter((call) => !FREE.includes(call)).sort();
}

function grantsOf(template: Template, role: string): string[] {
  return [...new Set(statementsOf(template, role).flatMap(({ Action }) => Action))].sort();
}

describe.each(DEPLOYMENTS)('in a deployment %s', (_, template, callers) => {
  test('each role of a function is compared', () => {
    const functions = Object.values(template.findResources('AWS::Lambda::Function'));
    const roles = functions.map(({ Properties }) => Properties.Role['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, ''));
    const known = [...callers.map(({ role }) => role), ...WITHOUT_HANDLER];
    expect([...new Set(roles)].sort()).toEqual(known.sort());
  });

  test.each(callers)('each call of $handlers has its grant in $role, and each grant its call', (caller) => {
    const calls = callsOf(caller.handlers).filter((call) => !caller.idle?.test(call));
    expect(calls).toEqual(expect.arrayContaining(['dynamodb:PutItem']));
    expect(grantsOf(template, caller.role)).toEqual([...calls, ...caller.byServices].sort());
  });
});

test('each call that is made of other accounts has its grant in the role there, and each grant its call', () => {
  const calls = callsOf(['sweep.ts']).filter((call) => !AT_HOME.some((service) => call.startsWith(`${service}:`)));
  const [role] = Object.values(memberTemplateWith().findResources('AWS::IAM::Role'));
  const statements: { Action: string | string[] }[] = role?.Properties.Policies[0].PolicyDocument.Statement ?? [];
  expect(statements.flatMap(({ Action }) => Action).sort()).toEqual(calls);
});
