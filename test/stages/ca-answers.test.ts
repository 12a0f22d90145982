import type { TlsOptions } from 'node:tls';
import { DAY, HOUR } from '../../lambda/core/instant';
import { caAnswersBy } from '../../lambda/tls/ca-answers';
import { type Get, httpGet } from '../../lambda/tls/http-get';
import { renewalInfoId } from '../../lambda/tls/renewal-info';
import { createAuthority, type Issued } from '../servers/certificates';
import { type Document, startWeb, type Web } from '../servers/http-documents';
import { type RunningTls, startTlsServer } from '../servers/tls-server';
import { openWorld, type TestWorld } from './world';

// OpenSSL judges by the machine's clock, so that the sweeps have to begin now.
const NOW = Date.now();
const HOURS = Array.from({ length: 31 }, (_, hour) => hour);

interface Scene {
  readonly service?: TlsOptions;
  readonly daysLeft?: number;
  /** Hours that a CRL is good for; a new one is made when the old one ends. */
  readonly crlLasts?: number;
  readonly retryAfter?: string;
  /** Hours in which the certificate is on hold, and those in which the CA answers nothing. */
  readonly onHold?: (hour: number) => boolean;
  readonly silent?: (hour: number) => boolean;
}

let here: TestWorld;
let running: RunningTls;
let web: Web;
let leaf: Issued;
let issuing: Issued;

afterEach(() => Promise.all([here.close(), running.close(), web.close()]));

const hourOf = (now: number) => Math.round((now - NOW) / HOUR);

/** A service whose CA has a CRL and renewal information. */
async function watch(scene: Scene): Promise<void> {
  const { service, daysLeft = 60, crlLasts = 7 * 24, retryAfter = '21600' } = scene;
  const ca = await createAuthority({ name: 'Test CA' });
  issuing = await ca.issue({ name: 'Issuing CA', intermediate: true });
  const documents: Record<string, Document> = {
    '/1.crl': async (response) => {
      const hour = hourOf(here.now);
      const thisUpdate = NOW + Math.floor(hour / crlLasts) * crlLasts * HOUR;
      const held = scene.onHold?.(hour) && { holds: leaf };
      if (scene.silent?.(hour)) response.writeHead(500).end();
      else response.end(await issuing.crl({ thisUpdate, nextUpdate: thisUpdate + crlLasts * HOUR, ...held }));
    },
    '/directory': Buffer.from('{"renewalInfo":"https://ca.test/ari"}'),
  };
  web = await startWeb(documents);
  const dates = { notBefore: NOW - (90 - daysLeft) * DAY, notAfter: NOW + daysLeft * DAY };
  const names = ['service.example'];
  leaf = await issuing.issue({ name: 'service', names, ...dates, crlUrl: `${web.origin}/1.crl` });
  const window = { start: new Date(NOW + 50 * DAY), end: new Date(NOW + 51 * DAY) };
  documents[`/ari/${renewalInfoId(leaf.der)}`] = (response) =>
    response.writeHead(200, { 'retry-after': retryAfter }).end(JSON.stringify({ suggestedWindow: window }));
  running = await startTlsServer({ ...service, certificate: leaf.fullChain, key: leaf.key });
  here = await openWorld(NOW);
  const { sweep, world } = here;
  const look = { ...world.look, now: () => here.now, privateCa: ca.certificate };
  here = { ...here, sweep: () => sweep({ look: { ...look, ca: newProcess() } }) };
  await here.put({ target: `tls://service.example:${running.port}`, address: '127.0.0.1', trust: 'private' });
}

function newProcess() {
  const get: Get = (url, rules) =>
    httpGet(url.replace('https://ca.test', web.origin), { ...rules, lookup: async () => ['127.0.0.1'] });
  return caAnswersBy(get, () => 'https://ca.test/directory');
}

interface Seen {
  /** The hours at which the CA was asked for each. */
  readonly crl: number[];
  readonly renewal: number[];
  /** What was told, by hour. */
  readonly told: string[];
  readonly writes: number;
}

/** Sweeps every hour, each in a process of its own as far as the CA goes. */
async function sweepHourly(): Promise<Seen> {
  const seen: { crl: number[]; renewal: number[]; told: string[] } = { crl: [], renewal: [], told: [] };
  for (const hour of HOURS) {
    here.now = NOW + hour * HOUR;
    const before = web.asked.length;
    for (const notice of await here.sweep()) seen.told.push(`${hour} ${notice}`);
    for (const path of web.asked.slice(before)) {
      if (path === '/1.crl') seen.crl.push(hour);
      if (path.startsWith('/ari/')) seen.renewal.push(hour);
    }
  }
  const [result] = [...(await here.world.results.latest()).values()];
  return { ...seen, writes: result?.version ?? 0 };
}

const DAILY_HOURS = [0, 24];
/** The first day of service.example has 16.8 hours. */
const FULL_CHECKS = [0, 17];
const EVERY_SIX_HOURS = [0, 6, 12, 18, 24, 30];
const TLS13: TlsOptions = { minVersion: 'TLSv1.3' };
/** Neither TLS 1.2 nor the one group that the reader has a share of, and so a full check at every look. */
const UNREAD: TlsOptions = { ...TLS13, ecdhCurve: 'P-384' };

describe('from one process to the next, a CA is asked no more often than it wishes', () => {
  test.each<[string, Scene, Omit<Seen, 'told'>]>([
    ['of a healthy service, at full checks', {}, { crl: FULL_CHECKS, renewal: FULL_CHECKS, writes: 2 }],
    [
      'of one whose date is near, when the CRL is as old as the day and Retry-After is over',
      { daysLeft: 10 },
      // One more for the notice that was sent.
      { crl: FULL_CHECKS, renewal: EVERY_SIX_HOURS, writes: 8 },
    ],
    [
      'of a healthy service of TLS 1.3 alone, as often',
      { service: TLS13 },
      { crl: FULL_CHECKS, renewal: FULL_CHECKS, writes: 2 },
    ],
    [
      'of one that no reader gets anything of, as where its date is near',
      { service: UNREAD },
      { crl: FULL_CHECKS, renewal: EVERY_SIX_HOURS, writes: 7 },
    ],
    [
      'where its CRLs last for ten hours, once for each',
      { service: UNREAD, crlLasts: 10 },
      { crl: [0, 10, 20, 30], renewal: EVERY_SIX_HOURS, writes: 8 },
    ],
    [
      'where its CRLs last for ten hours and the service is healthy, at full checks alone',
      { crlLasts: 10 },
      { crl: FULL_CHECKS, renewal: FULL_CHECKS, writes: 2 },
    ],
    [
      'where it wishes not to be asked for days, once a day',
      { service: UNREAD, retryAfter: '400000' },
      { crl: FULL_CHECKS, renewal: DAILY_HOURS, writes: 3 },
    ],
  ])('%s', async (_, scene, expected) => {
    await watch(scene);
    expect(await sweepHourly()).toMatchObject(expected);
  });
});

test('what is on hold stays so while the CRL cannot be had, and until it says otherwise', async () => {
  await watch({ onHold: (hour) => hour < 10, silent: (hour) => hour > 10 && hour < 28, crlLasts: 48 });
  const { told, crl } = await sweepHourly();
  expect(told).toEqual(['0 -: broken', '24 -: broken', '28 -: recovered']);
  // Every hour from its second check on, until it can be had.
  expect(crl).toEqual([0, ...HOURS.slice(17, 29)]);
});
