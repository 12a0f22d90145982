import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { DAY } from '../core/instant';
import { RESULTS_KEYS } from '../environment';
import { type Item, mapOf, number, text, Unintelligible } from './item-fields';
import { holds, type ResultAccess } from './result-access';
import type { DigestMark, DigestReader } from './results-table';

/** The sort key of the marks. No target has it, and without the attributes of an index they are in none. */
const DIGEST = 'digest';

function keyOf(whose: DigestReader): Item {
  const partition = whose === 'operations' ? whose : `client:${whose.client}`;
  return { [RESULTS_KEYS.partition]: partition, [RESULTS_KEYS.sort]: DIGEST };
}

const readDigestMark = mapOf<DigestMark>({ turn: text, until: number });

/** One that cannot be understood counts as absent: then a digest is sent twice, and never none. */
export async function readMark(access: ResultAccess, whose: DigestReader): Promise<DigestMark | undefined> {
  const { documents, tableName, onPoison } = access;
  const key = keyOf(whose);
  const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
  try {
    return Item && readDigestMark(Item, 'item');
  } catch (error) {
    if (!(error instanceof Unintelligible)) throw error;
    onPoison(`The mark of the last digest cannot be understood (${error.message}) and is written anew.`);
    return undefined;
  }
}

/** Nothing is there, or what is there tells of less or was edited by hand. */
const NOTHING_LATER = 'attribute_not_exists(#until) OR #until < :until OR NOT attribute_type(#until, :number)';

export async function putMark(
  { documents, tableName }: ResultAccess,
  whose: DigestReader,
  { turn, until }: DigestMark,
  days: number,
): Promise<void> {
  const ttl = Math.floor((until + days * DAY) / 1000);
  const command = new PutCommand({
    TableName: tableName,
    Item: { ...keyOf(whose), turn, until, toldUntil: new Date(until).toISOString(), [RESULTS_KEYS.ttl]: ttl },
    ConditionExpression: NOTHING_LATER,
    ExpressionAttributeNames: { '#until': 'until' },
    ExpressionAttributeValues: { ':until': until, ':number': 'N' },
  });
  await holds(() => documents.send(command));
}
