import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createAuthority } from '../servers/certificates';
import { listening } from '../servers/running';
import { type Context, PROJECT } from './deployment';

// The app as `cdk synth` starts it, by the command of cdk.json, with neither credentials nor a region nor Docker.

const folder = mkdtempSync(join(tmpdir(), 'notafter-synth-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { app: COMMAND, context: FLAGS } = JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8'));
const LARGEST_BUNDLE = 800 * 1024;

function synth(name: string, context: Context) {
  const outdir = join(folder, name);
  const withoutAws = Object.entries(process.env).filter(([key]) => !key.startsWith('AWS_'));
  const { status, stdout, stderr } = spawnSync(COMMAND, {
    shell: true,
    cwd: PROJECT,
    encoding: 'utf8',
    timeout: 60_000,
    env: {
      ...Object.fromEntries(withoutAws),
      CDK_DOCKER: join(folder, 'no-docker'),
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...FLAGS, ...context }),
    },
  });
  return { outdir, status, stdout, stderr };
}

function assetOf(outdir: string): string {
  // The other is the CDK's, which writes the first rows.
  const assets = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  const asset = assets.find((name) => !readFileSync(join(outdir, name, 'index.js'), 'utf8').includes('ResponseURL'));
  if (asset === undefined) throw new Error(`no asset among ${readdirSync(outdir)}`);
  return join(outdir, asset);
}

describe('synthesis with a private CA', () => {
  let result: ReturnType<typeof synth>;
  let certificate: string;

  beforeAll(async () => {
    ({ certificate } = await createAuthority({ name: 'Private CA' }));
    const ca = join(folder, 'our $(CA) "1".pem');
    writeFileSync(ca, certificate);
    result = synth('whole', { email: 'a@example.com', ca });
  });

  test('meets all rules', () => {
    expect(result.stderr).not.toContain('ERROR');
    expect(result.status).toBe(0);
  });

  test('deploys one stack without asking which, and writes the template for other accounts beside it', () => {
    // The CDK's command asks where the manifest has more than one stack at its top.
    const manifest = JSON.parse(readFileSync(join(result.outdir, 'manifest.json'), 'utf8'));
    const artifacts = Object.entries<{ type: string }>(manifest.artifacts);
    const stacks = artifacts.filter(([, { type }]) => type === 'aws:cloudformation:stack');
    expect(stacks.map(([name]) => name)).toEqual(['notafter']);
    const others = readdirSync(join(result.outdir, 'assembly-member'));
    expect(others.filter((name) => name.endsWith('.template.json'))).toHaveLength(1);
    expect(others.filter((name) => name.startsWith('asset') || name.endsWith('.assets.json'))).toEqual([]);
  });

  test('makes one small file of the function and all it needs, beside the CA certificates', () => {
    const asset = assetOf(result.outdir);
    expect(readdirSync(asset).sort()).toEqual(['index.js', 'private-ca.pem']);
    expect(readFileSync(join(asset, 'private-ca.pem'), 'utf8')).toBe(certificate);
    expect(statSync(join(asset, 'index.js')).size).toBeLessThan(LARGEST_BUNDLE);
    expect(readFileSync(join(asset, 'index.js'), 'utf8')).not.toMatch(/require\("@(aws-sdk|smithy)/);
  });

  test('makes a function that starts, and calls AWS with the credentials of its environment', async () => {
    const requests: IncomingMessage[] = [];
    const aws = createServer((request, response) => {
      requests.push(request);
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end('{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"no table here"}');
    });
    const { port, close } = await listening(aws);
    const called = invoke(assetOf(result.outdir), { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
    expect(await called.finally(close)).toContain('threw: no table here');
    expect(requests[0]?.headers.authorization).toContain('Credential=KEY/');
  });
});

/** What the bundle prints when it is called as Lambda calls it, with an environment like that in Lambda. */
async function invoke(asset: string, environment: Record<string, string>): Promise<string> {
  const start = `require(process.argv[1]).handler({}, { getRemainingTimeInMillis: () => 9e5 }).catch((error) => console.log('threw: ' + error.message))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', start, join(asset, 'index.js')], {
    timeout: 30_000,
    env: {
      AWS_ACCESS_KEY_ID: 'KEY',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_REGION: 'eu-west-1',
      TARGETS_TABLE: 'targets',
      RESULTS_TABLE: 'results',
      TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:notices',
      HISTORY_DAYS: '400',
      PRIVATE_CA_FILE: 'private-ca.pem',
      POWERTOOLS_METRICS_NAMESPACE: 'notafter',
      POWERTOOLS_SERVICE_NAME: 'notafter',
      ...environment,
    },
  });
  return stdout;
}

test('a context that cannot be deployed ends with what is wrong, and no stack trace', () => {
  const { status, stderr } = synth('refused', { email: 'nobody', schedule: 'rate(1 hours)' });
  expect(status).toBe(1);
  expect(stderr).toContain('email: "nobody" is not an e-mail address');
  expect(stderr).toContain('write rate(1 hour)');
  expect(stderr).not.toContain('    at ');
});
