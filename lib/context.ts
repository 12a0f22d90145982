import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Node } from 'constructs';
import { ContextError } from './context-error';
import { addressRange } from './settings/address-range';
import { encryptionKey, externalId, roleName, tagPrefix } from './settings/aws-names';
import { caFile } from './settings/ca-file';
import { CHANNELS_ALLOWED, type ChannelSettings, channelSettings, incomplete } from './settings/channels';
import { CONCURRENCY_ALLOWED, type ConcurrencySettings, concurrencySettings } from './settings/concurrency';
import { MAINTENANCE_ALLOWED, type MaintenanceSettings, maintenance } from './settings/maintenance';
import { SEVERITIES, type Severity } from './settings/message-words';
import { misspelt } from './settings/near-miss';
import { NETWORK_ALLOWED, type NetworkSettings, networkSettings, withoutNetwork } from './settings/network';
import { NotAllowed } from './settings/not-allowed';
import {
  emailAddress,
  listOf,
  oneOf,
  quoted,
  type Reader,
  stackName,
  telephoneNumber,
  wholeNumber,
  yesOrNo,
} from './settings/readers';
import { digestSchedule, hoursAfter, LONGEST_ALARM_HOURS, schedule, type Timing } from './settings/schedule';
import type { Subscriber } from './settings/subscription';
import { subscriptionsFile, takenBy } from './settings/subscriptions';
import { TABLES_ALLOWED, type TableSettings, tableSettings } from './settings/tables';

/** What a deployment is asked to be, by `-c key=value` or the `context` of cdk.json. */
export interface Settings
  extends ChannelSettings,
    ConcurrencySettings,
    MaintenanceSettings,
    NetworkSettings,
    TableSettings {
  /** Names the stack, its alarms and the `service` of its logs and metrics. Default `notafter`. */
  readonly stackName: string;
  /** Who gets the notices by e-mail. Default nobody. */
  readonly email: readonly string[];
  /** Who gets notices by SMS. Default nobody. */
  readonly sms: readonly string[];
  /** Which of them. Default `critical` alone. */
  readonly smsSeverity: readonly Severity[];
  /** Who is told when the monitor itself is in trouble. Default {@link email}. */
  readonly operationsEmail: readonly string[];
  /** Who else hears of what, as a file says. Default nobody. */
  readonly subscriptions: readonly Subscriber[];
  /** When to sweep, in UTC. Default `rate(1 hour)`. */
  readonly schedule: Timing;
  /** When each client and operations get their digests, in UTC. Default `cron(0 6 ? * MON *)`, Mondays at 6. */
  readonly digest: Timing | 'off';
  /** How long a sweep may take. Default 15 minutes, Lambda's most. */
  readonly timeoutMinutes: number;
  /** MiB. Default 1769, which is one whole virtual CPU. */
  readonly memory: number;
  /** How long logs are kept. Default 90 days. */
  readonly retentionDays: number;
  /** How long the history of a target is kept. Default 400 days. */
  readonly historyDays: number;
  /** After how many hours without a completed sweep somebody is told. Default two more than between two sweeps. */
  readonly noSweepHours: number;
  /** Whether CloudWatch gets a dashboard of the monitor. Default `no`, since AWS bills each that an account has beyond three. */
  readonly dashboard: 'yes' | 'no';
  /** Absolute path of the CA certificates (PEM) that rows with `trust: private` are judged by. Default none. */
  readonly ca?: string;
  /** Private addresses and ranges (CIDR) that rows may lead to. Default none: the cloud looks at public addresses alone. */
  readonly allowAddresses: readonly string[];
  /** Whether CAs are asked for CRLs and renewal information of what they issued. Default `yes`. */
  readonly askCas: 'yes' | 'no';
  /** Name of the role by which other accounts are entered. Default `notafter-member`. */
  readonly memberRole: string;
  /** What that role asks for besides, in each account the same; no secret. Default {@link stackName}. */
  readonly externalId: string;
  /** Whether rows may say `organization` for all its accounts. Default `no`. */
  readonly organization: 'yes' | 'no';
  /** What the tags begin with that say more of what an inventory finds. Default `notafter:`. */
  readonly tagPrefix: string;
  /** `yes` makes a KMS key that encrypts all that is kept and sent; an ARN names one that is there. Default `no`: AWS's own keys. */
  readonly kms: string;
}

