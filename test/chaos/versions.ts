import type { Instant } from '../../lambda/core/instant';
import type { Item } from '../../lambda/store/item-fields';
import { NO_DATE } from '../../lambda/store/result-item';
import type { Site } from './estate';

/** A result as it was written. */
interface Version {
  readonly version: number;
  readonly expires: string;
  readonly checkedAt: string;
  /** Of several clocks none can tell which of two looks was the later one. */
  readonly isSkewed: boolean;
}

/** What is seen, and the results that were written of it. */
export interface Versions {
  looked(target: string, expires: Instant): void;
  wrote(item: Item, isSkewed: boolean): void;
  /** Its outbox was written, as this version of it. */
  touched(target: string, version: number): void;
  deleted(target: string): void;
  /** Whether this has a result now. */
  knows(target: string): boolean;
  /** No result has gone back in time. */
  audit(): void;
}

/** @param wrong told of each result that went back, that is of nothing seen, or that is gone while its row is there. */
export function openVersions(sites: readonly Site[], wrong: string[]): Versions {
  const served = new Map<string, Set<string>>();
  const versions = new Map<string, Version[]>();
  const taken = new Map<string, Set<number>>();
  const touched = (target: string, version: number) => {
    const numbers = taken.get(target) ?? new Set();
    if (numbers.has(version)) wrong.push(`${target} was written over as ${version}, which somebody else had written`);
    taken.set(target, numbers.add(version));
  };
  return {
    touched,
    looked(target, expires) {
      served.set(target, (served.get(target) ?? new Set()).add(new Date(expires).toISOString()));
    },
    wrote(item, isSkewed) {
      const { target, version, expires, checkedAt } = item as unknown as Version & { readonly target: string };
      touched(target, version);
      if (expires !== NO_DATE && !served.get(target)?.has(expires))
        wrong.push(`${target} was recorded as nobody has seen it: ${expires}`);
      versions.set(target, [...(versions.get(target) ?? []), { version, expires, checkedAt, isSkewed }]);
    },
    deleted(target) {
      const { watchedSince } = sites.find((site) => site.target === target) ?? { watchedSince: 0 };
      const last = inOrder(versions.get(target) ?? []).at(-1);
      // What nobody has looked at since its row came back may go: the next look begins anew.
      if (watchedSince !== undefined && !(Date.parse(last?.checkedAt ?? '') <= watchedSince))
        wrong.push(`the result of ${target} disappeared, although its row is there`);
      versions.delete(target);
      taken.delete(target);
    },
    knows: (target) => versions.has(target),
    audit() {
      for (const [target, written] of versions) {
        const all = inOrder(written);
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

function inOrder(versions: readonly Version[]): Version[] {
  return [...versions].sort((a, b) => a.version - b.version);
}

function shown({ version, expires, checkedAt }: Version): string {
  return `${expires} seen ${checkedAt} (${version})`;
}
