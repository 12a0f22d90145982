import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What a command is about to ask, in plain values. */
export interface Asked {
  /** `PutItem`, `BatchGetItem` … */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Asks the database after all. */
  readonly pass: () => Promise<Readonly<Record<string, unknown>>>;
}

/** Puts a hand between the tables and their database: it may answer itself, throw, or do something first. */
export function intercept(
  client: DynamoDBClient,
  answer: (asked: Asked) => Promise<Readonly<Record<string, unknown>>>,
): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const pass = async () => ({ ...(await next(args)).output });
      const operation = String(context.commandName).replace(/Command$/, '');
      const output = await answer({ operation, input: { ...args.input }, pass });
      return { response: {}, output: { $metadata: {}, ...output } };
    },
    { step: 'initialize', priority: 'high' },
  );
}
