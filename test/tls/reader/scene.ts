import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Ask, type Reading, readCertificates } from '../../../lambda/tls/reader/read';

interface Place {
  readonly address: string;
  readonly port: number;
}

/** A connection to a server of a test, for its whole test. */
export async function connected({ address, port }: Place, { paused = false } = {}): Promise<Socket> {
  const socket = connect({ host: address, port });
  if (paused) socket.pause();
  await once(socket, 'connect');
  // The owner's part, as the reader's promise says.
  socket.on('error', () => undefined);
  return socket;
}

/** The reading of a server over a fresh connection, and by default within five seconds. */
export async function readingOf(place: Place, ask: Partial<Ask> = {}): Promise<Reading> {
  const socket = await connected(place);
  const reading = await readCertificates(socket, { until: performance.now() + 5_000, ...ask });
  socket.destroy();
  return reading;
}

/** What a server says to the reader, as bytes. */
export async function captured(place: Place): Promise<Buffer> {
  const socket = await connected(place);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const reading = await readCertificates(socket, { servername: 'localhost', until: performance.now() + 5_000 });
  socket.destroy();
  if (!reading.ok) throw new Error(`The server cannot be read: ${reading.why}.`);
  return Buffer.concat(chunks);
}

export function buffers(certificates: readonly Uint8Array[]): string[] {
  return certificates.map((der) => Buffer.from(der).toString('base64'));
}
