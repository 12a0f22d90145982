import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openResults } from '../lambda/store/dynamo-results';
import { LATEST } from '../lambda/store/result-item';
import type { ResultsTable } from '../lambda/store/results-table';
import { EMULATED } from './emulated-aws';
import type { PendingItems } from './pending-items';
import { numberIn, stubName } from './stub';

/** As much of any request as is understood here. */
interface Input {
  readonly ExclusiveStartKey?: Key;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Key[] }>>;
}

interface Key {
  readonly target: { readonly S: string };
}

/** Keys that go into a page of a megabyte. */
const PAGE = 8_000;

/**
 * So many results with something to tell, in this very process: they are made as they are read, through the client of DynamoDB, and of
 * what is written it is only remembered whether a target has anything left.
 */
export function pendingTable(size: number, { result }: PendingItems): ResultsTable {
  const struck = new Uint8Array(size);
  const answer = ({ ExclusiveStartKey, RequestItems }: Input) => {
    if (RequestItems === undefined) return page(ExclusiveStartKey, size);
    const numbers = Object.values(RequestItems).flatMap(({ Keys }) =>
      Keys.map(({ target }) => numberIn(target.S) ?? -1),
    );
    return `{"Responses":{"Results":[${numbers.filter((i) => struck[i] === 0).map(result)}]},"UnprocessedKeys":{}}`;
  };
  const requestHandler = {
    async handle({ body }: { readonly body?: Uint8Array }) {
      const text = Readable.from([Buffer.from(answer(JSON.parse(new TextDecoder().decode(body))))]);
      return { response: { statusCode: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: text } };
    },
  };
  const client = new DynamoDBClient({ ...EMULATED, requestHandler });
  return {
    ...openResults(client, 'Results'),
    strike: async (target, done) => {
      if (done.length > 0) struck[numberIn(target) ?? size] = 1;
    },
    keep: async () => undefined,
    takeLease: async (lease) => lease,
    renewLease: async () => true,
    releaseLease: async () => undefined,
  };
}

/** A page of the index. */
function page(after: Key | undefined, size: number): string {
  const from = after === undefined ? 0 : (numberIn(after.target.S) ?? size) + 1;
  const to = Math.min(from + PAGE, size);
  const key = (i: number) => `{"target":{"S":"${stubName(i)}"},"record":{"S":"${LATEST}"}}`;
  const keys = Array.from({ length: to - from }, (_, i) => key(from + i));
  return `{"Count":${keys.length},"Items":[${keys}]${to < size ? `,"LastEvaluatedKey":${key(to - 1)}` : ''}}`;
}
