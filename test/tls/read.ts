import type { Certificate } from '../../lambda/core/certificate';
import { readCertificate } from '../../lambda/tls/certificate';
import { certificate, type Parts } from './der-writer';

/** A certificate that has to be one. */
export function read(der: Uint8Array): Certificate {
  const found = readCertificate(der);
  if ('problem' in found) throw new Error(`The certificate ${found.problem}`);
  return found;
}

/** A certificate that is ordinary but for what is given. */
export function readWith(odd: Partial<Parts>): Certificate {
  return read(certificate(odd));
}
