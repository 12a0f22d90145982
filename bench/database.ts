import { once } from 'node:events';
import dynalite from 'dynalite';

/** Milliseconds. */
const PATIENCE = 600_000;

// A DynamoDB in a process of its own, so that its time and memory are not those of what is measured.
async function open(): Promise<number> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  // Whoever asks may be busy for longer than a server waits by default, and would find its connections gone.
  Object.assign(server, { keepAliveTimeout: PATIENCE, headersTimeout: PATIENCE });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the database has no port');
  return address.port;
}

process.once('disconnect', () => process.exit());
open().then((port) => process.send?.(port));
