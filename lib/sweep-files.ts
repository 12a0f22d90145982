import { CfnElement, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** What the parts of a sweep leave for each other is of use to somebody who looks into a failure, and to nobody else. */
const KEPT_DAYS = 3;

/**
 * The bucket of the parts of distributed sweeps. It empties itself, and outlives the stack: CloudFormation removes no bucket that
 * is not empty, and a stack that cannot be removed is worse than an empty bucket.
 */
export function sweepFiles(scope: Construct): Bucket {
  const bucket = new Bucket(scope, 'SweepFiles', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(KEPT_DAYS), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  acknowledge(
    bucket,
    'AwsSolutions-S1',
    'What is in it is written and read by this stack alone, thousands of times a sweep, and gone in days.',
  );
  return bucket;
}

/** Why rights to its files end in an asterisk. */
export const NAMED_AFTER_SWEEPS = 'The files of a sweep are named after it.';

/** The bucket's ARN as cdk-nag writes it. */
export function inFindings(bucket: Bucket): string {
  const { defaultChild } = bucket.node;
  if (!CfnElement.isCfnElement(defaultChild)) throw new Error('A bucket has no resource');
  return `<${Stack.of(bucket).getLogicalId(defaultChild)}.Arn>`;
}
