import { createSecureContext, createServer, type SecureContext, type SecureVersion } from 'node:tls';
import { createAuthority, type Issued } from '../test/servers/certificates';
import { listening } from '../test/servers/running';

/** The servers to measure against, in a process of their own: a port for each TLS version, the same names on both. */
export interface Farm {
  /** PEM of the root that signed the intermediate that signed every certificate. */
  readonly ca: string;
  readonly hosts: readonly string[];
  readonly ports: { readonly 'TLSv1.3': number; readonly 'TLSv1.2': number };
}

/** More than the probe remembers certificates, so that it has to read every one, as in the sweep of a large estate. */
const HOSTS = 520;

async function openFarm(): Promise<Farm> {
  const root = await createAuthority({ name: 'Bench Root CA' });
  const issuing = await root.issue({ name: 'Bench Issuing CA', intermediate: true });
  const contexts = new Map<string, SecureContext>();
  for (let number = 0; number < HOSTS; number++) {
    const name = `host${number}.bench.example`;
    const { fullChain, key } = await issuing.issue({ name, names: [name] });
    contexts.set(name, createSecureContext({ cert: fullChain, key }));
  }
  const unnamed = await issuing.issue({ name: 'bench.example', names: ['bench.example'] });
  const ports = {
    'TLSv1.3': await open('TLSv1.3', unnamed, contexts),
    'TLSv1.2': await open('TLSv1.2', unnamed, contexts),
  };
  return { ca: root.certificate, hosts: [...contexts.keys()], ports };
}

/** @param unnamed for clients that name no host, as `openssl s_time` does. */
async function open(version: SecureVersion, unnamed: Issued, contexts: ReadonlyMap<string, SecureContext>) {
  const server = createServer({
    cert: unnamed.fullChain,
    key: unnamed.key,
    minVersion: version,
    maxVersion: version,
    SNICallback: (name, answer) => answer(null, contexts.get(name)),
  });
  server.on('secureConnection', (socket) => socket.on('error', () => socket.destroy()));
  server.on('tlsClientError', (_, socket) => socket.destroy());
  const { port } = await listening(server);
  return port;
}

process.once('disconnect', () => process.exit());
openFarm().then((farm) => process.send?.(farm));
