import type { Instant } from '../../lambda/core/instant';
import type { PendingNotice } from '../../lambda/core/notice';
import type { Message } from '../../lambda/notify/channel';
import type { Item } from '../../lambda/store/item-fields';
import { NO_DATE } from '../../lambda/store/result-item';
import { marksIn, type Site } from './estate';

/** A notice that was once recorded, and what has become of it. */
export interface Known {
  readonly notice: PendingNotice;
  /** How often it has arrived at each audience, and how often it may once more. */
  readonly arrived: Map<string, number>;
  readonly excuses: Map<string, number>;
  /** It is no longer pending: it has been struck, or a newer one of the same event has taken its place. */
  gone?: 'struck' | 'superseded';
}

/** A result as it was written. */
interface Version {
  readonly version: number;
  readonly expires: string;
  readonly checkedAt: string;
  /** Of several clocks none can tell which of two looks was the later one. */
  readonly isSkewed: boolean;
}

/** Sees all that is written and all that arrives, and says what must never be. */
export interface Ledger {
  readonly wrong: string[];
  readonly notices: ReadonlyMap<string, Known>;
  readonly repeats: () => number;
  looked(target: string, expires: Instant): void;
  wrote(item: Item, isSkewed: boolean): void;
  struck(target: string, left: readonly PendingNotice[]): void;
  deleted(target: string): void;
  /** Whether this has a result now. */
  knows(target: string): boolean;
  arrived(by: string, message: Message): void;
  /** This message may arrive once more. */
  excuse(message: Message): void;
  /** What this sweep has sent last and not struck may be sent once more: all of it, or of one target. */
  excuseLast(by: string, target?: string): void;
  /** This process now has the lease, or nobody has it: what the one before is about to send may arrive beside what this one sends. */
  leased(by: string | undefined): void;
  /** No result has gone back in time. */
  audit(): void;
}

export function openLedger(sites: readonly Site[]): Ledger {
  const wrong: string[] = [];
  const notices = new Map<string, Known>();
  const served = new Map<string, Set<string>>();
  const versions = new Map<string, Version[]>();
  const last = new Map<string, { known: Known; audience: string }[]>();
  /** Those whose lease another has taken while they had it: each may send one message more. */
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

  return {
    wrong,
    notices,
    repeats: () => repeats,
    looked(target, expires) {
      served.set(target, (served.get(target) ?? new Set()).add(new Date(expires).toISOString()));
    },
    wrote(item, isSkewed) {
      const { target, pending, version, expires, checkedAt } = item as unknown as Version & {
        target: string;
        pending: PendingNotice[];
      };
      if (expires !== NO_DATE && !served.get(target)?.has(expires))
        wrong.push(`${target} was recorded as nobody has seen it: ${expires}`);
      versions.set(target, [...(versions.get(target) ?? []), { version, expires, checkedAt, isSkewed }]);
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
      const { watchedSince } = sites.find((site) => site.target === target) ?? { watchedSince: 0 };
      const all = [...(versions.get(target) ?? [])].sort((a, b) => a.version - b.version);
      const lookedAt = Date.parse(all.at(-1)?.checkedAt ?? '');
      if (watchedSince !== undefined && !(lookedAt <= watchedSince))
        wrong.push(`the result of ${target} disappeared, although its row is there`);
      versions.delete(target);
    },
    knows: (target) => versions.has(target),
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
    excuseLast(by, target) {
      for (const { known, audience } of last.get(by) ?? []) {
        if (target === undefined || known.notice.target === target) excuse(known, audience);
      }
    },
    leased(by) {
      if (by !== undefined && holder !== undefined && by !== holder) {
        overtaken.add(holder);
        this.excuseLast(holder);
      }
      holder = by;
    },
    audit() {
      for (const [target, all] of versions) {
        all.sort((a, b) => a.version - b.version);
        for (const [i, one] of all.entries()) {
          const before = all[i - 1];
          if (before === undefined || before.expires === NO_DATE || one.isSkewed || before.isSkewed) continue;
          if (one.expires < before.expires || one.checkedAt < before.checkedAt)
            wrong.push(`${target} went back from ${shown(before)} to ${shown(one)}`);
        }
        versions.set(target, all.slice(-1));
      }
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

function shown({ version, expires, checkedAt }: Version): string {
  return `${expires} seen ${checkedAt} (${version})`;
}
