import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { NodejsFunctionProps } from 'aws-cdk-lib/aws-lambda-nodejs';
import { bundling, LOCK_FILE, PROJECT } from './bundling';

/** What all functions of ours have in common. @param ca the private CA certificates that go into the bundle. */
export function commonProps(entry: string, ca: string | undefined) {
  return {
    entry,
    projectRoot: PROJECT,
    depsLockFilePath: LOCK_FILE,
    bundling: bundling(ca),
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    tracing: Tracing.ACTIVE,
    loggingFormat: LoggingFormat.JSON,
  } satisfies NodejsFunctionProps;
}

/** Why a function has no dead letters. */
export const STARTED_BY_ENGINE = 'Only the state machine starts it, waits for it, and tells its failure.';
