/**
 * US dollars, list prices of us-east-1 before free tiers, as of {@link PRICES_AS_OF}. They are the one place to change when AWS changes
 * its own: the price pages of each service.
 */
export const PRICES = {
  /** arm64, the first tier. */
  lambdaGbSecond: 0.0000133334,
  lambdaMillionRequests: 0.2,
  dynamoMillionWrites: 0.625,
  dynamoMillionReads: 0.125,
  dynamoGbMonth: 0.25,
  /** Point-in-time recovery, of the table without its indexes. */
  dynamoBackupGbMonth: 0.2,
  snsMillionPublishes: 0.5,
  snsHundredThousandEmails: 2,
  alarmMonth: 0.1,
  metricMonth: 0.3,
  dashboardMonth: 3,
  logsGbIn: 0.5,
  logsGbMonth: 0.03,
  tracesMillion: 5,
  egressGb: 0.09,
  s3ThousandPuts: 0.005,
  s3ThousandGets: 0.0004,
  expressMillionRequests: 1,
  expressGbSecond: 0.00001667,
  standardMillionTransitions: 25,
  kmsKeyMonth: 1,
  kmsTenThousandRequests: 0.03,
  natHour: 0.045,
  natGb: 0.045,
} as const;

export const PRICES_AS_OF = '2026-11-22';

/** What AWS gives every account each month for nothing, for ever; it is shared by all that the account does. */
export const FREE = {
  lambdaGbSeconds: 400_000,
  lambdaRequests: 1_000_000,
  dynamoGb: 25,
  snsPublishes: 1_000_000,
  emails: 1_000,
  alarms: 10,
  metrics: 10,
  dashboards: 3,
  logsGb: 5,
  traces: 100_000,
  egressGb: 100,
  transitions: 4_000,
} as const;

/** Which of {@link PRICES} were read in AWS's own documents; the others are as they are generally quoted. */
export const READ_IN_DOCUMENTS: readonly (keyof typeof PRICES)[] = [
  'lambdaGbSecond',
  'dynamoGbMonth',
  'snsHundredThousandEmails',
];

/** What is bought for each price. */
export const PRICE_NAMES: Readonly<Record<keyof typeof PRICES, string>> = {
  lambdaGbSecond: 'Lambda, arm64, a GB-second',
  lambdaMillionRequests: 'Lambda, a million requests',
  dynamoMillionWrites: 'DynamoDB on demand, a million write units',
  dynamoMillionReads: 'DynamoDB on demand, a million read units',
  dynamoGbMonth: 'DynamoDB, a GB and month',
  dynamoBackupGbMonth: 'DynamoDB, point-in-time recovery, a GB and month',
  snsMillionPublishes: 'SNS, a million publishes',
  snsHundredThousandEmails: 'SNS, 100,000 e-mails',
  alarmMonth: 'CloudWatch, a metric that an alarm watches, a month',
  metricMonth: 'CloudWatch, a metric of one’s own, a month',
  dashboardMonth: 'CloudWatch, a dashboard, a month',
  logsGbIn: 'CloudWatch, a GB of logs',
  logsGbMonth: 'CloudWatch, a GB of logs kept for a month',
  tracesMillion: 'X-Ray, a million traces',
  egressGb: 'a GB sent to the Internet',
  s3ThousandPuts: 'S3, 1,000 PUT',
  s3ThousandGets: 'S3, 1,000 GET',
  expressMillionRequests: 'Step Functions, Express, a million requests',
  expressGbSecond: 'Step Functions, Express, a GB-second',
  standardMillionTransitions: 'Step Functions, a million transitions',
  kmsKeyMonth: 'KMS, a key, a month',
  kmsTenThousandRequests: 'KMS, 10,000 requests',
  natHour: 'a NAT gateway, an hour',
  natGb: 'a NAT gateway, a GB',
};
