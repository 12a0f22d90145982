import type { Unread } from './reading';
import { Malformed } from './unfit';

const WARNING = 1;
const FATAL = 2;
const CLOSE_NOTIFY = 0;

/**
 * What the alert at the beginning of these bytes (RFC 5246 §7.2) means for the reading; undefined where it is not whole, or
 * a warning as `unrecognized_name`, after which servers go on (RFC 6066 §3).
 */
export function alertAt([level, alert]: Uint8Array): Unread | undefined {
  if (level === undefined || alert === undefined) return undefined;
  if (level !== WARNING && level !== FATAL) throw new Malformed('sends a TLS alert of a level that does not exist');
  if (alert === CLOSE_NOTIFY) return { ok: false, why: 'closed' };
  return level === FATAL ? { ok: false, why: 'alert', alert } : undefined;
}
