import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listening, type Running } from '../servers/running';

const PROJECT = join(__dirname, '..', '..');
// Each starts npm twice.
jest.setTimeout(120_000);

// npm remembers what it has worked out of an advisory.
let cache: string;
beforeEach(() => {
  isMixedUp = false;
  cache = mkdtempSync(join(tmpdir(), 'notafter-audit-'));
});
afterEach(() => rmSync(cache, { recursive: true }));

interface Locked {
  readonly version: string;
  readonly dependencies?: object;
}
const LOCK: { packages: Record<string, Locked> } = JSON.parse(readFileSync(join(PROJECT, 'package-lock.json'), 'utf8'));

/** What the registry says of the packages that it is asked about; undefined where it takes no such question. */
let advisories: Record<string, object[]> | undefined;
/** Whether it answers with another package than was asked for. */
let isMixedUp = false;
let registry: Running;

beforeAll(async () => {
  const server = createServer((request, response) => {
    request.resume();
    const answer = request.method === 'GET' ? versionsOf(request.url) : advisories;
    response.writeHead(answer === undefined ? 405 : 200, { 'content-type': 'application/json' });
    response.end(answer === undefined ? '' : JSON.stringify(answer));
  });
  registry = await listening(server);
});
afterAll(() => registry.close());

/** What the lock file has of a package, as a registry tells it. */
function versionsOf(url = ''): object {
  const name = decodeURIComponent(url.slice(1));
  const locked = Object.entries(LOCK.packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
  const versions = locked.map(([, { version, dependencies = {} }]) => [version, { name, version, dependencies }]);
  return { name: isMixedUp ? 'another' : name, versions: Object.fromEntries(versions) };
}

function audit(port = registry.port): Promise<{ code: unknown; said: string }> {
  const env = { ...process.env, npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_cache: cache };
  return new Promise((resolve) => {
    execFile('npm', ['run', '--silent', 'audit'], { cwd: PROJECT, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, said: `${stdout}${stderr}` });
    });
  });
}

const advisory = (severity: string) => ({
  commander: [
    {
      id: 1,
      url: 'https://advisories.example/1',
      title: 'Options are taken for orders',
      severity,
      vulnerable_versions: '>0',
    },
  ],
});

test('nothing is known: fine', async () => {
  advisories = {};
  expect(await audit()).toEqual({ code: 0, said: expect.stringMatching(/^Audited \d+ packages: 0 of high severity/m) });
});

test('a grave vulnerability of what is shipped stops the build, and is named', async () => {
  advisories = advisory('high');
  const { code, said } = await audit();
  expect(said).toContain('high: commander');
  expect(said).toContain('Options are taken for orders https://advisories.example/1');
  expect(code).toBe(1);
});

test('a smaller one is counted', async () => {
  advisories = advisory('moderate');
  expect(await audit()).toEqual({ code: 0, said: expect.stringContaining('0 of high severity or worse, 1 in all') });
});

test('a registry that takes no such question is no vulnerability, and nobody takes it for an audit', async () => {
  advisories = undefined;
  const { code, said } = await audit();
  expect(said).toMatch(/NOTHING WAS AUDITED: the registry answers no audit \(405/);
  expect(said).not.toContain('Audited');
  expect(code).toBe(0);
});

test('that npm itself cannot audit is an error', async () => {
  advisories = advisory('high');
  isMixedUp = true;
  const { code, said } = await audit();
  expect(said).toContain('npm could not audit');
  expect(code).toBe(1);
});

test('nor is a machine without a network', async () => {
  const gone = await listening(createServer());
  await gone.close();
  const { code, said } = await audit(gone.port);
  expect(said).toContain('NOTHING WAS AUDITED');
  expect(code).toBe(0);
});
