import { createServer } from 'node:net';

/** Below the ports that systems take for connections that go out, so that none of these is taken between choice and use. */
const FIRST = 20_000;
const LAST = 32_000;

/** Ports of 127.0.0.1 that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  const start = FIRST + Math.floor(Math.random() * (LAST - FIRST - 1_000));
  for (let port = start; ports.length < count && port < LAST; port++) {
    if (await isFree(port)) ports.push(port);
  }
  if (ports.length < count) throw new Error(`No ${count} ports from ${start} to ${LAST} are free.`);
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
