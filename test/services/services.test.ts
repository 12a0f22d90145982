import { hash } from 'node:crypto';
import { type KnownChain, NOTHING_REMEMBERED } from '../../lambda/core/known-chain';
import type { AddressObservation } from '../../lambda/core/observation';
import { readTargets } from '../../lambda/core/read-targets';
import type { Row } from '../../lambda/core/row';
import { probeTls } from '../../lambda/probes/tls';
import { createAuthority } from '../servers/certificates';
import { DOVECOT } from './dovecot';
import { INSPIRCD } from './inspircd';
import { MARIADB } from './mariadb';
import { MOSQUITTO } from './mosquitto';
import { NGINX } from './nginx';
import { POSTFIX } from './postfix';
import { POSTGRESQL } from './postgresql';
import { PROSODY } from './prosody';
import { REDIS } from './redis';
import { type Certificates, type RunningService, startService } from './running-service';
import { NAME, type Offer, OTHER_NAME, type Service } from './service';
import { SLAPD } from './slapd';
import { VSFTPD } from './vsftpd';
import { XRDP } from './xrdp';

const SERVICES: readonly Service[] = [
  POSTFIX,
  DOVECOT,
  SLAPD,
  POSTGRESQL,
  MARIADB,
  VSFTPD,
  PROSODY,
  XRDP,
  NGINX,
  MOSQUITTO,
  REDIS,
  INSPIRCD,
];

/** Milliseconds for one look. */
const TIMEOUT = 10_000;

const TRUSTED = { ok: true, address: '127.0.0.1', verdict: { trusted: true }, nameMatches: true };

let certificates: Certificates;

beforeAll(async () => {
  const ca = await createAuthority({ name: 'Private Root' });
  const issuer = await ca.issue({ name: 'Private Issuer', intermediate: true });
  const leaf = await issuer.issue({ name: 'service', names: [NAME], key: 'rsa' });
  const other = await issuer.issue({ name: 'other service', names: [OTHER_NAME], key: 'rsa' });
  certificates = { ca, issuer, leaf, other };
});

describe.each(SERVICES.map((service) => [service.name, service] as const))('%s', (_, service) => {
  let running: RunningService;

  beforeAll(async () => {
    running = await startService(service, certificates);
  });

  afterAll(() => running?.end());

  test.each(Object.entries(service.offers))('is seen %s', async (sentence, offer) => {
    try {
      await isSeen(offer, running.port(sentence));
    } catch (error) {
      if (error instanceof Error) error.message += `\n\n${service.name} said:\n${running.log()}`;
      throw error;
    }
  });
});

/** Looks three times, each remembering what the last settled, so that the reader can do without a full check in the end. */
async function isSeen({ scheme, name = NAME, sees = {}, reads, depth }: Offer, port: number): Promise<void> {
  const row = { target: `${scheme}://${name}:${port}`, address: '127.0.0.1', trust: 'private' };
  const full = { ...checkedRight(name), ...sees };
  const read = { ...readRight(name), ...reads, ...(depth === 'reader' && sees) };
  const first = await look(row, []);
  expect(first).toMatchObject('ok' in sees ? sees : depth === 'reader' ? read : full);
  const second = await look(row, settledBy(first));
  const third = await look(row, settledBy(second));
  expect(third).toMatchObject('ok' in sees ? sees : read);
}

function settledBy(seen: AddressObservation): readonly KnownChain[] {
  return seen.ok && seen.settled ? [seen.settled] : [];
}

/** What a full check builds: the root as well. */
function checkedRight(name: string): object {
  return { ...TRUSTED, chain: [...sentFor(name), { sha256: hash('sha256', certificates.ca.der) }] };
}

/** What the reader alone shows: only what was sent. */
function readRight(name: string): object {
  return { ...TRUSTED, protocol: 'TLSv1.2', chain: sentFor(name), sent: sentFor(name) };
}

function sentFor(name: string): object[] {
  const { leaf, other, issuer } = certificates;
  return [name === OTHER_NAME ? other : leaf, issuer].map(({ der }) => ({ sha256: hash('sha256', der) }));
}

async function look(row: Row, chains: readonly KnownChain[]): Promise<AddressObservation> {
  const [target] = readTargets([row]);
  if (target?.kind !== 'tls') throw new Error(`It was read as ${JSON.stringify(target)}`);
  expect(target.problems).toEqual([]);
  const world = { now: Date.now, timeout: TIMEOUT, privateCa: certificates.ca.certificate };
  const [{ observation }] = await probeTls(target, world, { ...NOTHING_REMEMBERED, chains });
  const [only, ...others] = observation.saw === 'endpoint' ? observation.addresses : [];
  if (only === undefined || others.length > 0) throw new Error(`It saw ${JSON.stringify(observation)}`);
  return only;
}
