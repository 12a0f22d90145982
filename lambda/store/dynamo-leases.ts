import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { RESULTS_KEYS } from '../environment';
import { type Item, mapOf, number, text } from './item-fields';
import { holds, type ResultAccess } from './result-access';
import type { Lease } from './results-table';

/** The sort key of the leases. No target has it, and without the attributes of an index they are in none. */
const LEASE = 'lease';

function keyOf({ of }: Lease): Item {
  return { [RESULTS_KEYS.partition]: of, [RESULTS_KEYS.sort]: LEASE };
}

const readLease = mapOf<Omit<Lease, 'of'>>({ holder: text, token: text, beat: number });

const NAMES = { '#holder': 'holder', '#token': 'token', '#beat': 'beat' } as const;

/** Nothing is there, or it was edited by hand and names nobody. */
const NOBODYS = 'NOT attribute_type(#holder, :S) OR NOT attribute_type(#token, :S) OR NOT attribute_type(#beat, :N)';

/** This run has taken it before: in an earlier attempt, or by a try of this very call whose answer was lost. */
const ITS_OWN = '#holder = :holder';

/** Exactly what was seen is there still: its holder has given no sign of life since. */
const UNMOVED = '(#token = :dead AND #beat = :beat)';

/** It was not taken since. */
const STILL_HELD = '#token = :token';

export async function putLease(access: ResultAccess, lease: Lease, dead?: Lease): Promise<Lease | undefined> {
  const { documents, tableName } = access;
  const { holder, token, beat } = lease;
  const command = new PutCommand({
    TableName: tableName,
    Item: { ...keyOf(lease), holder, token, beat },
    ConditionExpression: [NOBODYS, ITS_OWN, ...(dead ? [UNMOVED] : [])].join(' OR '),
    ExpressionAttributeNames: NAMES,
    ExpressionAttributeValues: {
      ':S': 'S',
      ':N': 'N',
      ':holder': holder,
      ...(dead && { ':dead': dead.token, ':beat': dead.beat }),
    },
  });
  return (await holds(() => documents.send(command))) ? lease : readHeld(access, lease);
}

async function readHeld({ documents, tableName }: ResultAccess, lease: Lease): Promise<Lease | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: keyOf(lease), ConsistentRead: true }),
  );
  return Item && { of: lease.of, ...readLease(Item, 'item') };
}

export function moveLease({ documents, tableName }: ResultAccess, lease: Lease): Promise<boolean> {
  const command = new UpdateCommand({
    TableName: tableName,
    Key: keyOf(lease),
    UpdateExpression: 'SET #beat = #beat + :one',
    ConditionExpression: STILL_HELD,
    ExpressionAttributeNames: { '#token': NAMES['#token'], '#beat': NAMES['#beat'] },
    ExpressionAttributeValues: { ':token': lease.token, ':one': 1 },
  });
  return holds(() => documents.send(command));
}

export async function deleteLease({ documents, tableName }: ResultAccess, lease: Lease): Promise<void> {
  const command = new DeleteCommand({
    TableName: tableName,
    Key: keyOf(lease),
    ConditionExpression: STILL_HELD,
    ExpressionAttributeNames: { '#token': NAMES['#token'] },
    ExpressionAttributeValues: { ':token': lease.token },
  });
  await holds(() => documents.send(command));
}
