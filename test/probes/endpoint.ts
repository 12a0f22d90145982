import type { AddressObservation, Observation } from '../../lambda/core/observation';
import type { TlsTarget } from '../../lambda/core/target';
import type { TlsLook } from '../../lambda/probes/probe';
import { probeTls } from '../../lambda/probes/tls';
import type { Lookup } from '../../lambda/tls/addresses';
import type { Issued } from '../servers/certificates';
import type { Running } from '../servers/running';
import { startTlsServer } from '../servers/tls-server';

/** OpenSSL judges by the machine's clock, so looks at real services have to go by it too. */
export const NOW = Date.now();

const running: Running[] = [];

/** The server is closed by {@link closeAll}. */
export async function started<T extends Running>(server: Promise<T>): Promise<T> {
  const it = await server;
  running.push(it);
  return it;
}

export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map(({ close }) => close()));
}

export function serving({ fullChain, key }: Issued, at: { address?: string; port?: number } = {}) {
  return started(startTlsServer({ certificate: fullChain, key, ...at }));
}

export function targetAt(port: number, more: Partial<TlsTarget> = {}): TlsTarget {
  return {
    id: 'www.example.com',
    client: '-',
    timezone: 'UTC',
    location: 'cloud',
    problems: [],
    kind: 'tls',
    protocol: 'tls',
    host: 'www.example.com',
    port,
    trust: { by: 'private' },
    ...more,
  };
}

export interface Given {
  /** What names have for addresses; default 127.0.0.1. */
  readonly find?: Lookup;
  readonly timeout?: number;
  readonly privateCa?: string;
}

/** One look at a target. */
export async function looked(target: TlsTarget, given: Given = {}): Promise<Observation> {
  const { find = async () => ['127.0.0.1'], timeout = 2_000, privateCa } = given;
  const look: TlsLook = {
    now: () => NOW,
    timeout,
    ...(privateCa !== undefined && { privateCa }),
  };
  const [{ target: of, observation }, ...others] = await probeTls(target, look, undefined, find);
  expect(others).toEqual([]);
  expect(of).toBe(target);
  return observation;
}

/** The same, of a target with one address. */
export async function lookedAtOne(target: TlsTarget, given?: Given): Promise<AddressObservation> {
  const observation = await looked(target, given);
  const [only, ...others] = observation.saw === 'endpoint' ? observation.addresses : [];
  if (only === undefined || others.length > 0) throw new Error(`It saw ${JSON.stringify(observation)}`);
  return only;
}
