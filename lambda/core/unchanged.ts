import type { Expiry } from './expiry';
import type { Finding } from './finding';

/** What a look shows that sees what the last one saw; nobody has looked. */
export interface Unchanged {
  readonly saw: 'unchanged';
  /** Whether anything was seen the last time. */
  readonly seen: boolean;
  readonly findings: readonly Finding[];
  /** The dates that were seen, and the addresses that showed them; none where the target has no addresses. */
  readonly shown: readonly { readonly expiry: Expiry; readonly at: readonly string[] }[];
  readonly answered: ReadonlySet<string>;
  readonly dark: ReadonlySet<string>;
  readonly summary: string;
}
