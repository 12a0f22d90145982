import type { AttributeDefinition, CreateTableCommandInput, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { RESULTS_KEYS, TARGETS_KEYS } from '../environment';

/** The Targets table for CreateTable: on a desk and in tests. The deployed one is made by the stack. */
export function targetsTable(name: string): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(TARGETS_KEYS.partition),
    AttributeDefinitions: strings(TARGETS_KEYS.partition),
  };
}

/** The Results table with its two indexes for CreateTable: on a desk and in tests. The deployed one is made by the stack. */
export function resultsTable(name: string): CreateTableCommandInput {
  const { partition, sort, byExpiry, outbox } = RESULTS_KEYS;
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(partition, sort),
    AttributeDefinitions: strings(partition, sort, byExpiry.partition, byExpiry.sort, outbox.partition),
    GlobalSecondaryIndexes: [
      {
        IndexName: byExpiry.index,
        KeySchema: keySchema(byExpiry.partition, byExpiry.sort),
        Projection: { ProjectionType: 'ALL' },
      },
      {
        IndexName: outbox.index,
        KeySchema: keySchema(outbox.partition),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  };
}

function keySchema(partition: string, sort?: string): KeySchemaElement[] {
  const hash: KeySchemaElement = { AttributeName: partition, KeyType: 'HASH' };
  return sort === undefined ? [hash] : [hash, { AttributeName: sort, KeyType: 'RANGE' }];
}

function strings(...names: string[]): AttributeDefinition[] {
  return names.map((name) => ({ AttributeName: name, AttributeType: 'S' }));
}
