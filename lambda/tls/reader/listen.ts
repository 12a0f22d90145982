import { type Flight, startFlight } from './flight';
import type { Reading, Unread } from './reading';
import { Malformed, NotTls, TooMuch } from './unfit';
import { isWhole, wordsIn } from './words';

/** Hears what a server says, TLS or not. Never throws. */
export interface Listener {
  /** A reading once there is one. */
  readonly hear: (chunk: Uint8Array) => Reading | undefined;
  /** It is no TLS; more could only complete its first words. */
  readonly isForeign: () => boolean;
  /** The reading where nothing more comes: that it was no TLS where that is known, else this. */
  readonly end: (otherwise: Unread) => Unread;
}

export function startListening(flight: Flight = startFlight()): Listener {
  let heard: Uint8Array = new Uint8Array(0);
  let foreign = false;

  function hearWords(chunk: Uint8Array): Reading | undefined {
    heard = Buffer.concat([heard, chunk]);
    return isWhole(heard) ? notTls(heard) : undefined;
  }

  return {
    hear(chunk) {
      if (foreign) return hearWords(chunk);
      try {
        return flight(chunk);
      } catch (error) {
        if (!(error instanceof NotTls)) return unreadOf(error);
        foreign = true;
        return hearWords(error.heard);
      }
    },
    isForeign: () => foreign,
    end: (otherwise) => (foreign ? notTls(heard) : otherwise),
  };
}

function notTls(heard: Uint8Array): Unread {
  const words = wordsIn(heard);
  return { ok: false, why: 'not-tls', ...(words !== undefined && { words }) };
}

function unreadOf(error: unknown): Unread {
  if (error instanceof Malformed) return { ok: false, why: 'malformed', problem: error.message };
  if (error instanceof TooMuch) return { ok: false, why: 'too-much', problem: error.message };
  return { ok: false, why: 'failed', error };
}
