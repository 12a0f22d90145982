import { readArn } from './arn';
import { type InventoryKind, inventoryOf } from './inventory';
import { oneLine } from './safe-text';

/** What the key of a row in AWS names. */
export type InventoryName =
  | { readonly kind: 'acm' | 'rds' | 'acm-pca'; readonly region: string }
  | { readonly kind: 'iam' | 'route53' }
  | { readonly kind: 'arn'; readonly arn: string }
  | { readonly problem: string };

/** A number after the colon is a port: then the word is a host's name. */
const INVENTORY = /^(acm|rds|acm-pca|iam|route53):(?!\/\/|\d+$)(.*)$/is;

/** Reads `acm:eu-west-1`, `acm:*`, `iam:`, or an ARN; undefined where the key is none of these. */
export function readInventoryName(key: string): InventoryName | undefined {
  const [text = '', ...fragment] = key.split('#');
  if (/^arn:/i.test(text)) return readArnName(text.trim(), fragment.length > 0);
  const [, word = '', rest = ''] = INVENTORY.exec(text) ?? [];
  const kind = word.toLowerCase();
  const where = rest.trim().toLowerCase();
  switch (kind) {
    case 'acm':
    case 'rds':
    case 'acm-pca':
      return readRegion(kind, where);
    case 'iam':
    case 'route53':
      if (where === '') return { kind };
      return { problem: `“${oneLine(where, 40)}” has no place here, since it has no regions; write ${kind}: alone` };
    default:
      return undefined;
  }
}

function readRegion(kind: 'acm' | 'rds' | 'acm-pca', region: string): InventoryName {
  if (region === '*' || /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(region)) return { kind, region };
  const shown = oneLine(region, 40);
  return { problem: `“${shown}” is not an AWS region; write one, as in ${kind}:eu-west-1, or ${kind}:* for all` };
}

const SERVICES: Readonly<Record<InventoryKind, string>> = {
  acm: 'acm',
  iam: 'iam (server certificates)',
  route53: 'route53domains',
  rds: 'rds (instances)',
  'acm-pca': 'acm-pca',
};

function readArnName(text: string, hasFragment: boolean): InventoryName {
  const arn = readArn(text);
  if (hasFragment) return { problem: 'One row says all there is to say of an ARN; take “#” and what follows away' };
  if (arn === undefined) return { problem: `“${oneLine(text, 100)}” is not an ARN` };
  if (inventoryOf(arn) !== undefined) return { kind: 'arn', arn: text };
  const known = Object.values(SERVICES).join(', ');
  return { problem: `“${oneLine(text, 100)}” is of nothing that an inventory finds; those are of ${known}` };
}
