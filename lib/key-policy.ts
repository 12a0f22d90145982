import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

/**
 * What a key has to allow besides what IAM allows, which the CDK's first statement leaves to the account: those who call KMS without a
 * role of the stack's. docs/security.md has them as JSON for keys that are made elsewhere.
 */
export function keyStatements(stack: Stack): PolicyStatement[] {
  return [tableUsers(stack), alarms(stack), topicsToQueues(stack), rulesToQueues(stack), logs(stack)];
}

const READ_AND_WRITE = ['kms:Decrypt', 'kms:GenerateDataKey*'];
const ALL_OF_A_TABLE = [...READ_AND_WRITE, 'kms:CreateGrant', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ReEncrypt*'];

/** Whoever may edit rows still may, with no right on keys: the words of AWS's own key for DynamoDB. */
function tableUsers({ region, urlSuffix, account }: Stack): PolicyStatement {
  const through = { 'kms:CallerAccount': account, 'kms:ViaService': `dynamodb.${region}.${urlSuffix}` };
  return new PolicyStatement({
    sid: 'AllowWhoeverMayUseTheTables',
    principals: [new AnyPrincipal()],
    actions: ALL_OF_A_TABLE,
    resources: ['*'],
    conditions: { StringEquals: through },
  });
}

/** By what is encrypted, since not every service tells KMS on whose behalf it calls; the topic's own policy knows that. */
function alarms(stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: 'AllowAlarms',
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: READ_AND_WRITE,
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': named(stack, 'sns') } },
  });
}

function topicsToQueues(stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: 'AllowTopicsToQueues',
    principals: [new ServicePrincipal('sns.amazonaws.com')],
    actions: READ_AND_WRITE,
    resources: ['*'],
    conditions: { ArnLike: { 'aws:SourceArn': named(stack, 'sns') } },
  });
}

/** Letters of what EventBridge could not deliver. */
function rulesToQueues(stack: Stack): PolicyStatement {
  const rules = stack.formatArn({ service: 'events', resource: 'rule', resourceName: `${stack.stackName}-*` });
  return new PolicyStatement({
    sid: 'AllowRulesToQueues',
    principals: [new ServicePrincipal('events.amazonaws.com')],
    actions: READ_AND_WRITE,
    resources: ['*'],
    conditions: { ArnLike: { 'aws:SourceArn': rules } },
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function logs(stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: 'AllowLogs',
    principals: [new ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
    actions: [...READ_AND_WRITE, 'kms:DescribeKey', 'kms:Encrypt', 'kms:ReEncrypt*'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': named(stack, 'logs', 'log-group') } },
  });
}

/** By the beginning of the names that CloudFormation gives: the resources themselves need the key before they are there. */
function named(stack: Stack, service: string, resource?: string): string {
  const name = `${stack.stackName}-*`;
  if (resource === undefined)
    return stack.formatArn({ service, resource: name, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  return stack.formatArn({ service, resource, resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}
