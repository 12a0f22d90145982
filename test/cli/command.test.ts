import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DAY, iso } from '../../lambda/core/instant';
import { type Authority, createAuthority } from '../servers/certificates';
import { freePort } from '../servers/odd-servers';
import { type RunningTls, startTlsServer } from '../servers/tls-server';

const COMMAND = resolve(__dirname, '../../cli/notafter.js');
const folder = mkdtempSync(join(tmpdir(), 'command-'));
const ca = join(folder, 'ca.pem');
const now = Date.now();

let authority: Authority;
let healthy: RunningTls;
let due: RunningTls;
let expired: RunningTls;

async function serve(daysLeft: number): Promise<RunningTls> {
  const dates = { notBefore: now + (daysLeft - 90) * DAY, notAfter: now + daysLeft * DAY };
  const issued = await authority.issue({ name: 'localhost', names: ['localhost'], ...dates });
  return startTlsServer({ certificate: issued.fullChain, key: issued.key });
}

beforeAll(async () => {
  authority = await createAuthority({ name: 'Desk Root' });
  writeFileSync(ca, authority.certificate);
  [healthy, due, expired] = await Promise.all([serve(60.5), serve(10.5), serve(-1.5)]);
});
afterAll(async () => {
  await Promise.all([healthy.close(), due.close(), expired.close()]);
  rmSync(folder, { recursive: true });
});

/** Runs the command as a person would, in a folder of its own. */
function notafter(...words: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [COMMAND, ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, NO_COLOR: '1' },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk));
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}

function at({ port }: RunningTls): string {
  return `localhost:${port}`;
}

describe('check exits with the worst of what it saw', () => {
  test('0 when all is well', async () => {
    const { code, out } = await notafter('check', at(healthy), '--ca', ca);
    expect(out).toMatch(/^STATUS +TARGET +DAYS +EXPIRES +WHAT\nok +localhost:\d+ +60 /);
    expect([code, out.split('\n').at(-2)]).toEqual([0, '1 target: 1 ok']);
  });

  test('1 for a warning', async () => {
    expect(await notafter('check', at(healthy), at(due), '--ca', ca)).toMatchObject({ code: 1 });
  });

  test('2 for something critical, which stands first, whatever else there is', async () => {
    const { code, out } = await notafter('check', `localhost:${await freePort()}`, at(due), at(expired), '--ca', ca);
    expect(out.split('\n').filter((line) => /^\w/.test(line))).toEqual([
      expect.stringMatching(/^STATUS/),
      expect.stringMatching(/^critical/),
      expect.stringMatching(/^warning/),
      expect.stringMatching(/^unknown/),
      '3 targets: 1 critical, 1 warning, 1 unknown',
    ]);
    expect(code).toBe(2);
  });

  test.each([
    ['nothing could be seen', async () => ['check', `localhost:${await freePort()}`]],
    ['a target makes no sense', async () => ['check', 'gopher://x']],
    ['nothing is to be checked', async () => ['check']],
    ['an option makes no sense', async () => ['check', 'localhost', '--timeout', 'soon']],
    ['the CA file is not there', async () => ['check', 'localhost', '--ca', 'none.pem']],
    ['the command is not known', async () => ['chek', 'localhost']],
  ])('3 when %s', async (_, words) => {
    expect(await notafter(...(await words()))).toMatchObject({ code: 3 });
  });

  test('and judges by the public roots unless told otherwise', async () => {
    expect(await notafter('check', at(healthy))).toMatchObject({
      code: 2,
      out: expect.stringContaining('chain-incomplete'),
    });
    expect(await notafter('check', at(healthy), '--trust', 'any')).toMatchObject({ code: 0 });
  });
});

test('check --json prints one object a line, as documented', async () => {
  const { out } = await notafter('check', at(due), '--ca', ca, '--json');
  const line = JSON.parse(out);
  expect(Object.keys(line)).toEqual([
    ...['target', 'kind', 'severity', 'summary', 'expires', 'daysLeft', 'findings', 'addresses', 'checkedAt'],
  ]);
  expect(line).toMatchObject({
    target: at(due),
    kind: 'tls',
    severity: 'warning',
    daysLeft: 10,
    findings: [{ reason: 'expiring' }],
  });
  const seen = line.addresses.find((address: { ok: boolean }) => address.ok);
  expect(Object.keys(seen)).toEqual(['address', 'ok', 'protocol', 'cipher', 'chain']);
  expect(Object.keys(seen.chain[0])).toEqual([
    ...['subject', 'issuer', 'serial', 'sha256', 'notBefore', 'notAfter', 'names', 'keyType', 'keyBits', 'signature'],
  ]);
  expect(seen.chain[0]).toMatchObject({
    subject: 'CN=localhost',
    issuer: 'CN=Desk Root',
    names: ['localhost'],
    keyType: 'EC',
    keyBits: 256,
  });
  expect(line.expires).toBe(iso(Math.floor((now + 10.5 * DAY) / 1000) * 1000));
});

test('check --from reads targets from a spreadsheet', async () => {
  writeFileSync(
    join(folder, 'list.csv'),
    `target;trust;expires\n${at(healthy)};any;\ndated:Licence;;${iso(now + 5 * DAY)}\n`,
  );
  const { code, out } = await notafter('check', '--from', 'list.csv', '--json');
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).severity)
      .sort(),
  ).toEqual(['critical', 'ok']);
  expect(code).toBe(2);
});

test('targets import, targets list and sweep work on the tables of this folder', async () => {
  writeFileSync(
    join(folder, 'rows.csv'),
    `target,client,trust,ownr,expires\n${at(due)},Contoso,any,,\n,Nobody,,,\ndated:Licence,Contoso,,x,2040-12-31\n`,
  );
  const imported = await notafter('targets', 'import', 'rows.csv');
  expect(imported).toMatchObject({ code: 1, out: '2 of 3 rows imported; 2 remarks above.\n' });
  expect(imported.err).toMatch(/rows\.csv, line 3: the column “target” is empty.*\n.*line 4: .*did you mean “owner”/);

  const list = await notafter('targets', 'list');
  expect(list.out).toMatch(
    /^dated:Licence +client=Contoso.*\n.*did you mean “owner”.*\nlocalhost:\d+ .*\n2 rows in the table\.\n$/,
  );

  const first = await notafter('sweep');
  expect(first.out).toMatch(/localhost:\d+ expires in 10 days/);
  expect(first.out).toMatch(/\n2 looked at in [\d.]+ s: 0 critical, 1 warning; 2 recorded, 1 notices sent\.\n$/);
  const second = await notafter('sweep');
  expect(second).toMatchObject({ code: 0, out: expect.stringMatching(/0 recorded, 0 notices sent\.\n$/) });
}, 60_000);
