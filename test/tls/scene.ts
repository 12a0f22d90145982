import type { Handshake } from '../../lambda/core/observation';
import { type Endpoint, handshake } from '../../lambda/tls/handshake';
import type { Authority, Issued } from '../servers/certificates';
import { startTlsServer } from '../servers/tls-server';

/** OpenSSL judges by the machine's clock, so tests of hand-shakes have to go by it too. */
export const NOW = Date.now();
export const NAMES = ['localhost', '127.0.0.1'];

export interface Scene {
  /** What the server has, and what of it is sent; by default the whole chain. */
  readonly has: () => Promise<Issued>;
  readonly sends?: (issued: Issued) => string;
  readonly server?: Omit<Parameters<typeof startTlsServer>[0], 'certificate' | 'key'>;
  readonly asks?: (issued: Issued) => Partial<Endpoint>;
}

/** The hand-shake with a server of this scene, by default for localhost and by the private CA. */
export async function shown({ has, sends, server, asks }: Scene, ca: Authority) {
  const issued = await has();
  const certificate = sends?.(issued) ?? issued.fullChain;
  const running = await startTlsServer({ ...server, certificate, key: issued.key });
  try {
    const endpoint: Endpoint = { ...endpointOf(running), privateCa: ca.certificate, ...asks?.(issued) };
    const outcome = await handshake(endpoint, performance.now() + 5_000);
    if (!outcome.ok) throw new Error(outcome.failure.sentence);
    return { outcome: outcome.seen, issued, seen: running.seen };
  } finally {
    await running.close();
  }
}

export function endpointOf({ address, port }: { address: string; port: number }): Endpoint {
  return { host: 'localhost', address, port, protocol: 'tls', trust: { by: 'private' }, timeout: 5_000, now: NOW };
}

export function distrusted(reason: string, sentence: string) {
  return { verdict: { trusted: false, reason, sentence } } satisfies Partial<Record<keyof Handshake, unknown>>;
}
