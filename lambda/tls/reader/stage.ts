import type { Course } from './course';
import { certificateList, certificateStatus, MESSAGE, type Message, serverHello } from './messages';
import type { Reading } from './reading';
import { outOfPlace } from './records';
import { Malformed } from './unfit';

type Whole = Extract<Reading, { ok: true }>;

/** How far a server's first flight has come (RFC 5246 §7.3). */
type Stage =
  | { readonly at: 'start' }
  | ({ readonly at: 'hello' } & Pick<Whole, 'protocol' | 'cipher'>)
  | { readonly at: 'certificate' | 'end'; readonly reading: Whole };

/** The flight of TLS 1.2 and before, up to ServerHelloDone. */
export function inTheClear(): Course {
  let stage: Stage = { at: 'start' };
  return {
    opened(record) {
      if (record.type === 'handshake' || record.type === 'alert') return record;
      throw new Malformed(outOfPlace(record.whole[0]));
    },
    next(message) {
      stage = stageAfter(stage, message);
      return stage.at === 'end' ? stage.reading : undefined;
    },
  };
}

/** What a message leads to; throws {@link Malformed} where it has no place, and what its reader throws. */
function stageAfter(stage: Stage, message: Message): Stage {
  // RFC 5246 §7.4.1.1: may come at any time, and means nothing during a hand-shake.
  if (message.type === MESSAGE.helloRequest) return stage;
  switch (stage.at) {
    case 'start':
      return { at: 'hello', ...serverHello(bodyOf(message, MESSAGE.serverHello)) };
    case 'hello': {
      const certificates = certificateList(bodyOf(message, MESSAGE.certificate));
      const { protocol, cipher } = stage;
      return { at: 'certificate', reading: { ok: true, protocol, cipher, certificates, clientCertificate: false } };
    }
    case 'certificate':
      return withCertificate(stage.reading, message);
    case 'end':
      throw misplaced(message);
    default:
      return stage satisfies never;
  }
}

/** What comes with the certificates, in any order, up to ServerHelloDone: without that, no client could go on. */
function withCertificate(reading: Whole, message: Message): Stage {
  switch (message.type) {
    case MESSAGE.certificateStatus: {
      const staple = certificateStatus(message.body);
      return { at: 'certificate', reading: { ...reading, ...(staple && { staple }) } };
    }
    case MESSAGE.serverKeyExchange:
      return { at: 'certificate', reading };
    case MESSAGE.certificateRequest:
      return { at: 'certificate', reading: { ...reading, clientCertificate: true } };
    case MESSAGE.serverHelloDone:
      return { at: 'end', reading };
    default:
      throw misplaced(message);
  }
}

function bodyOf(message: Message, type: number): Uint8Array {
  if (message.type !== type) throw misplaced(message);
  return message.body;
}

function misplaced({ type }: Message): Malformed {
  return new Malformed(`sends a TLS message of type ${type} where it has no place`);
}
