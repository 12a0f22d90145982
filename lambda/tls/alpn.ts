import type { TlsProtocol } from '../core/protocol';

/**
 * What servers insist on, or tell services on one port apart by; offered nowhere else, since a server that knows other
 * names alone must refuse the hand-shake (RFC 7301 §3.2).
 */
const NAMES: Readonly<Partial<Record<TlsProtocol, string>>> = {
  // MS-TDS §3.2.5.1
  'mssql-strict': 'tds/8.0',
  // XEP-0368 §3.1
  xmpps: 'xmpp-client',
};

/** The application protocol for the client's hello, as `tls.connect` takes it; nothing for most. */
export function alpnFor(protocol: TlsProtocol): { ALPNProtocols?: string[] } {
  const name = NAMES[protocol];
  return name === undefined ? {} : { ALPNProtocols: [name] };
}
