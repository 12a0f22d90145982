/** The environment variables that the stack sets and the functions read; both sides take their names from here. */
export const ENVIRONMENT = {
  targetsTable: 'TARGETS_TABLE',
  resultsTable: 'RESULTS_TABLE',
  topicArn: 'TOPIC_ARN',
  /** Where the alarms of the monitor itself go, too. */
  operationsTopicArn: 'OPERATIONS_TOPIC_ARN',
  /** Topic that Amazon Q Developer in chat applications listens to; absent where no chat channel is told. */
  chatTopicArn: 'CHAT_TOPIC_ARN',
  /** What is told in the channel: JSON arrays; absent for everything. */
  chatSeverity: 'CHAT_SEVERITY',
  chatClients: 'CHAT_CLIENTS',
  /** Name or ARN of the event bus that notices are put on; absent where none is. */
  eventBus: 'EVENT_BUS',
  /** Days that the history of a target is kept. */
  historyDays: 'HISTORY_DAYS',
  /** The longest time from one digest to the next, in minutes; absent where none are sent. */
  digestMinutes: 'DIGEST_MINUTES',
  /** File name, beside the bundle, of the CA certificates (PEM) that rows with `trust: private` are judged by. */
  privateCa: 'PRIVATE_CA_FILE',
  /** Addresses and ranges, separated by commas, that are looked at although the guard would refuse them. */
  allowAddresses: 'ALLOW_ADDRESSES',
  /** `yes`: the function stands in a VPC of its owner's, whose private addresses are open to it. */
  vpc: 'VPC',
  /** `yes`: AWS lets the function connect to port 25. */
  port25: 'PORT_25',
  /** Windows of each week in which nothing is told but what expires, as JSON. */
  maintenance: 'MAINTENANCE',
  /** `no`: CAs are not asked about what they issued (CRLs and renewal information). */
  askCas: 'ASK_CAS',
  /** Name of the role in which other accounts are entered; default `notafter-member`. */
  memberRole: 'MEMBER_ROLE',
  /** The external id that the trust of that role asks for. */
  externalId: 'EXTERNAL_ID',
  /** What the tags begin with that are meant for notafter; default `notafter:`. */
  tagPrefix: 'TAG_PREFIX',
  /** Bucket of the files that the parts of a distributed sweep leave for each other. */
  sweepFiles: 'SWEEP_FILES',
} as const;

/** Keys in that bucket, by the name of the execution. The engine reads and writes some of them. */
export const SWEEP_FILES = {
  /** All files of all sweeps. */
  all: 'sweeps/',
  /** What the newest sweep has gathered, for edits. */
  latest: 'sweeps/latest.jsonl.gz',
  /** The batches, a line each. */
  manifest: (sweep: string) => `sweeps/${sweep}/manifest.jsonl`,
  shared: (sweep: string) => `sweeps/${sweep}/shared.jsonl.gz`,
  /** What the first part has come to. */
  gathered: (sweep: string) => `sweeps/${sweep}/gathered.json`,
  /** What could not be seen, a file a batch. */
  lost: (sweep: string) => `sweeps/${sweep}/lost/`,
  /** What the engine writes of its batches. */
  checked: (sweep: string) => `sweeps/${sweep}/checked`,
  settled: (sweep: string) => `sweeps/${sweep}/settled`,
} as const;

/** Names of attributes and indexes that both the tables' definition and the code rely on. */
export const TARGETS_KEYS = { partition: 'target' } as const;
export const RESULTS_KEYS = {
  partition: 'target',
  sort: 'record',
  ttl: 'ttl',
  byExpiry: { index: 'byExpiry', partition: 'expiryMonth', sort: 'expires' },
  outbox: { index: 'outbox', partition: 'outbox' },
} as const;

/** The custom metrics of one sweep, or of one round of digests, in this namespace and without dimensions but the service. */
export const METRICS_NAMESPACE = 'notafter';
export const METRICS = {
  sweepCompleted: 'SweepCompleted',
  sweepSeconds: 'SweepSeconds',
  targets: 'Targets',
  ok: 'TargetsOk',
  info: 'TargetsInfo',
  warning: 'TargetsWarning',
  critical: 'TargetsCritical',
  unreachable: 'TargetsUnreachable',
  left: 'TargetsLeft',
  oldestLook: 'OldestLookSeconds',
  noticesSent: 'NoticesSent',
  noticesPending: 'NoticesPending',
  oldestNotice: 'OldestNoticeSeconds',
  digestsSent: 'DigestsSent',
  /** Results of a look at edited rows: of these, and of what they found. */
  editsLooked: 'EditsLooked',
  failures: 'SweepFailures',
  undeliverable: 'Undeliverable',
  operationsUnheard: 'OperationsUnheard',
  smsLimit: 'SmsMonthlyLimit',
} as const;

/** The stack's outputs that the command line reads. */
export const OUTPUTS = {
  targetsTable: 'TargetsTableName',
  resultsTable: 'ResultsTableName',
  topicArn: 'TopicArn',
  operationsTopicArn: 'OperationsTopicArn',
  /** The {@link ENVIRONMENT} of the function that sweeps, as JSON: an agent elsewhere goes by the same. */
  settings: 'Settings',
} as const;
