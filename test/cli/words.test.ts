import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EMBEDDED_TABLES, openEmbedded } from '../../cli/embedded-dynamo';
import { DAY, iso } from '../../lambda/core/instant';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import type { ResultsTable } from '../../lambda/store/results-table';
import { inOutbox, notice, quiet, said } from '../store/results';

const COMMAND = resolve(__dirname, '../../cli/notafter.js');
const folder = mkdtempSync(join(tmpdir(), 'words-'));
const now = Date.now();

beforeAll(async () => {
  const { client, close } = await openEmbedded(join(folder, '.notafter'));
  const results = openResults(client, EMBEDDED_TABLES.results);
  const expiry = { of: 'date', what: 'Licence', expires: now + 20.5 * DAY } as const;
  const pending = [notice('dated:Licence', { kind: 'dated', at: now, expiry })];
  await results.record(quiet('dated:Licence', { kind: 'dated', expiry, checkedAt: now, pending }), []);
  const at = Date.parse('2026-11-22T10:00:00Z');
  await results.keep([
    said('dated:Licence', { at, subject: 'first' }),
    said('dated:Licence', { at: at + 1_000, subject: 'second \x1b[2J', text: 'It expires.\n  Soon.' }),
    said('dated:Licence', { at: at + 2_000, subject: 'third', audience: 'escalation' }),
  ]);
  await openTargets(client, EMBEDDED_TABLES.targets).put([
    { target: 'dated:Licence', client: 'Contoso', owner: 'Anna', expires: iso(expiry.expires) },
  ]);
  await close();
});
afterAll(() => rmSync(folder, { recursive: true }));

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

async function stored<T>(read: (results: ResultsTable) => Promise<T>): Promise<T> {
  const { client, close } = await openEmbedded(join(folder, '.notafter'));
  return read(openResults(client, EMBEDDED_TABLES.results)).finally(close);
}

describe('notices', () => {
  test('prints what was said of a target, the newest first, and nothing that a terminal would obey', async () => {
    const { code, out } = await notafter('notices', 'dated:Licence');
    expect([code, out]).toEqual([
      0,
      `\
Sun 22 Nov 2026, 10:00 UTC, to escalation of Contoso
┌─ third
│
│ It expires.
│
└─

Sun 22 Nov 2026, 10:00 UTC, to owner of Contoso
┌─ second  [2J
│
│ It expires.
│   Soon.
│
└─

Sun 22 Nov 2026, 10:00 UTC, to owner of Contoso
┌─ first
│
│ It expires.
│
└─

3 notices of dated:Licence.
`,
    ]);
  });

  test('prints as many as were asked for', async () => {
    const { out } = await notafter('notices', 'dated:Licence', '--limit', '1');
    expect(out).toMatch(/^[^┌]*┌─ third[^┌]*\n1 notice of dated:Licence; --limit shows more, if there is more\.\n$/);
  });

  test('prints objects, as documented', async () => {
    const { out } = await notafter('notices', 'dated:Licence', '--json', '--limit', '2');
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ subject }) => subject)).toEqual(['third', 'second \x1b[2J']);
    expect(lines[0]).toEqual({
      target: 'dated:Licence',
      at: '2026-11-22T10:00:02Z',
      audience: 'escalation',
      client: 'Contoso',
      event: 'due',
      severity: 'warning',
      subject: 'third',
      text: 'It expires.',
    });
  });

  test('says so where nothing was ever said', async () => {
    expect(await notafter('notices', 'www.example.com')).toMatchObject({
      code: 0,
      out: 'Nothing was said of www.example.com.\n',
    });
  });

  test.each(['0', '1001', 'all', '1.5'])('takes no limit of %s', async (limit) => {
    expect(await notafter('notices', 'x', '--limit', limit)).toMatchObject({
      code: 3,
      err: expect.stringContaining('It is a whole number from 1 to 1000.'),
    });
  });
});

describe('preview', () => {
  test('prints the messages that wait, and leaves them waiting', async () => {
    const { code, out } = await notafter('preview');
    expect(out).toMatch(/^┌─ \[WARNING\] Licence expires in 20 days \(Contoso\)\n│\n│ “Licence” expires in 20 days/);
    expect(out).toMatch(/\n1 message would be sent now; nothing was sent\.\n$/);
    expect(out).not.toMatch(/SMS/);
    expect(code).toBe(0);
    expect(await stored((results) => inOutbox(results, []))).toHaveLength(1);
    expect(await stored((results) => results.said('dated:Licence', 10))).toHaveLength(3);
  });

  test('prints the digests and the text messages if asked to, and no digest counts as sent', async () => {
    const { out } = await notafter('preview', '--digest', '--sms');
    expect(out).toMatch(/\n├─ SMS\n│\n│ notafter WARNING: Licence expires in 20 days/);
    expect(out).toMatch(/\n┌─ \[DIGEST\] Contoso: 1 coming in 90 days, all well\n/);
    expect(out).toMatch(/\n┌─ \[DIGEST\] Operations: 1 client, /);
    expect(out).toMatch(/\n1 message and 2 digests would be sent now; nothing was sent\.\n$/);
    expect(await stored((results) => results.lastDigest('operations'))).toBeUndefined();
  });
  test('prints what falls due now besides, and at which rows nobody has looked; nothing is recorded', async () => {
    const { client, close } = await openEmbedded(join(folder, '.notafter'));
    await openTargets(client, EMBEDDED_TABLES.targets).put([
      { target: 'dated:Old', client: 'Contoso', owner: 'Anna', expires: iso(now - 2 * DAY) },
      { target: 'www.example.com', client: 'Contoso' },
    ]);
    await close();
    const { code, out, err } = await notafter('preview');
    expect([code, err]).toEqual([0, '']);
    expect(out.match(/^┌─ .*$/gm)).toEqual([
      '┌─ to escalation: [EXPIRED] Old expired 2 days ago (Contoso)',
      '┌─ [EXPIRED] Old expired 2 days ago (Contoso)',
      '┌─ [WARNING] Licence expires in 20 days (Contoso)',
    ]);
    expect(out).toContain(
      '\nNobody has looked yet at 1 row, of which nothing can be said: www.example.com.\n3 messages ',
    );
    expect(await stored((results) => results.latest())).toHaveProperty('size', 1);
  });
});
