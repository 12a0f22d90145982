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
  s3GbMonth: 0.023,
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
} as const;
