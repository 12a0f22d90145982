import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { DAY } from '../core/instant';
import { oneLine } from '../core/safe-text';
import type { Said } from '../core/said';
import { RESULTS_KEYS } from '../environment';
import { type Item, mapOf, text, time, Unintelligible } from './item-fields';
import { putLines, type ResultAccess } from './result-access';

/** What the sort keys of these lines begin with: among all that is known of a target they are read alone, in order of time. */
const SAID = 'said#';

/** Characters kept of one text; what a message says of a target is far shorter. */
const LONGEST = 20_000;

/** Of what is said of one target in one message several times over, one is kept: a batch must not have a key twice. */
export async function keepSaid(access: ResultAccess, said: readonly Said[], days: number): Promise<void> {
  const items = said.map((one) => saidItem(one, days));
  const { partition, sort } = RESULTS_KEYS;
  const byKey = new Map(items.map((item) => [JSON.stringify([item[partition], item[sort]]), item]));
  await putLines(access, [...byKey.values()]);
}

function saidItem({ at, text, ...rest }: Said, days: number): Item {
  const sent = new Date(at).toISOString();
  return {
    ...rest,
    [RESULTS_KEYS.sort]: `${SAID}${sent}#${rest.audience}#${rest.event}`,
    at: sent,
    text: bounded(text),
    [RESULTS_KEYS.ttl]: Math.floor((at + days * DAY) / 1000),
  };
}

/** Characters are cut whole: half of one is nothing that DynamoDB keeps. */
function bounded(text: string): string {
  return text.length > LONGEST ? `${Array.from(text.slice(0, LONGEST)).slice(0, -1).join('')}…` : text;
}

const readLine = mapOf<Said>({
  target: text,
  at: time,
  audience: text,
  client: text,
  event: text,
  severity: text,
  subject: text,
  text,
});

export async function readSaid(access: ResultAccess, target: string, most: number): Promise<Said[]> {
  const { documents, tableName } = access;
  const query = {
    TableName: tableName,
    KeyConditionExpression: '#target = :target AND begins_with(#record, :said)',
    ExpressionAttributeNames: { '#target': RESULTS_KEYS.partition, '#record': RESULTS_KEYS.sort },
    ExpressionAttributeValues: { ':target': target, ':said': SAID },
    ScanIndexForward: false,
    Limit: most,
  };
  const found: Said[] = [];
  for await (const page of paginateQuery({ client: documents }, query)) {
    found.push(...(page.Items ?? []).flatMap((item) => understoodLine(item, access) ?? []));
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}

function understoodLine(item: Item, { onPoison }: ResultAccess): Said | undefined {
  try {
    return readLine(item, 'item');
  } catch (error) {
    if (!(error instanceof Unintelligible)) throw error;
    const line = oneLine(`${item[RESULTS_KEYS.partition]} ${item[RESULTS_KEYS.sort]}`, 300);
    onPoison(`The line ${line} of the history cannot be understood (${error.message}) and is left out.`);
    return undefined;
  }
}
