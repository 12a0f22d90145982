import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sweep function as synth produced it: its bundle, and the environment that the stack gives it. */
export interface Bundle {
  readonly folder: string;
  readonly environment: Readonly<Record<string, unknown>>;
}

interface AssetMetadata {
  readonly 'aws:asset:path'?: string;
  readonly 'aws:asset:is-bundled'?: boolean;
}

interface Template {
  readonly Resources: Record<string, { Type: string; Properties: Record<string, unknown>; Metadata?: AssetMetadata }>;
}

/** Runs the CDK's own command, without credentials, and finds the function in what it wrote. */
export function synthesise(output: string, context: Readonly<Record<string, string>>): Bundle {
  const settings = Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...environment } = process.env;
  const { status, stderr } = spawnSync('npx', ['cdk', 'synth', '--quiet', '--output', output, ...settings], {
    encoding: 'utf8',
    env: { ...environment, CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  if (status !== 0) throw new Error(`cdk synth failed:\n${stderr}`);
  const template: Template = JSON.parse(readFileSync(join(output, 'notafter.template.json'), 'utf8'));
  const sweep = Object.values(template.Resources).find(
    ({ Type, Metadata }) => Type === 'AWS::Lambda::Function' && Metadata?.['aws:asset:is-bundled'],
  );
  const asset = sweep?.Metadata?.['aws:asset:path'];
  if (sweep === undefined || asset === undefined) throw new Error('the template has no function with an asset');
  const { Variables = {} } = (sweep.Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
  return { folder: join(output, asset), environment: Variables };
}

export interface Run {
  /** 0 when the handler resolved, 1 when it rejected; null when it was killed. */
  readonly code: number | null;
  /** What the handler answered. */
  readonly answer: Record<string, number> | undefined;
  readonly log: string;
}

const RUNNER = `
  const { handler } = require(process.argv[1]);
  const context = { functionName: 'sweep', memoryLimitInMB: '1769', invokedFunctionArn: 'arn', awsRequestId: 'id',
    getRemainingTimeInMillis: () => 60000 };
  handler(JSON.parse(process.argv[2]), context).then(
    (answer) => { console.log('ANSWER ' + JSON.stringify(answer)); process.exit(0); },
    (error) => { console.error(error); process.exit(1); },
  );
`;

/** Invokes the bundled handler once in a process of its own, as Lambda would. */
export function invoke(
  bundle: Bundle,
  environment: Readonly<Record<string, string>>,
  onStart?: (child: ChildProcess) => void,
  event: object = {},
): Promise<Run> {
  const literal = Object.entries(bundle.environment).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const child = spawn(process.execPath, ['-e', RUNNER, join(bundle.folder, 'index.js'), JSON.stringify(event)], {
    env: {
      PATH: process.env.PATH,
      AWS_REGION: 'eu-west-1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...Object.fromEntries(literal),
      ...environment,
    },
  });
  onStart?.(child);
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const answer = /^ANSWER (.*)$/m.exec(log)?.[1];
      resolve({ code, log, answer: answer === undefined ? undefined : JSON.parse(answer) });
    });
  });
}
