import type { AddressInfo, Server, Socket } from 'node:net';

/** A server of a test. */
export interface Running {
  readonly port: number;
  readonly address: string;
  /** Ends it and every connection to it, and resolves when nothing of it is left. */
  readonly close: () => Promise<void>;
  /** How many connections are open at this moment. */
  readonly connections: () => number;
}

/** Listens on a free port, or on the one given; keeps count of the connections so that none outlives the test. */
export async function listening(server: Server, address = '127.0.0.1', port = 0): Promise<Running> {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  return { port: portOf(server.address()), address, close, connections: () => open.size };
}

function portOf(at: AddressInfo | string | null): number {
  if (at === null || typeof at === 'string') throw new Error('The server listens on no port.');
  return at.port;
}
