import type { RenewalInfo } from '../core/ca-answer';
import { DAY, HOUR, type Instant } from '../core/instant';
import { oneLine } from '../core/safe-text';

/** Nothing longer is read of a directory or an answer. */
export const LONGEST_JSON = 64 * 1024;
/** Also what the servers of the largest CA say. */
export const USUAL_WAIT = 6 * HOUR;
const [SHORTEST_WAIT, LONGEST_WAIT] = [60_000, DAY];
const LONGEST_EXPLANATION = 500;
/** RFC 3339; a date alone or one without an offset is none. */
const TIMESTAMP = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/** A RenewalInfo object (RFC 9773 §4.2); undefined where it is none, or its window ends before it begins. */
export function renewalWindow(body: Uint8Array): RenewalInfo | undefined {
  const answer = jsonObject(body);
  const from = timestamp(property(property(answer, 'suggestedWindow'), 'start'));
  const until = timestamp(property(property(answer, 'suggestedWindow'), 'end'));
  if (from === undefined || until === undefined || until <= from) return undefined;
  const explanation = pageOf(property(answer, 'explanationURL'));
  return { from, until, ...(explanation !== undefined && { explanation }) };
}

/** The https URL that an ACME directory (RFC 8555 §7.1.1) has for renewal information; undefined where it has none. */
export function renewalInfoUrl(body: Uint8Array): string | undefined {
  return pageOf(property(jsonObject(body), 'renewalInfo'))?.replace(/\/$/, '');
}

/** Milliseconds until it is polite to ask again: Retry-After in seconds or as a date (RFC 9110 §10.2.3), 1 minute to 1 day. */
export function waitAfter(header: string | undefined, now: Instant): number {
  const seconds = /^\d{1,10}$/.test(header ?? '') ? Number(header) * 1_000 : undefined;
  const wait = seconds ?? (/^[A-Z][a-z]/.test(header ?? '') ? Date.parse(header ?? '') - now : Number.NaN);
  return Number.isNaN(wait) ? USUAL_WAIT : Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, wait));
}

function jsonObject(body: Uint8Array): unknown {
  if (body.length > LONGEST_JSON) return undefined;
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function timestamp(value: unknown): Instant | undefined {
  const at = typeof value === 'string' && TIMESTAMP.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** People are shown it, so nothing but https, and nothing that does not print. */
function pageOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_EXPLANATION || !URL.canParse(value)) return undefined;
  const { href, protocol, username, password } = new URL(value);
  const shown = protocol === 'https:' && username === '' && password === '' && href.length <= LONGEST_EXPLANATION;
  return shown && oneLine(href, LONGEST_EXPLANATION) === href ? href : undefined;
}
