import { Architecture, type FunctionOptions, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { NodejsFunctionProps } from 'aws-cdk-lib/aws-lambda-nodejs';
import { codeOf, type Handler } from './bundling';

/** Where a function stands: in a VPC, or in Lambda's own network. */
export type Placed = Pick<FunctionOptions, 'vpc' | 'vpcSubnets' | 'securityGroups' | 'ipv6AllowedForDualStack'>;

/** What all functions of ours have in common. @param ca the private CA certificates that go into the bundle. */
export function commonProps(handler: Handler, ca: string | undefined, placed: Placed) {
  return {
    ...codeOf(handler, ca),
    ...placed,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    tracing: Tracing.ACTIVE,
    loggingFormat: LoggingFormat.JSON,
  } satisfies NodejsFunctionProps;
}

/** MiB for a million targets, with room to spare (docs/distributed.md); a new account gets no function with more. */
const LEAST_MIB = 3008;

/** Memory of a function that knows all of a large estate. @param asked by the settings, in MiB. */
export function mibForMany(asked: number): number {
  return Math.max(asked, LEAST_MIB);
}

/** Why a function has no dead letters. */
export const STARTED_BY_ENGINE = 'Only the state machine starts it, waits for it, and tells its failure.';