const LOG_DAYS = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE,
);
/** Each setting, and what it may be, in the words of its error. */
const ALLOWED = {
  stackName: 'a letter, then letters, digits and hyphens, 2 to 58 in all',
  email: 'e-mail addresses separated by commas, such as it@example.com,ops@example.com',
  sms: 'telephone numbers with + and country code, separated by commas, such as +491701234567',
  smsSeverity: `${SEVERITIES.join(', ')}, separated by commas`,
  operationsEmail: 'e-mail addresses separated by commas, such as ops@example.com',
  subscriptions: 'the path of a file such as examples/subscriptions.yaml',
  schedule: 'rate(1 hour), rate(6 hours), cron(0 6 * * ? *) and the like, in UTC',
  digest: 'cron(0 6 ? * MON *), rate(7 days) and the like, in UTC, from daily to monthly, or off',
  timeoutMinutes: 'whole minutes from 1 to 15',
  memory: 'whole MiB from 256 to 10240',
  retentionDays: `the days that CloudWatch Logs knows: ${LOG_DAYS.join(', ')}`,
  historyDays: 'whole days from 1 to 3650',
  noSweepHours: `whole hours up to ${LONGEST_ALARM_HOURS} (7 days), more than between two sweeps`,
  dashboard: 'yes or no',
  ca: 'the path of a PEM file of CA certificates',
  askCas: 'yes or no',
  memberRole: 'the name of an IAM role, without a path',
  externalId: '2 to 256 letters, digits and any of +=,.@:/_-',
  organization: 'yes or no',
  tagPrefix: 'what a tag may begin with, at most 100 characters, such as notafter:',
  kms: 'yes, no, or the ARN of a key in KMS, such as arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef',
  allowAddresses: 'IP addresses and ranges separated by commas, such as 10.1.0.0/16,192.168.7.20,fd12::/64',
  ...MAINTENANCE_ALLOWED,
  ...CHANNELS_ALLOWED,
  ...CONCURRENCY_ALLOWED,
  ...NETWORK_ALLOWED,
  ...TABLES_ALLOWED,
} as const;
type Key = keyof typeof ALLOWED;

/** Reads the settings from a node's context, `-c` over cdk.json. Throws a ContextError that names everything wrong. */
export function readContext(node: Node): Settings {
  // Those with a colon or an @ belong to the CDK.
  const keys = Object.keys(node.getAllContext() ?? {}).filter((key) => !/[:@/]/.test(key));
  return readSettings('The context', keys, (key) => node.tryGetContext(key));
}

/**
 * Reads the settings from wherever they are given.
 *
 * @param keys of all that is given, settings or not.
 * @throws ContextError that begins with the source and names everything wrong.
 */
export function readSettings(source: string, keys: readonly string[], written: (key: string) => unknown): Settings {
  const problems = misspelt(keys, Object.keys(ALLOWED));
  const given = <T>(key: Key, read: Reader<T>, fallback: T): T => {
    const value = written(key);
    if (value === undefined || value === '') return fallback;
    try {
      return read(value);
    } catch (error) {
      if (!(error instanceof NotAllowed)) throw error;
      problems.push(`${key}: ${quoted(value)} ${error.message}. Allowed: ${ALLOWED[key]}.`);
      problems.push(...error.details.map((detail) => `  ${detail}`));
      return fallback;
    }
  };
  const settings = readAll(given);
  if (problems.length === 0) problems.push(...incomplete(settings), ...withoutNetwork(settings));
  if (problems.length > 0) throw new ContextError(source, problems);
  return settings;
}

type Given = <T>(key: Key, read: Reader<T>, fallback: T) => T;

function readAll(given: Given): Settings {
  const email = given('email', listOf(emailAddress), []);
  const sms = given('sms', listOf(telephoneNumber), []);
  const operationsEmail = given('operationsEmail', listOf(emailAddress), email);
  const timing = given('schedule', schedule, { expression: 'rate(1 hour)', longestGap: 60 });
  const timeoutMinutes = given('timeoutMinutes', wholeNumber(1, 15), 15);
  const ca = given<string | undefined>('ca', caFile, undefined);
  const name = given('stackName', stackName, 'notafter');
  return {
    stackName: name,
    email,
    sms,
    smsSeverity: given<Severity[]>('smsSeverity', listOf(oneOf(SEVERITIES)), ['critical']),
    operationsEmail,
    subscriptions: given<Subscriber[]>(
      'subscriptions',
      subscriptionsFile(takenBy({ email, sms, operationsEmail })),
      [],
    ),
    schedule: timing,
    digest: given<Timing | 'off'>('digest', digestSchedule, digestSchedule('cron(0 6 ? * MON *)')),
    timeoutMinutes,
    memory: given('memory', wholeNumber(256, 10_240), 1769),
    retentionDays: given('retentionDays', oneOf<number>(LOG_DAYS), 90),
    historyDays: given('historyDays', wholeNumber(1, 3650), 400),
    noSweepHours: given('noSweepHours', hoursAfter(timing, timeoutMinutes), Math.ceil(timing.longestGap / 60) + 2),
    dashboard: given<'yes' | 'no'>('dashboard', yesOrNo, 'no'),
    askCas: given<'yes' | 'no'>('askCas', yesOrNo, 'yes'),
    memberRole: given('memberRole', roleName, 'notafter-member'),
    externalId: given('externalId', externalId, name),
    organization: given<'yes' | 'no'>('organization', yesOrNo, 'no'),
    tagPrefix: given('tagPrefix', tagPrefix, 'notafter:'),
    kms: given('kms', encryptionKey, 'no'),
    maintenance: given('maintenance', maintenance, []),
    allowAddresses: given('allowAddresses', listOf(addressRange), []),
    ...(ca !== undefined && { ca }),
    ...concurrencySettings(given),
    ...channelSettings(given),
    ...networkSettings(given),
    ...tableSettings(given),
  };
}
