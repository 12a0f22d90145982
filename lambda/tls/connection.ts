import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Failure } from '../core/observation';
import { isOnRequest, type TlsProtocol } from '../core/protocol';
import { createDeadline } from './deadline';
import { converse, type Dialogue } from './dialogue';
import { objectionFailure } from './dialogue-failure';
import { DIALOGUES } from './dialogues';
import { type Attempt, failureOf, timedOut } from './failure';

/** One address of a service, and what is spoken there. */
export interface Place {
  /** What the row names: a name, or an IP address. */
  readonly host: string;
  /** An IP address. */
  readonly address: string;
  readonly port: number;
  readonly protocol: TlsProtocol;
  /** Milliseconds that the whole look may take; for the words alone. */
  readonly timeout: number;
}

/** A connection at the point where the client's hello is due. */
export interface Prepared {
  /** TLS speaks over this one: the connection itself, or what wraps it. */
  readonly stream: Duplex;
  /** The connection, for whoever is done to destroy. It has a listener for errors for good. */
  readonly socket: Socket;
}

/**
 * Connects, and says what the protocol wants said before TLS. Never throws; where it fails no socket is left behind, and
 * no timer in any case.
 *
 * @param until when to give up, in milliseconds of `performance.now()`.
 */
export async function openStream(place: Place, until: number): Promise<Prepared | { readonly failure: Failure }> {
  const dialogue = isOnRequest(place.protocol) ? DIALOGUES[place.protocol] : undefined;
  let phase: Attempt['phase'] = 'connection';
  let socket: Socket | undefined;
  const deadline = createDeadline(() => socket?.destroy(LATE));
  deadline.set(until);
  try {
    // Small messages in a row (MySQL's request and the hello) would wait for each other's acknowledgement.
    socket = connect({ host: place.address, port: place.port, noDelay: dialogue !== undefined });
    socket.on('error', () => {});
    await connected(socket);
    if (dialogue === undefined) return { stream: socket, socket };
    const failure = await prepare(socket, dialogue, place, (awaited) => {
      phase = awaited;
    });
    if (failure === undefined) return { stream: dialogue.wraps?.(socket) ?? socket, socket };
    socket.destroy();
    return { failure };
  } catch (error) {
    socket?.destroy();
    return { failure: error === LATE ? timedOut({ ...place, phase }) : failureOf(error, { ...place, phase }) };
  } finally {
    deadline.clear();
  }
}

const LATE = new Error('The time is over.');

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
}

async function prepare(
  socket: Socket,
  dialogue: Dialogue,
  place: Place,
  onWait: (phase: { readonly awaits: string }) => void,
): Promise<Failure | undefined> {
  const talk = { host: place.host, from: (socket.localAddress ?? '').replace(/%.*$/, '') };
  const objection = await converse(socket, dialogue, talk, ({ asks }) => {
    onWait({ awaits: asks === undefined ? `its ${dialogue.name} greeting` : `its answer to ${asks}` });
  });
  return objection && objectionFailure(objection, dialogue.name, place);
}
