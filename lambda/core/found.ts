import { readArn } from './arn';
import type { Finding } from './finding';
import { inventoryOf } from './inventory';
import type { InventoryName } from './inventory-name';
import { outOfPlace, readTarget, spelled, type Values } from './read-target';
import type { Tags } from './tags';
import { asFound, type Target } from './target';
import { readTargetName } from './target-name';

/** A row as text, before it is known what it means. */
export interface ValuedRow {
  readonly id: string;
  readonly values: Values;
  readonly problems: readonly Finding[];
}

/**
 * What a thing that an inventory found is watched as: what its own row says, else its tags, else the inventory's row, with
 * what its client's row hands down; undefined where its own row switches it off.
 *
 * @param id its ARN.
 */
export type Found = (inventory: Target, id: string, tags?: Tags) => Target | undefined;

/** @param ofClient what the row of a client hands down. */
export function readFound(rows: readonly ValuedRow[], ofClient: (client: string | undefined) => Values): Found {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const byArn = new Map(rows.flatMap((row) => arnOf(row.id).map((arn) => [arn, row])));
  return (inventory, id, tags = {}) => {
    const name = nameOf(id);
    if (name === undefined) return asFound(inventory, id);
    const row = byArn.get(id);
    // It is where its inventory is taken, whatever its own row says.
    const { account, successor, location, ...own } = row?.values ?? {};
    const wholesale = handedOn(byId.get(inventory.id)?.values);
    const client = own.client ?? tags.client ?? wholesale.client;
    // The owner whom the inventory's row names is that of its own client, and not of another whose certificate it found.
    const sameClient = client?.toLowerCase() === wholesale.client?.toLowerCase();
    const general = sameClient ? { ...ofClient(client), ...wholesale } : { ...wholesale, ...ofClient(client) };
    const problems = row ? [...row.problems, ...outOfPlace('arn', row.values)] : [];
    return readTarget({ id, name, own: spelled(own, ofClient(client)), inherited: { ...general, ...tags }, problems });
  };
}

function arnOf(id: string): string[] {
  if (!/^\s*arn:/i.test(id)) return [];
  const name = readTargetName(id);
  return 'problem' in name || name.kind !== 'arn' ? [] : [name.arn];
}

function nameOf(id: string): Exclude<InventoryName, { problem: string } | { kind: 'arn' }> | undefined {
  const arn = readArn(id);
  const kind = arn && inventoryOf(arn);
  if (kind === undefined) return undefined;
  return kind === 'iam' || kind === 'route53' ? { kind } : { kind, region: arn?.region ?? '' };
}

/** What the row of an inventory says of itself alone is not about what it finds. */
function handedOn(values: Values = {}): Values {
  const { account, successor, expires, promised, enabled, ...rest } = values;
  return rest;
}
