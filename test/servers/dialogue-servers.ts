import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket, type TlsOptions } from 'node:tls';
import type { Issued } from './certificates';
import { listening, type Running } from './running';

/** What the client has to say, to the letter or by an expression for all of it, and what the server answers. */
export type Turn = readonly [hears: Uint8Array | RegExp, says: string | Uint8Array];

export interface Script {
  /** Said as soon as somebody connects; nothing where the client begins. */
  readonly greeting?: string | Uint8Array;
  readonly turns: readonly Turn[];
  /** What comes after the last turn, or right after the greeting; default TLS. */
  readonly after?: 'tls' | 'close' | 'reset' | 'silence';
  readonly wraps?: (socket: Socket) => Duplex;
  readonly tls?: TlsOptions;
}

export interface RunningDialogue extends Running {
  /** All that clients said before TLS, as far as it belongs to the script, each in its turn. */
  readonly heard: readonly string[];
  /** The names that clients asked for in the hand-shake. */
  readonly seen: readonly string[];
}

/** A server that speaks by a script, then really TLS; who says what is not in the script is left waiting. */
export async function startDialogue(
  script: Script,
  { fullChain, key }: Pick<Issued, 'fullChain' | 'key'>,
): Promise<RunningDialogue> {
  const [heard, seen]: [string[], string[]] = [[], []];
  const upgrade = (socket: Socket) => {
    const secured = new TLSSocket(script.wraps?.(socket) ?? socket, {
      isServer: true,
      secureContext: createSecureContext({ ...script.tls, cert: fullChain, key }),
      SNICallback: (name, answer) => {
        seen.push(name);
        answer(null);
      },
      ...script.tls,
    });
    secured.on('error', () => socket.destroy());
    secured.resume();
  };
  const server = createServer((socket) => converse(socket, script, heard, () => upgrade(socket)));
  return { ...(await listening(server)), heard, seen };
}

function converse(socket: Socket, script: Script, heard: string[], upgrade: () => void): void {
  const { greeting, turns, after = 'tls' } = script;
  let held = Buffer.alloc(0);
  let turn = 0;
  const goOn = () => {
    for (let length = taken(turns[turn], held); length > 0; length = taken(turns[turn], held)) {
      heard.push(held.toString('latin1', 0, length));
      held = held.subarray(length);
      const says = turns[turn++]?.[1] ?? '';
      if (says.length > 0) socket.write(says);
    }
    if (turn < turns.length) return;
    socket.off('data', onData);
    end();
  };
  const onData = (bytes: Buffer) => {
    held = Buffer.concat([held, bytes]);
    goOn();
  };
  const end = () => {
    if (after === 'close') socket.end();
    if (after === 'reset') socket.resetAndDestroy();
    if (after === 'silence') socket.resume();
    if (after !== 'tls') return;
    socket.pause();
    // MySQL's client goes on to TLS in the same breath.
    if (held.length > 0) socket.unshift(held);
    upgrade();
  };
  if (greeting !== undefined) socket.write(greeting);
  socket.on('data', onData);
  goOn();
}

/** How many of the bytes are what this turn waits for; 0 as long as they are not there. */
function taken(turn: Turn | undefined, held: Buffer): number {
  if (turn === undefined || held.length === 0) return 0;
  const [hears] = turn;
  if (hears instanceof RegExp) return hears.test(held.toString('latin1')) ? held.length : 0;
  return Buffer.compare(held.subarray(0, hears.length), hears) === 0 ? hears.length : 0;
}

/** Greets, says this one byte at a time, for as long as the client listens and at most a minute. */
export function startDripping(text: string, every: number): Promise<Running> {
  const server = createServer((socket) => {
    let sent = 0;
    const timer = setInterval(() => socket.write(text.charAt(sent++ % text.length)), every);
    setTimeout(() => socket.destroy(), 60_000).unref();
    socket.once('close', () => clearInterval(timer));
    socket.resume();
  });
  return listening(server);
}

/** Says the same without end, as fast as the client takes it. */
export function startEndless(text: string): Promise<Running> {
  const piece = text.repeat(1_000);
  const server = createServer((socket) => {
    const flood = () => {
      for (let i = 0; i < 100 && socket.writable && socket.write(piece); i++);
    };
    socket.on('drain', flood);
    socket.resume();
    flood();
  });
  return listening(server);
}
