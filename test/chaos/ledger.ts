import type { PendingNotice } from '../../lambda/core/notice';
import type { Message } from '../../lambda/notify/channel';
import { marksIn, type Site } from './estate';
import { openVersions, type Versions } from './versions';

/** A notice that was once recorded, and what has become of it. */
export interface Known {
  readonly notice: PendingNotice;
  /** How often it has arrived at each audience, and how often it may once more. */
  readonly arrived: Map<string, number>;
  readonly excuses: Map<string, number>;
  /** It is no longer pending: it has been struck, or a newer one of the same event has taken its place. */
  gone?: 'struck' | 'superseded';
}

/** Sees all that is written and all that arrives, and says what must never be. */
export interface Ledger extends Versions {
  readonly wrong: string[];
  readonly notices: ReadonlyMap<string, Known>;
  readonly repeats: () => number;
  struck(target: string, left: readonly PendingNotice[]): void;
  arrived(by: string, message: Message): void;
  /** This message may arrive once more. */
  excuse(message: Message): void;
  /** What this sweep has sent last and not struck may be sent once more: all of it, or of one target. */
  excuseLast(by: string, target?: string): void;
  /** What this process has sent last and not struck may be sent once more. */
  died(by: string): void;
  /** This process now has the lease, or nobody has it: what the one before is about to send may arrive beside what this one sends. */
  leased(by: string | undefined): void;
}

export function openLedger(sites: readonly Site[]): Ledger {
  const wrong: string[] = [];
  const notices = new Map<string, Known>();
  const versions = openVersions(sites, wrong);
  const last = new Map<string, { known: Known; audience: string }[]>();
  /** Those whose lease another has taken while they lived: each may send one message more. */
  const overtaken = new Set<string>();
  let holder: string | undefined;
  let repeats = 0;

  const open = (target: string) => [...notices.values()].filter((one) => one.notice.target === target && !one.gone);
  const told = ({ text, attributes }: Message): Known[] => {
    const marks = marksIn(text);
    const meant = [...notices.values()].filter(
      ({ notice: { notes, severity, event, audience } }) =>
        marks.includes(notes ?? '') &&
        severity === attributes.severity &&
        attributes.event.includes(event) &&
        audience.includes(attributes.audience),
    );
    // Two of one event may be decided in one round, and then it is the one that is still to be told.
    const isOther = (one: Known, { notice, gone }: Known) =>
      gone === undefined && one.notice.target === notice.target && one.notice.event === notice.event;
    return meant.filter((one) => one.gone === undefined || !meant.some((other) => isOther(one, other)));
  };
  const excuse = (known: Known, audience: string) => add(known.excuses, audience, 1);
  const excuseLast = (by: string, target?: string) => {
    for (const { known, audience } of last.get(by) ?? []) {
      if (target === undefined || known.notice.target === target) excuse(known, audience);
    }
  };

  return {
    wrong,
    notices,
    repeats: () => repeats,
    looked: versions.looked,
    touched: versions.touched,
    knows: versions.knows,
    audit: versions.audit,
    wrote(item, isSkewed) {
      const { target, pending } = item as unknown as { target: string; pending: PendingNotice[] };
      versions.wrote(item, isSkewed);
      for (const known of open(target)) {
        if (pending.some((notice) => keyOf(notice) === keyOf(known.notice))) continue;
        known.gone = 'superseded';
        if (!pending.some(({ event }) => event === known.notice.event))
          wrong.push(`${keyOf(known.notice)} vanished when its result was recorded`);
      }
      for (const notice of pending) {
        if (notices.has(keyOf(notice))) continue;
        if (notice.event === 'unreachable' && !sites.some((site) => site.flaps && site.target === target))
          wrong.push(`${target} is called unreachable, and it was the prober that reached nothing`);
        // One that was decided a moment before may be on its way already, and cannot be told from it.
        const isAnew = [...notices.values()].some(
          (one) => one.gone === 'superseded' && one.notice.notes === notice.notes && one.notice.event === notice.event,
        );
        const excuses = new Map(isAnew ? notice.audience.map((audience) => [audience, 1]) : []);
        notices.set(keyOf(notice), { notice, arrived: new Map(), excuses });
      }
    },
    struck(target, left) {
      for (const known of open(target)) {
        const stays = left.find((notice) => keyOf(notice) === keyOf(known.notice));
        const done = known.notice.audience.filter((one) => stays === undefined || stays.sent?.includes(`sns:${one}`));
        for (const one of done) {
          if (!known.arrived.has(one)) wrong.push(`${keyOf(known.notice)} was struck before ${one} had it`);
        }
        if (stays === undefined) known.gone = 'struck';
        for (const [by, sent] of last)
          last.set(
            by,
            sent.filter((one) => one.known !== known || !done.some((audience) => audience === one.audience)),
          );
      }
    },
    deleted(target) {
      for (const known of open(target)) wrong.push(`${keyOf(known.notice)} disappeared with its result`);
      versions.deleted(target);
    },
    arrived(by, message) {
      const { client, audience } = message.attributes;
      for (const site of sites) {
        if (site.client !== client && message.text.includes(site.target))
          wrong.push(`${client} heard of ${site.target}`);
      }
      const tells = told(message);
      if (tells.length === 0) wrong.push(`nobody knows what this message tells: ${message.subject}`);
      if (overtaken.delete(by)) for (const known of tells) excuse(known, audience);
      for (const known of tells) {
        const isRepeated = add(known.arrived, audience, 1) > 1;
        if (!isRepeated) continue;
        repeats++;
        if (add(known.excuses, audience, -1) < 0)
          wrong.push(`${by} told ${keyOf(known.notice)} to ${audience} again, for no reason`);
      }
      last.set(
        by,
        tells.filter(({ gone }) => gone === undefined).map((known) => ({ known, audience })),
      );
    },
    excuse(message) {
      for (const known of told(message)) excuse(known, message.attributes.audience);
    },
    excuseLast,
    died(by) {
      excuseLast(by);
      if (holder === by) holder = undefined;
    },
    leased(by) {
      if (by !== undefined && holder !== undefined && by !== holder) {
        overtaken.add(holder);
        excuseLast(holder);
      }
      holder = by;
    },
  };
}

export function keyOf({ target, event, at }: PendingNotice): string {
  return `${target} ${event} ${new Date(at).toISOString()}`;
}

function add(counts: Map<string, number>, key: string, more: number): number {
  const sum = (counts.get(key) ?? 0) + more;
  counts.set(key, sum);
  return sum;
}
