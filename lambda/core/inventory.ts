import { type Arn, readArn } from './arn';
import type { Gap } from './observation';
import type { InventoryTarget, Target } from './target';

const INVENTORIES = ['acm', 'iam', 'route53', 'rds', 'acm-pca'] as const satisfies readonly InventoryTarget['kind'][];
export type InventoryKind = (typeof INVENTORIES)[number];

/** How the ARNs begin of what each inventory finds: the service, and its part of the resource. */
const FINDS: Readonly<Record<InventoryKind, readonly [service: string, resource: string]>> = {
  acm: ['acm', 'certificate/'],
  iam: ['iam', 'server-certificate/'],
  // AWS has no ARNs for domains; ours are in its form, with the account that the domain is registered in.
  route53: ['route53domains', 'domain/'],
  rds: ['rds', 'db:'],
  'acm-pca': ['acm-pca', 'certificate-authority/'],
};

export function isInventory(target: Target): target is InventoryTarget {
  return target.kind in FINDS;
}

/** The inventory that finds what is named so; undefined where none does. */
export function inventoryOf({ service, resource }: Arn): InventoryKind | undefined {
  return INVENTORIES.find((kind) => FINDS[kind][0] === service && resource.startsWith(FINDS[kind][1]));
}

/** The name that a domain goes by here; see {@link FINDS}. */
export function domainArn(partition: string, account: string, domain: string): string {
  return `arn:${partition}:route53domains::${account}:domain/${domain}`;
}

/** Whether the row asks where this lies. Of a row that names no accounts it is not known which one is its own: it may. */
export function couldFind({ kind, region = '*', accounts }: InventoryTarget, id: string): boolean {
  const arn = readArn(id);
  if (arn === undefined || inventoryOf(arn) !== kind) return false;
  const inRegion = region === '*' || arn.region === '' || arn.region === region;
  return inRegion && (!Array.isArray(accounts) || accounts.includes(arn.account));
}

/** Whether this lies where the inventory could not be read; what is no ARN may lie anywhere. */
export function inGap({ account, region, outside }: Omit<Gap, 'failure'>, id: string): boolean {
  const arn = readArn(id);
  if (arn === undefined) return true;
  if (outside?.includes(arn.region)) return false;
  return (account ?? arn.account) === arn.account && (region ?? arn.region) === arn.region;
}

/** For sorting: where several rows find the same thing, it is of the first, which names its accounts or its region most closely. */
export function closestFirst(a: InventoryTarget, b: InventoryTarget): number {
  return reach(a) - reach(b) || (a.id < b.id ? -1 : 1);
}

function reach({ region, accounts }: InventoryTarget): number {
  const ofAccounts = accounts === 'organization' ? 4 : accounts === undefined ? 2 : 0;
  return ofAccounts + (region === '*' ? 1 : 0);
}
