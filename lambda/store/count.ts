import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * About how many items a table has, or one of its indexes: DynamoDB counts them about every six hours, and takes no money for saying
 * so (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html). The embedded database says 0.
 */
export async function countOf(documents: DynamoDBDocumentClient, tableName: string, index?: string): Promise<number> {
  const { Table } = await documents.send(new DescribeTableCommand({ TableName: tableName }));
  const counted =
    index === undefined ? Table : Table?.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index);
  return counted?.ItemCount ?? 0;
}
