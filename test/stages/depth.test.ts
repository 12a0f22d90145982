import { DAY, HOUR } from '../../lambda/core/instant';
import { createAuthority } from '../servers/certificates';
import { startDialogue } from '../servers/dialogue-servers';
import { SCRIPTS } from '../servers/scripts';
import { startTlsServer } from '../servers/tls-server';
import { openWorld, type TestWorld } from './world';

// OpenSSL judges by the machine's clock, so that the sweeps have to begin now.
const NOW = Date.now();

let here: TestWorld;
let running: { port: number; connections: () => number; close: () => Promise<void> };

afterEach(async () => {
  await here.close();
  await running.close();
});

/** Sweeps at these hours; each answers what was told, and how often the result has been written by then. */
async function sweeps(hours: readonly number[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (const hour of hours) {
    here.now = NOW + hour * HOUR;
    const told = await here.sweep();
    const [result] = [...(await here.world.results.latest()).values()];
    outcomes.push(`${told.join() || 'nothing'}, written ${result?.version} times`);
  }
  return outcomes;
}

// The first day of service.example has 16.8 hours.
const HOURS = [0, 1, 2, 16, 17, 18, 40, 41];
const ONCE_A_DAY = [1, 1, 1, 1, 2, 2, 2, 3].map((times) => `nothing, written ${times} times`);

async function watch(scheme: string, serve: (given: { certificate: string; key: string }) => Promise<typeof running>) {
  const ca = await createAuthority({ name: 'Test CA' });
  const issuing = await ca.issue({ name: 'Issuing CA', intermediate: true });
  const issued = await issuing.issue({ name: 'service', names: ['service.example'], notAfter: NOW + 80 * DAY });
  running = await serve({ certificate: issued.fullChain, key: issued.key });
  here = await openWorld(NOW);
  const look = { ...here.world.look, privateCa: ca.certificate };
  const sweep = here.sweep;
  here = { ...here, sweep: () => sweep({ look: { ...look, now: () => here.now } }) };
  await here.put({ target: `${scheme}://service.example:${running.port}`, address: '127.0.0.1', trust: 'private' });
}

test('a healthy service is written once a day, and tells nobody', async () => {
  await watch('https', startTlsServer);
  expect(await sweeps(HOURS)).toEqual(ONCE_A_DAY);
});

test('so is one of TLS 1.3 alone', async () => {
  await watch('https', (given) => startTlsServer({ ...given, minVersion: 'TLSv1.3' }));
  expect(await sweeps(HOURS)).toEqual(ONCE_A_DAY);
});

test('so is one that begins in the clear', async () => {
  await watch('imap', ({ certificate, key }) => startDialogue(SCRIPTS.imap, { fullChain: certificate, key }));
  expect(await sweeps(HOURS)).toEqual(ONCE_A_DAY);
});
