import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { listening, type Running } from './running';

type Address = '127.0.0.1' | '127.0.0.2';

/** Accepts connections, listens, and never says anything. */
export function startSilent(address?: Address): Promise<Running> {
  return startWith(() => undefined, address);
}

/** An ordinary web server without TLS. */
export function startPlainHttp(address?: Address): Promise<Running> {
  return listening(
    createHttpServer((_, response) => response.end('plain')),
    address,
  );
}

/** Speaks first, as mail servers do: `220 mail.example.com ESMTP`. */
export function startBanner(banner = '220 mail.example.com ESMTP\r\n', address?: Address): Promise<Running> {
  return startWith((socket) => socket.write(banner), address);
}

/** Resets each connection (RST) as soon as the client has said something. */
export function startResetting(address?: Address): Promise<Running> {
  return startWith((socket) => socket.once('data', () => socket.resetAndDestroy()), address);
}

/** Closes each connection in order, without a word. */
export function startClosing(address?: Address): Promise<Running> {
  return startWith((socket) => socket.end(), address);
}

/** Begins a TLS record and goes on with it one byte at a time, for at most a minute of them. */
export function startTrickling(every = 1_000, address?: Address): Promise<Running> {
  const record = Buffer.concat([Buffer.from('1603031010', 'hex'), Buffer.alloc(55)]);
  return startWith((socket) => {
    let sent = 0;
    const timer = setInterval(() => {
      if (sent < record.length) socket.write(record.subarray(sent, ++sent));
      else socket.destroy();
    }, every);
    socket.once('close', () => clearInterval(timer));
  }, address);
}

/** Answers each hand-shake with a fatal alert (RFC 8446 §6), by default handshake_failure. */
export function startAlerting(alert = 40, address?: Address): Promise<Running> {
  return startWith((socket) => socket.once('data', () => socket.end(Buffer.of(0x15, 3, 3, 0, 2, 2, alert))), address);
}

/** Answers each hand-shake with these bytes, whatever they are, and closes. */
export function startAnswering(bytes: Uint8Array, address?: Address): Promise<Running> {
  return startWith((socket) => socket.once('data', () => socket.end(bytes)), address);
}

/** A port that nobody listens on, so that connections are refused. */
export async function freePort(address?: Address): Promise<number> {
  const { port, close } = await startSilent(address);
  await close();
  return port;
}

function startWith(serve: (socket: Socket) => void, address?: Address): Promise<Running> {
  const server = createServer((socket) => {
    serve(socket);
    // Who does not read never notices that the client has gone.
    socket.resume();
  });
  return listening(server, address);
}
