import type { Duplex } from 'node:stream';
import { isNativeError } from 'node:util/types';
import { createDeadline } from '../deadline';
import { type Asked, clientHello } from './client-hello';
import { type Flight, startFlight } from './flight';
import { startListening } from './listen';
import type { Reading, Unread } from './reading';
import { sealed } from './sealed';

export type { Reading, Unread } from './reading';

/** Milliseconds that a service which speaks no TLS is given to end its first line. */
const WORDS_WAIT = 500;

/** What to ask for, and when to give up. */
export interface Ask extends Asked {
  /** In milliseconds of `performance.now()`. */
  readonly until: number;
}

/**
 * Sends one ClientHello on a stream that is connected, and reads what the server answers, up to ServerHelloDone or, in TLS 1.3,
 * up to the certificates.
 * Never rejects. Leaves no listener and no timer behind, and the stream paused: its owner, who destroys it, must listen for
 * its errors from then on. The stream gives bytes, not text.
 */
export async function readCertificates(stream: Duplex, { until, ...asked }: Ask): Promise<Reading> {
  try {
    const hello = clientHello(asked);
    return await answerTo(hello, startFlight(asked.sealed ? sealed(hello) : undefined), stream, until);
  } catch (error) {
    return { ok: false, why: 'failed', error };
  }
}

function answerTo(hello: Uint8Array, flight: Flight, stream: Duplex, until: number): Promise<Reading> {
  return new Promise((resolve) => {
    const listener = startListening(flight);
    let wordsUntil: number | undefined;
    const deadline = createDeadline(() => settle(listener.end({ ok: false, why: 'timed-out' })));
    const onData = (chunk: Uint8Array) => {
      const reading = listener.hear(chunk);
      if (reading !== undefined) settle(reading);
      else if (listener.isForeign()) {
        wordsUntil ??= performance.now() + WORDS_WAIT;
        deadline.set(Math.min(until, wordsUntil));
      }
    };
    const onEnd = () => settle(listener.end({ ok: false, why: 'closed' }));
    const onError = (error: unknown) => settle(listener.end(broken(error)));
    const settle = (reading: Reading) => {
      deadline.clear();
      stream.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError).pause();
      resolve(reading);
    };
    stream.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError);
    if (stream.destroyed || stream.readableEnded) return onEnd();
    deadline.set(until);
    // To listen for data is not enough where somebody has paused it.
    stream.resume();
    try {
      stream.write(hello);
    } catch (error) {
      onError(error);
    }
  });
}

/** Why a stream broke that had been connected. */
function broken(error: unknown): Unread {
  const code = isNativeError(error) && 'code' in error ? error.code : undefined;
  const reset = code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED';
  return { ok: false, why: reset ? 'reset' : 'failed', error };
}
