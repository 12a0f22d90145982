import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * Lets notices be put on this bus, and on no other. The bus is there already: the account's own, one of yours, or one of another
 * account whose policy lets this one.
 *
 * @param bus `default`, a name, or an ARN.
 */
export function mayPutEvents(scope: Construct, bus: string): PolicyStatement {
  const named = { service: 'events', resource: 'event-bus', resourceName: bus };
  return new PolicyStatement({
    actions: ['events:PutEvents'],
    resources: [bus.startsWith('arn:') ? bus : Stack.of(scope).formatArn(named)],
    conditions: { StringEquals: { 'events:source': 'notafter' } },
  });
}
