/** What a command is about to ask, in plain values. */
export interface Asked {
  /** `PutItem`, `BatchGetItem` … */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Asks the service after all. */
  readonly pass: () => Promise<Readonly<Record<string, unknown>>>;
}

type Next = (args: { readonly input: object }) => Promise<{ readonly response: unknown; readonly output: object }>;
type Middleware = (next: Next, context: { readonly commandName?: string }) => Next;

/** As much of the SDK's clients as this takes. */
interface Client {
  readonly middlewareStack: { add(middleware: Middleware, options: { step: 'initialize'; priority: 'high' }): void };
}

/** Puts a hand between a client and its service: it may answer itself, throw, or do something first. */
export function intercept(client: Client, answer: (asked: Asked) => Promise<Readonly<Record<string, unknown>>>): void {
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
