import { alertAt } from './alerts';
import type { Course } from './course';
import { messageAt } from './messages';
import { createPieces } from './pieces';
import type { Reading } from './reading';
import { type PlainRecord, recordAt } from './records';
import { inTheClear } from './stage';
import { TooMuch } from './unfit';

/** Takes the next bytes of a server's first flight: a reading once there is one. Throws what unfit.ts has. */
export type Flight = (chunk: Uint8Array) => Reading | undefined;

/** More bytes than this are not read, whatever they are. */
const MOST_BYTES = 256 * 1024;
const ALERT_SIZE = 2;

/** However the bytes are cut into records and chunks, the reading is the same. */
export function startFlight(course: Course = inTheClear()): Flight {
  const [records, messages, alerts] = [createPieces(), createPieces(), createPieces()];
  let total = 0;
  let first = true;

  function take({ type, contents }: PlainRecord): Reading | undefined {
    if (type === 'alert') {
      alerts.add(contents);
      return nextAlert();
    }
    messages.add(contents);
    return nextMessage();
  }

  function nextAlert(): Reading | undefined {
    for (; alerts.view().length >= ALERT_SIZE; alerts.drop(ALERT_SIZE)) {
      const end = alertAt(alerts.view());
      if (end !== undefined) return end;
    }
    return undefined;
  }

  function nextMessage(): Reading | undefined {
    for (let next = messageAt(messages.view()); next !== undefined; next = messageAt(messages.view())) {
      const reading = course.next(next, next.whole.length === messages.view().length);
      if (reading !== undefined) return reading;
      messages.drop(next.whole.length);
    }
    return undefined;
  }

  return (chunk) => {
    records.add(chunk.subarray(0, MOST_BYTES - total));
    total += chunk.length;
    for (let next = recordAt(records.view(), first); next !== undefined; next = recordAt(records.view(), first)) {
      first = false;
      const plain = course.opened(next);
      const reading = plain && take(plain);
      if (reading !== undefined) return reading;
      records.drop(next.whole.length);
    }
    if (total > MOST_BYTES) throw new TooMuch(`sends more than ${MOST_BYTES} bytes before its hello is done`);
    return undefined;
  };
}
