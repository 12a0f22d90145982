import type { Finding } from './finding';
import type { Instant } from './instant';
import type { TlsProtocol } from './protocol';

/** Whom a certificate is judged by: public roots, the CA bundle given at deploy time, nobody, or one key or certificate. */
export type Trust = { readonly by: 'public' | 'private' | 'any' } | { readonly by: 'pin'; readonly sha256: string };

/** The client of rows that name none. */
export const NO_CLIENT = '-';

/** What every row may say, whatever it is that it watches. Only {@link id} is required. */
export interface Watched {
  /** The row's key, exactly as it stands in the table; for what an inventory found, its ARN. */
  readonly id: string;
  /** For whom; routes messages. `-` where the row names nobody. */
  readonly client: string;
  readonly service?: string;
  readonly impact?: string;
  readonly owner?: string;
  readonly escalate?: string;
  readonly runbook?: string;
  readonly notes?: string;
  /** IANA name; dates are read and written in it. Default `UTC`. */
  readonly timezone: string;
  /** Days left at which somebody is told, longest first; replaces the default ladder and is not scaled. */
  readonly ladder?: readonly number[];
  /** The date somebody believes; for `dated:` rows the date itself. */
  readonly expires?: Instant;
  /** "Done by then", given by whoever took it on: reminders rest until then, but for one at each critical rung. */
  readonly promised?: Instant;
  /** Silence until then, except when it expires. */
  readonly muted?: Instant;
  /** Silence until then by a maintenance window of the settings; set by the sweep, not by the row. */
  readonly maintenance?: Instant;
  /** Which prober looks; `cloud` unless a private network's agent is named. */
  readonly location: string;
  /** What is wrong with the row itself; the row is watched all the same. */
  readonly problems: readonly Finding[];
}

export interface TlsTarget extends Watched {
  readonly kind: 'tls';
  readonly protocol: TlsProtocol;
  /** ASCII host name or IP address (IPv6 without brackets) as the certificate is judged by. */
  readonly host: string;
  readonly port: number;
  /** Connect there instead of what {@link host} resolves to. */
  readonly address?: string;
  /** Ask for this name in the hand-shake, and judge the certificate by it; default {@link host}. */
  readonly servername?: string;
  readonly trust: Trust;
  /** The certificate that is to be served next, by its fingerprint or by the ARN of where it lies. */
  readonly successor?: { readonly sha256: string } | { readonly arn: string };
}

export interface DatedTarget extends Watched {
  readonly kind: 'dated';
  readonly name: string;
  readonly expires: Instant;
}

/** Of whom and where an inventory is taken. */
export interface Scope {
  /** `*` is every region that is enabled in the account; absent where the service has none. */
  readonly region?: string;
  /** Accounts to enter in the member role; default the monitor's own. */
  readonly accounts?: 'organization' | readonly string[];
}

/** Certificates in AWS Certificate Manager. */
export interface AcmTarget extends Watched, Scope {
  readonly kind: 'acm';
  readonly region: string;
}

/** Server certificates in IAM. */
export interface IamTarget extends Watched, Scope {
  readonly kind: 'iam';
}

/** Domains registered through Route 53. */
export interface Route53Target extends Watched, Scope {
  readonly kind: 'route53';
}

/** Database instances in RDS, with their certificates and those of their CAs. */
export interface RdsTarget extends Watched, Scope {
  readonly kind: 'rds';
  readonly region: string;
}

/** Certificate authorities of AWS Private CA. */
export interface PcaTarget extends Watched, Scope {
  readonly kind: 'acm-pca';
  readonly region: string;
}

/** A row that says more of what an inventory finds under this ARN. */
export interface ArnTarget extends Watched {
  readonly kind: 'arn';
  /** The {@link Watched.id} without the blanks around it. */
  readonly arn: string;
}

/** The prober itself: watched by every sweep, with or without a row. */
export interface MonitorTarget extends Watched {
  readonly kind: 'monitor';
}

/** A row whose key or required date makes no sense: it is reported to its author and stops nothing else. */
export interface UnreadableTarget extends Watched {
  readonly kind: 'unreadable';
}

/** What an inventory found, under the name of the row that watches the inventory; the row's own dates are not about it. */
export function asFound<T extends Target>({ expires, promised, ...row }: T, id: string): T {
  return { ...(row as T), id, problems: [] };
}

export type InventoryTarget = AcmTarget | IamTarget | Route53Target | RdsTarget | PcaTarget;
export type Target = TlsTarget | DatedTarget | InventoryTarget | ArnTarget | MonitorTarget | UnreadableTarget;
export type Kind = Target['kind'];
export type TargetOf<K extends Kind> = Extract<Target, { kind: K }>;
