import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { NotAllowed } from './not-allowed';
import { text } from './readers';

const LARGEST_FILE = 1024 * 1024;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** The absolute path of a file of CA certificates. Throws NotAllowed where none can be read, or a private key would go along. */
export function caFile(value: unknown): string {
  const path = resolve(text(value));
  const pem = contents(path);
  if (pem.includes('PRIVATE KEY-----')) throw new NotAllowed('holds a private key, which must not be deployed');
  const certificates = pem.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) throw new NotAllowed('holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)');
  certificates.forEach((certificate, index) => {
    if (!isCertificate(certificate)) throw new NotAllowed(`cannot be read at its certificate no. ${index + 1}`);
  });
  return path;
}

function contents(path: string): string {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) throw new NotAllowed(`is no file: there is no ${path}`);
  if (!file.isFile()) throw new NotAllowed('is no file');
  if (file.size > LARGEST_FILE) throw new NotAllowed('is larger than 1 MiB');
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    throw new NotAllowed(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
