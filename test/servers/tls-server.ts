import { createServer, type TlsOptions } from 'node:tls';
import { listening, type Running } from './running';

interface ServerCertificate {
  /** PEM: the leaf and what the server sends with it; several for a server that has one for each kind of key. */
  readonly certificate: string | string[];
  readonly key: string | string[];
}

interface TlsServerOptions extends ServerCertificate, Omit<TlsOptions, 'key' | 'cert' | 'SNICallback'> {
  /** Default 127.0.0.1 and a free port. */
  readonly address?: string;
  readonly port?: number;
}

export interface RunningTls extends Running {
  /** From the next hand-shake on. */
  readonly replace: (other: ServerCertificate) => void;
  /** The names that clients asked for (SNI), in their order; a client that names none leaves no trace. */
  readonly seen: readonly string[];
}

/** A TLS server that completes hand-shakes and then says nothing. Other options are Node's own. */
export async function startTlsServer(options: TlsServerOptions): Promise<RunningTls> {
  const { certificate, key, address, port, ...others } = options;
  const seen: string[] = [];
  const server = createServer({
    ...others,
    cert: certificate,
    key,
    SNICallback: (name, answer) => {
      seen.push(name);
      answer(null);
    },
  });
  server.on('secureConnection', (socket) => socket.on('error', () => socket.destroy()));
  server.on('tlsClientError', (_, socket) => socket.destroy());
  const running = await listening(server, address, port);
  const replace = (other: ServerCertificate) =>
    server.setSecureContext({ ...others, cert: other.certificate, key: other.key });
  return { ...running, replace, seen };
}
