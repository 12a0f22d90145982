import type { Expiry } from './expiry';
import type { Finding } from './finding';
import type { Judgement } from './judgement';

/** What a look shows that sees what the last one saw; nobody has looked. */
export interface Unchanged {
  readonly saw: 'unchanged';
  /** Whether anything was seen the last time. */
  readonly seen: boolean;
  readonly findings: readonly Finding[];
  /** The dates that were seen, and the addresses that showed them; none where the target has no addresses. */
  readonly shown: readonly { readonly expiry: Expiry; readonly at: readonly string[] }[];
  /** The addresses that were met and not seen. */
  readonly dark: ReadonlySet<string>;
  readonly summary: string;
}

export function judgeUnchanged({ findings, shown, summary }: Unchanged): Judgement {
  return {
    findings,
    expiries: shown.map(({ expiry }) => expiry),
    servedAt: new Map(shown.map(({ expiry, at }) => [expiry.sha256 ?? '', at])),
    well: summary,
  };
}
