import { readArn } from '../core/arn';
import type { Place } from './place';

/** Longer links are broken by mail programs; keys that make one are nobody's real ones. */
const LONGEST = 2_000;

/** The row, open for editing in the DynamoDB console; undefined where the table is on a desk. */
export function rowLink(target: string, place: Place): string | undefined {
  return itemLink(`itemMode=2&pk=${encoded(target)}&route=ROUTE_ITEM_EXPLORER&sk=`, place);
}

/** An empty row in the DynamoDB console, whose key is still to be typed; undefined where the table is on a desk. */
export function newRowLink(place: Place): string | undefined {
  return itemLink('itemMode=1&route=ROUTE_ITEM_EXPLORER', place);
}

function itemLink(item: string, { targetsTable, region }: Place): string | undefined {
  if (region === undefined) return undefined;
  const link = `${consoleOf(region)}/dynamodbv2/home?region=${region}#edit-item?${item}&table=${encoded(targetsTable)}`;
  return link.length > LONGEST ? undefined : link;
}

/** What an ARN names in the console of its service; undefined where it has no page there, as server certificates in IAM have none. */
export function arnLink(text: string): string | undefined {
  const arn = readArn(text);
  const page = arn && PAGES.get(arn.service);
  const id = page?.resource.exec(arn?.resource ?? '')?.[1];
  if (arn === undefined || page === undefined || id === undefined) return undefined;
  const region = arn.region || HOME_OF_GLOBAL;
  return `${consoleOf(region)}/${page.path(region, id, text)}`;
}

/** Services without regions have their console there. */
const HOME_OF_GLOBAL = 'us-east-1';

interface Page {
  /** What the resource has to look like for a link to be made of it; the group is its id. */
  readonly resource: RegExp;
  readonly path: (region: string, id: string, arn: string) => string;
}

const PAGES: ReadonlyMap<string, Page> = new Map([
  [
    'acm',
    {
      resource: /^certificate\/([0-9A-Za-z-]{1,64})$/,
      path: (region, id) => `acm/home?region=${region}#/certificates/${id}`,
    },
  ],
  [
    'acm-pca',
    {
      resource: /^certificate-authority\/([0-9A-Za-z-]{1,64})$/,
      path: (region, _id, arn) => `acm-pca/home?region=${region}#/certificateAuthority?arn=${arn}`,
    },
  ],
  [
    'rds',
    {
      resource: /^db:([0-9A-Za-z-]{1,63})$/,
      path: (region, id) => `rds/home?region=${region}#database:id=${id};is-cluster=false`,
    },
  ],
  [
    'route53domains',
    {
      resource: /^domain\/([0-9A-Za-z.-]{1,253})$/,
      path: (region, id) => `route53/domains/home?region=${region}#/DomainDetails/${id}`,
    },
  ],
] satisfies [string, Page][]);

/** Each partition has a console of its own. */
function consoleOf(region: string): string {
  if (region.startsWith('cn-')) return `https://${region}.console.amazonaws.cn`;
  if (region.startsWith('us-gov-')) return `https://${region}.console.amazonaws-us-gov.com`;
  return `https://${region}.console.aws.amazon.com`;
}

/** Brackets, quotes and the like are encoded too, since mail programs end a link at them; half a surrogate pair has no code. */
function encoded(text: string): string {
  const whole = text.replace(/\p{Cs}/gu, '\ufffd');
  return encodeURIComponent(whole).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
