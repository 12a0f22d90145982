import type { DistrustReason, FailureReason } from '../lambda/core/observation';

/** A kind of server of the farm. */
export type Kind =
  | 'TLSv1.2 and TLSv1.3'
  | 'TLSv1.2'
  | 'TLSv1.3'
  | 'slow'
  | 'silent'
  | 'refused'
  | 'expired'
  | 'of another name'
  | 'resetting'
  | 'closing'
  | 'garbage'
  | 'junk'
  | 'alerting'
  | 'plain HTTP'
  | 'trickling';

/** What a look came to: `good` is a trusted certificate with the right name, and a judgement of `ok`. */
export type Came = 'good' | 'other-name' | DistrustReason | FailureReason;

/** What a look at each may come to; all else is wrong, and its cost would mean nothing. */
export const MAY_COME: Readonly<Record<Kind, readonly Came[]>> = {
  'TLSv1.2 and TLSv1.3': ['good'],
  'TLSv1.2': ['good'],
  'TLSv1.3': ['good'],
  slow: ['good'],
  silent: ['timed-out'],
  refused: ['refused'],
  expired: ['date'],
  'of another name': ['other-name'],
  resetting: ['reset'],
  // Which of the two a client sees of a connection closed with its hello unread is the kernel's choice.
  closing: ['closed', 'reset'],
  garbage: ['not-tls'],
  junk: ['not-tls'],
  alerting: ['handshake-refused'],
  'plain HTTP': ['not-tls'],
  trickling: ['timed-out'],
};

/** How many of a thousand are of each kind. */
export type Mix = Partial<Record<Kind, number>>;

/** One endpoint of a list, at 127.0.0.1. */
export interface Listed {
  readonly host: string;
  readonly port: number;
  readonly kind: Kind;
}

/** By what it is remembered. */
export function keyOf({ host, port }: Listed): string {
  return `${host}:${port}`;
}

interface Where {
  readonly hosts: readonly string[];
  readonly ports: Readonly<Record<Kind, number>>;
}

/**
 * So many endpoints of one kind, or of a mix that every part of the list has alike; the hosts in turn.
 *
 * @param from goes on where a list of as many has ended: few hosts alone would have their certificates remembered.
 */
export function listOf({ hosts, ports }: Where, of: Kind | Mix, count: number, from = 0): Listed[] {
  const turn = inTurn(typeof of === 'string' ? { [of]: 1_000 } : of);
  return Array.from({ length: count }, (_, i): Listed => {
    const kind = turn();
    return { host: hosts[(from + i) % hosts.length] ?? '', port: ports[kind], kind };
  });
}

/** Each time the kind that is furthest behind its share. */
function inTurn(mix: Mix): () => Kind {
  const kinds = (Object.keys(MAY_COME) as Kind[]).map((kind) => ({ kind, share: mix[kind] ?? 0, owed: 0 }));
  return () => {
    for (const one of kinds) one.owed += one.share;
    const next = kinds.reduce((most, one) => (one.owed > most.owed ? one : most));
    next.owed -= 1_000;
    return next.kind;
  };
}
