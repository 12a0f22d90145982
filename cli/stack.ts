import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { oneLine } from '../lambda/core/safe-text';
import { OUTPUTS } from '../lambda/environment';
import type { Topics } from '../lambda/notify/sns';
import { messageOf, UsageError } from './errors';

interface Outputs {
  readonly targets: string;
  readonly results: string;
  readonly topics: Topics;
}

/** Where a deployed stack keeps things. @throws UsageError where it cannot be read, or is none of notafter. */
export async function outputsOf(stack: string): Promise<Outputs> {
  const output = await outputs(stack);
  return {
    targets: output(OUTPUTS.targetsTable),
    results: output(OUTPUTS.resultsTable),
    topics: { notices: output(OUTPUTS.topicArn), operations: output(OUTPUTS.operationsTopicArn) },
  };
}

/** What the function that sweeps is told by its environment. @throws UsageError as {@link outputsOf} does. */
export async function settingsOf(stack: string): Promise<NodeJS.ProcessEnv> {
  const output = await outputs(stack);
  return JSON.parse(output(OUTPUTS.settings));
}

async function outputs(stack: string): Promise<(name: string) => string> {
  const described = await describe(stack);
  return (name) => {
    const value = described.get(name);
    if (value === undefined)
      throw new UsageError(
        `the stack “${stack}” has no output ${name}; is it a stack of notafter, and as new as this command?`,
      );
    return value;
  };
}

async function describe(stack: string): Promise<Map<string, string>> {
  try {
    const { Stacks } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    return new Map(
      outputs.flatMap(({ OutputKey, OutputValue }) => (OutputKey && OutputValue ? [[OutputKey, OutputValue]] : [])),
    );
  } catch (error) {
    const why = oneLine(messageOf(error));
    throw new UsageError(
      `the stack “${stack}” cannot be read: ${why} (AWS_PROFILE and AWS_REGION say which account and region)`,
    );
  }
}
