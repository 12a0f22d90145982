import { readAcmArn } from './arn';
import type { Place } from './place';

/** Longer links are broken by mail programs; keys that make one are nobody's real ones. */
const LONGEST = 2_000;

/** The row, open for editing in the DynamoDB console; undefined where the table is on a desk. */
export function rowLink(target: string, { targetsTable, region }: Place): string | undefined {
  if (region === undefined) return undefined;
  const [key, table] = [encoded(target), encoded(targetsTable)];
  const row = `edit-item?itemMode=2&pk=${key}&route=ROUTE_ITEM_EXPLORER&sk=&table=${table}`;
  const link = `${consoleOf(region)}/dynamodbv2/home?region=${region}#${row}`;
  return link.length > LONGEST ? undefined : link;
}

/** The certificate in the console of AWS Certificate Manager; undefined where the target is not one. */
export function acmLink(target: string): string | undefined {
  const arn = readAcmArn(target);
  return arn && `${consoleOf(arn.region)}/acm/home?region=${arn.region}#/certificates/${arn.id}`;
}

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
