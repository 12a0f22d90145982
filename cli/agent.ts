import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { oneLine } from '../lambda/core/safe-text';
import { ENVIRONMENT } from '../lambda/environment';
import { deployedWorld } from '../lambda/handlers/world';
import type { World } from '../lambda/stages/world';
import { readCa } from './look';
import { settingsOf } from './stack';
import { printed } from './tables';

interface Agent {
  readonly location: string;
  readonly ca?: string;
  /** Seconds for each target. */
  readonly timeout: number;
}

/**
 * The world of a deployed sweep, looked at from here: the same tables, topics, chat, event bus, maintenance windows and history, by
 * what the stack tells of itself. The private addresses around are open to it, and port 25; those of this machine only where the
 * stack allows them. Who would hear is for the cloud to see.
 */
export async function agentWorld(stack: string, { location, ca, timeout }: Agent): Promise<World> {
  const { [ENVIRONMENT.privateCa]: deployedCa, ...others } = await settingsOf(stack);
  if (deployedCa && ca === undefined)
    warn('the stack has a private CA; give it here too, with --ca, for rows with trust: private');
  const { subscribers, ...world } = deployedWorld({ ...(await ownEnvironment()), ...others, ...INSIDE }, warn);
  return {
    ...world,
    channel: async (message) => {
      await world.channel(message);
      await printed(message);
    },
    look: { ...world.look, timeout: timeout * 1000, ...(ca !== undefined && { privateCa: readCa(ca) }) },
    location,
  };
}

/** It stands in a network of its owner's, and AWS keeps no port closed. */
const INSIDE = { [ENVIRONMENT.vpc]: 'yes', [ENVIRONMENT.port25]: 'yes' };

/** What the SDK goes by here; nothing else of this machine is taken for a setting of the stack. */
async function ownEnvironment(): Promise<NodeJS.ProcessEnv> {
  const own = Object.entries(process.env).filter(([name]) => name.startsWith('AWS_'));
  // A profile may name the region too.
  return { ...Object.fromEntries(own), AWS_REGION: await new CloudFormationClient({}).config.region() };
}

function warn(sentence: string): void {
  process.stderr.write(`notafter: ${oneLine(sentence, 1_000)}\n`);
}
