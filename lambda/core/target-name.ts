import { type InventoryName, readInventoryName } from './inventory-name';
import { DEFAULT_PORTS, protocolOf, type TlsProtocol } from './protocol';
import { oneLine } from './safe-text';
import type { TlsTarget } from './target';

/** What a row's key names, before its attributes are looked at. */
export type TargetName =
  | ({ readonly kind: 'tls' } & Pick<TlsTarget, 'protocol' | 'host' | 'port'>)
  | { readonly kind: 'dated'; readonly name: string }
  | { readonly kind: 'monitor'; readonly location: string }
  | InventoryName;

const SERVICES = Object.keys(DEFAULT_PORTS).filter((scheme) => scheme !== 'tls');

/** The services last: they may be cut off in a message. */
const UNDERSTOOD = `a host name (www.example.com), tls://host:port, dated:<what>, acm:<region>, iam:, route53:, rds:…, acm-pca:…, ARNs, and <service>://host with ${SERVICES.join(', ')}`;

/** Reads the key of a row: `www.example.com`, `tls://host:636`, `dated:Office licence`, `acm:eu-west-1` … */
export function readTargetName(key: string): TargetName {
  const text = key.trim();
  if (text === '') return { problem: `The target is empty; write ${UNDERSTOOD}` };
  const dated = /^dated:(.*)$/is.exec(text);
  if (dated) return readDated(dated[1]);
  const inventory = readInventoryName(text);
  if (inventory) return inventory;
  const [withoutFragment = ''] = text.split('#', 1);
  const monitor = /^monitor:(?!\d+$)(.*)$/is.exec(text);
  if (monitor) return readMonitor(monitor[1]);
  const url = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(withoutFragment);
  if (!url) return readUnschemed(withoutFragment);
  const [, scheme = '', rest = ''] = url;
  const protocol = protocolOf(scheme.toLowerCase());
  if (protocol === undefined) return notUnderstood(scheme);
  return readEndpoint(protocol, rest.split(/[/?]/, 1)[0] ?? '');
}

/** A word before a colon that no port follows is meant as a scheme, unless it has the dots of a host name. */
const SCHEME = /^([a-z][a-z0-9+-]*):(?!\d+$|$)/i;

function readUnschemed(text: string): TargetName {
  const scheme = SCHEME.exec(text)?.[1];
  const address = text.split(':').length > 2 && /^[0-9a-f:.]+$/i.test(text);
  if (scheme !== undefined && !address) return notUnderstood(scheme);
  return readEndpoint('https', text.split(/[/?]/, 1)[0] ?? '');
}

function notUnderstood(scheme: string): TargetName {
  return { problem: `“${scheme.slice(0, 20)}” is not a kind of target; understood are ${UNDERSTOOD}` };
}

function readDated(name = ''): TargetName {
  const trimmed = name.trim();
  return trimmed === ''
    ? { problem: 'Nothing is named after “dated:”; write what it is that expires, as in dated:Office licence Contoso' }
    : { kind: 'dated', name: oneLine(trimmed, 300) };
}

function readMonitor(location = ''): TargetName {
  const name = location.trim().toLowerCase();
  return name === ''
    ? { problem: 'No prober is named after “monitor:”; write its location, as in monitor:cloud' }
    : { kind: 'monitor', location: oneLine(name, 80) };
}

function readEndpoint(protocol: TlsProtocol, authority: string): TargetName {
  const parts = splitAuthority(authority);
  if ('problem' in parts) return parts;
  const host = readHost(parts.host);
  if (typeof host !== 'string') return host;
  const port = parts.port === undefined ? DEFAULT_PORTS[protocol] : readPort(parts.port);
  if (port === undefined) return { problem: `A port is missing; write it as ${protocol}://${parts.host}:636` };
  return typeof port === 'number' ? { kind: 'tls', protocol, host, port } : port;
}

function splitAuthority(authority: string): { host: string; port?: string } | { problem: string } {
  if (authority.includes('@')) return { problem: 'A user name has no place here; write the host alone' };
  const bracketed = /^(\[[^\]]*\])(?::(.*))?$/s.exec(authority);
  if (bracketed?.[1]) return withPort(bracketed[1], bracketed[2]);
  const colons = authority.split(':').length - 1;
  if (colons > 1) return { host: `[${authority}]` };
  const [host = '', port] = authority.split(':');
  return withPort(host, port);
}

function withPort(host: string, port: string | undefined): { host: string; port?: string } {
  return port === undefined ? { host } : { host, port };
}

function readPort(text: string): number | { problem: string } {
  const port = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return port >= 1 && port <= 65_535 ? port : { problem: `“${text}” is not a port; ports are 1 to 65535` };
}

/**
 * A host name in ASCII (IDN becomes xn--…), or an IP address in its shortest form without brackets.
 * Used for rows' keys and for their `address` and `servername`.
 */
export function readHost(text: string): string | { problem: string } {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  if (text === '') return { problem: 'The host is missing; write a name such as www.example.com' };
  if (/\s/.test(text)) return { problem: `“${shown}” has a blank in it; host names have none` };
  const host = toAscii(text.replace(/\.$/, ''));
  if (host === undefined) return { problem: `“${shown}” is not a host name or an IP address` };
  if (host.startsWith('[')) return host.slice(1, -1);
  // The URL standard reads 8443 and 127.1 as addresses, which nobody means.
  if (DOTTED_QUAD.test(host) && !DOTTED_QUAD.test(text.trim()))
    return { problem: `“${shown}” is a number and no host name` };
  if (host.length > 253) return { problem: `“${shown}” has ${host.length} characters; host names have at most 253` };
  const label = host.split('.').find((part) => !/^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(part));
  if (label === undefined) return host;
  const why =
    label.length > 63 ? `a part of ${label.length} characters; at most 63 are allowed` : `the part “${label}”`;
  return { problem: `“${shown}” is not a host name because of ${why}` };
}

const DOTTED_QUAD = /^\d+\.\d+\.\d+\.\d+$/;

/** By the URL standard's host parser (https://url.spec.whatwg.org/#host-parsing), which every browser follows. */
function toAscii(host: string): string | undefined {
  if (/[/?#@\\%]/.test(host)) return undefined;
  try {
    return new URL(`https://${host}/`).hostname;
  } catch {
    return undefined;
  }
}
