import { isIP } from 'node:net';
import { NotAllowed } from './not-allowed';
import { text } from './readers';

/** An IP address (`10.1.2.3`) or a range of them (`10.1.0.0/16`, `fd12::/64`), in lower case. Throws NotAllowed. */
export function addressRange(value: unknown): string {
  const written = text(value).toLowerCase();
  const [, address = '', length] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/.exec(written) ?? [];
  const version = isIP(address);
  if (version === 0) throw new NotAllowed('is not an IP address or a range of them');
  const longest = version === 4 ? 32 : 128;
  if (length === undefined) return written;
  if (Number(length) > longest) throw new NotAllowed(`has a length that is not from 0 to ${longest}`);
  return written;
}
