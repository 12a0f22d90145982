import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ReadReply, Reply } from './reply';

/** What a client has to say of itself and of whom it means. */
export interface Talk {
  /** The service's name, or an IP address. */
  readonly host: string;
  /** The address that the connection comes from. */
  readonly from: string;
}

/** The client says something, the server answers; either may be missing. */
export interface Step {
  /** What the client says, as people call it; what is awaited without it is the server's greeting. */
  readonly asks?: string;
  readonly sends?: string | Uint8Array | ((talk: Talk) => string);
  readonly reads?: ReadReply;
}

/** How the client of a protocol gets from the first byte to the point where TLS begins. */
export interface Dialogue {
  /** The protocol as people call it. */
  readonly name: string;
  readonly steps: readonly Step[];
  /** The stream that TLS then speaks over, where it is not the connection itself. */
  readonly wraps?: (socket: Socket) => Duplex;
}

/** Bytes of one reply, and of all together; honest ones have a few hundred. */
const LONGEST_REPLY = 16 * 1024;
const MOST_BYTES = 64 * 1024;

/** Pieces that the bytes may come in, since each has the reply read again from its beginning. */
const MOST_PIECES = 1_000;

/** What went against TLS, in which step, and what the server had said by then. */
export interface Objection {
  readonly step: Step;
  readonly reply: Exclude<Reply, { is: 'go-ahead' | 'incomplete' }> | { readonly is: 'closed' | 'unasked' };
  readonly heard: Buffer;
}

/**
 * Says the client's part of a dialogue up to where TLS begins. Resolves with undefined when all went well, and leaves the
 * connection paused; rejects with the connection's error. Whoever calls bounds the time, by destroying the connection.
 *
 * Bytes after the server's last go-ahead are an objection too: nobody may speak before the client's hello, and who does
 * is mistaken or an attacker who wants the bytes to pass for the server's own (https://nostarttls.secvuln.info).
 *
 * @param onStep told of each step before it begins.
 */
export async function converse(
  socket: Socket,
  { steps }: Dialogue,
  talk: Talk,
  onStep: (step: Step) => void,
): Promise<Objection | undefined> {
  const inbox = inboxOf(socket);
  try {
    let last: Step | undefined;
    for (const step of steps) {
      onStep(step);
      last = step;
      const { sends } = step;
      if (sends !== undefined) socket.write(typeof sends === 'function' ? sends(talk) : sends);
      const reply = await nextReply(step, inbox);
      if (reply.is !== 'go-ahead') return { step, reply, heard: inbox.held() };
      inbox.take(reply.end);
    }
    const heard = inbox.held();
    return last !== undefined && heard.length > 0 ? { step: last, reply: { is: 'unasked' }, heard } : undefined;
  } finally {
    inbox.close();
  }
}

type Settled = Objection['reply'] | Extract<Reply, { is: 'go-ahead' }>;

async function nextReply({ reads }: Step, inbox: Inbox): Promise<Settled> {
  if (reads === undefined) return { is: 'go-ahead', end: 0 };
  for (;;) {
    const reply = reads(inbox.held());
    if (reply.is !== 'incomplete') return reply;
    if (inbox.held().length > LONGEST_REPLY || inbox.isFull()) return { is: 'foreign' };
    if (!(await inbox.more())) return { is: 'closed' };
  }
}

interface Inbox {
  /** What has arrived and has not been taken. */
  readonly held: () => Buffer;
  readonly take: (length: number) => void;
  /** Resolves with whether more has arrived; not, when the server has ended the connection. Rejects with its error. */
  readonly more: () => Promise<boolean>;
  readonly isFull: () => boolean;
  /** Stops listening, with the connection paused, so that what still comes stays in it for whoever reads on. */
  readonly close: () => void;
}

function inboxOf(socket: Socket): Inbox {
  let held: Buffer = Buffer.alloc(0);
  let [bytes, pieces] = [0, 0];
  let over: { readonly error?: Error } | undefined;
  let wake = () => {};
  const onData = (piece: Buffer) => {
    held = Buffer.concat([held, piece]);
    bytes += piece.length;
    pieces++;
    // Also before anybody waits: what arrives unread must not pile up.
    if (bytes > MOST_BYTES) socket.pause();
    wake();
  };
  const onEnd = () => {
    over ??= {};
    wake();
  };
  const onError = (error: Error) => {
    over ??= { error };
    wake();
  };
  socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError);
  return {
    held: () => held,
    take: (length) => {
      held = held.subarray(length);
    },
    more: async () => {
      const before = pieces;
      if (over === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (over?.error) throw over.error;
      return pieces > before;
    },
    isFull: () => bytes > MOST_BYTES || pieces > MOST_PIECES,
    close: () => {
      socket.pause();
      socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError);
    },
  };
}
