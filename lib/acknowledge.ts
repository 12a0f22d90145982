import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Accepts one finding of cdk-nag for one part, with the reason; the finding in brackets is required where the rule has several. */
export function acknowledge(part: IConstruct, id: string, reason: string): void {
  Validations.of(part).acknowledge({ id, reason });
}
