/**
 * Services that speak TLS from the first byte: the scheme that people type, and the port it means (IANA's service names,
 * where there is one); undefined where a port has to be written.
 */
export const TLS_AT_ONCE = {
  https: 443,
  smtps: 465,
  imaps: 993,
  pop3s: 995,
  ldaps: 636,
  ftps: 990,
  nntps: 563,
  ircs: 6697,
  xmpps: 5223,
  sips: 5061,
  mqtts: 8883,
  amqps: 5671,
  rediss: 6379,
  dot: 853,
  'mssql-strict': 1433,
  tls: undefined,
} as const satisfies Readonly<Record<string, number | undefined>>;

/** Services that speak in the clear until their client asks for TLS. */
export const TLS_ON_REQUEST = {
  smtp: 25,
  submission: 587,
  lmtp: 24,
  imap: 143,
  pop3: 110,
  ftp: 21,
  ldap: 389,
  nntp: 119,
  sieve: 4190,
  irc: 6667,
  xmpp: 5222,
  'xmpp-server': 5269,
  postgres: 5432,
  mysql: 3306,
  mssql: 1433,
  rdp: 3389,
} as const satisfies Readonly<Record<string, number>>;

export type OnRequest = keyof typeof TLS_ON_REQUEST;
export type TlsProtocol = keyof typeof TLS_AT_ONCE | OnRequest;

export const DEFAULT_PORTS: Readonly<Record<TlsProtocol, number | undefined>> = { ...TLS_AT_ONCE, ...TLS_ON_REQUEST };

/** Other spellings of the same. */
export const ALIASES: Readonly<Record<string, TlsProtocol>> = {
  submissions: 'smtps',
  postgresql: 'postgres',
  mariadb: 'mysql',
  sqlserver: 'mssql',
  tds8: 'mssql-strict',
};

/** The protocol that a scheme in small letters means; undefined where it is none that is known. */
export function protocolOf(scheme: string): TlsProtocol | undefined {
  if (Object.hasOwn(ALIASES, scheme)) return ALIASES[scheme];
  return isProtocol(scheme) ? scheme : undefined;
}

export function isOnRequest(protocol: TlsProtocol): protocol is OnRequest {
  return Object.hasOwn(TLS_ON_REQUEST, protocol);
}

function isProtocol(scheme: string): scheme is TlsProtocol {
  return Object.hasOwn(DEFAULT_PORTS, scheme);
}
