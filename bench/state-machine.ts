import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionIn, type Referred } from '../test/servers/definition';
import type { S3Emulator } from '../test/servers/s3-emulator';
import { execute } from '../test/servers/state-machine';
import { synthesise } from '../test/system/bundle';
import type { Containers } from './functions';

const GATHER = 'arn:aws:lambda:eu-west-1:123456789012:function:gather';
const CHECK = 'arn:aws:lambda:eu-west-1:123456789012:function:check';

export type Template = Parameters<typeof definitionIn>[0];

/** What the stack makes where sweeps are distributed. */
export function distributedTemplate(folder: string): Template {
  synthesise(folder, { distributed: 'yes' });
  return JSON.parse(readFileSync(join(folder, 'notafter.template.json'), 'utf8'));
}

/** MiB that the function of this id has. */
export function memoryOf({ Resources }: Template, id: RegExp): number {
  const [, found] =
    Object.entries(Resources).find(([name, { Type }]) => Type === 'AWS::Lambda::Function' && id.test(name)) ?? [];
  return Number(found?.Properties.MemorySize);
}

/**
 * Sweeps once as the state machine of the template says.
 *
 * @returns what the last state came to. @throws where the execution failed.
 */
export async function executed(
  template: Template,
  { gather, check }: { readonly gather: Containers; readonly check: Containers },
  s3: S3Emulator,
  name: string,
): Promise<unknown> {
  const referred: Referred = { bucket: s3.bucket, gather: GATHER, check: CHECK };
  const tasks = {
    [GATHER]: gather.call,
    [CHECK]: check.call,
    'arn:aws:states:::aws-sdk:sfn:listExecutions': async () => ({ Executions: [{ ExecutionArn: `arn:${name}` }] }),
  };
  const outcome = await execute({ definition: definitionIn(template, referred), tasks, s3 }, name);
  if ('error' in outcome) throw new Error(`the execution failed: ${outcome.error} ${outcome.cause}`);
  return outcome.output;
}
