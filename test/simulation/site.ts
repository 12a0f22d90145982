import { DAY, type Instant } from '../../lambda/core/instant';
import { between } from './drawn';
import { type Automation, type Term, termsOf } from './term';

export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** One target and all that will ever happen to it. */
export interface Site {
  readonly id: string;
  /** Found by the inventory, and renewed by ACM; all others are rows. */
  readonly managed?: true;
  readonly client: string;
  readonly owner: string;
  readonly addresses: readonly string[];
  readonly terms: readonly Term[];
  /** For so many milliseconds after a renewal some answers come with the old certificate and some with the new. */
  readonly rollOut: number;
  /** While it is there and gone and there again. */
  readonly flaps: readonly Span[];
}

/** Of what kinds the names are: every so many. */
const EVERY = { managed: 8, shortLived: 12, content: 37, lateContent: 83, shared: 10, flapping: 25 } as const;

const NEGLECTED = 0.03;
const ROLL_OUT = 2 * DAY;

const NINETY_DAYS = { lifetime: 90, renewsAt: 30, jitter: 2, neglected: NEGLECTED };
/** Twice a day somebody asks whether it is time. */
const SHORT_LIVED = { lifetime: 6.67, renewsAt: 3.2, jitter: 0.25, neglected: 0 };
const MANAGED = { lifetime: 198, renewsAt: 45, jitter: 1, neglected: 0 };
/** On many names of a client, and renewed on all of them when the first message has come. */
const SHARED = { lifetime: 198, renewsAt: 20, jitter: 8, neglected: 0 };
const CONTENT = { ...NINETY_DAYS, neglected: 0 };
const LATE_CONTENT = { ...CONTENT, renewsAt: 15, jitter: 0.5 };

/** The so-manieth target of a client. */
export function siteOf(i: number, client: string, seed: string, span: Span, shortLived = false): Site {
  const name = `www${i}.${client}.example`;
  const terms = (automation: Omit<Automation, 'name'>, of = name) => termsOf({ ...automation, name: of }, seed, span);
  const site = { id: `https://${name}`, client, owner: `owner of ${client}`, addresses: ONE, rollOut: 0, flaps: [] };
  if (shortLived) return { ...site, terms: terms(SHORT_LIVED) };
  if (isA('managed', i)) {
    const id = `arn:aws:acm:eu-west-1:123456789012:certificate/${i}`;
    return { ...site, id, managed: true, addresses: [], terms: terms(MANAGED) };
  }
  if (isA('shortLived', i)) return { ...site, terms: terms({ ...SHORT_LIVED, neglected: NEGLECTED / 20 }) };
  if (isA('content', i)) return { ...site, addresses: THREE, rollOut: ROLL_OUT, terms: terms(CONTENT) };
  if (isA('lateContent', i)) return { ...site, addresses: THREE, rollOut: ROLL_OUT, terms: terms(LATE_CONTENT) };
  if (isA('shared', i)) return { ...site, terms: terms(SHARED, `*.${client}.example`) };
  const flaps = isA('flapping', i) ? [flapOf(name, seed, span)] : [];
  return { ...site, addresses: i % 3 === 0 ? TWO : ONE, flaps, terms: terms(NINETY_DAYS) };
}

const ONE = ['192.0.2.1'];
const TWO = [...ONE, '192.0.2.2'];
const THREE = [...TWO, '192.0.2.3'];

function isA(kind: keyof typeof EVERY, i: number): boolean {
  return i % EVERY[kind] === EVERY[kind] - 1;
}

const FLAPS_FOR = 12 * DAY;

/** Not in the last weeks, so that its end can be told. */
function flapOf(name: string, seed: string, { from, until }: Span): Span {
  const begins = between(from + 10 * DAY, until - 40 * DAY, seed, name, 'flap');
  return { from: begins, until: begins + FLAPS_FOR };
}
