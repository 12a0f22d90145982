import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { RESULTS_KEYS, TARGETS_KEYS } from '../lambda/environment';
import type { TableSettings } from './settings/tables';

export interface Storage {
  /** What to watch; people edit it. */
  readonly targets: TableV2;
  /** What is known, its history and the outbox; the monitor alone writes it. */
  readonly results: TableV2;
}

/** Nothing but a person with a reason removes what somebody typed or a history that somebody relies on. */
const KEPT = {
  billing: Billing.onDemand(),
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  deletionProtection: true,
  removalPolicy: RemovalPolicy.RETAIN,
} satisfies Partial<TablePropsV2>;

/** The two tables. Both outlive the stack. */
export function storage(scope: Construct, names: TableSettings): Storage {
  return { targets: targetsTable(scope, names), results: resultsTable(scope, names) };
}

function targetsTable(scope: Construct, { targetsTable: tableName }: TableSettings): TableV2 {
  return new TableV2(scope, 'Targets', {
    ...KEPT,
    ...(tableName !== undefined && { tableName }),
    partitionKey: string(TARGETS_KEYS.partition),
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
  });
}

function resultsTable(scope: Construct, { resultsTable: tableName }: TableSettings): TableV2 {
  const { partition, sort, ttl, byExpiry, outbox } = RESULTS_KEYS;
  return new TableV2(scope, 'Results', {
    ...KEPT,
    ...(tableName !== undefined && { tableName }),
    partitionKey: string(partition),
    sortKey: string(sort),
    timeToLiveAttribute: ttl,
    globalSecondaryIndexes: [
      // Whole items: a sweep begins by reading all that is known from here, without the history.
      { indexName: byExpiry.index, partitionKey: string(byExpiry.partition), sortKey: string(byExpiry.sort) },
      {
        indexName: outbox.index,
        partitionKey: string(outbox.partition),
        projectionType: ProjectionType.KEYS_ONLY,
      },
    ],
  });
}

function string(name: string) {
  return { name, type: AttributeType.STRING };
}
