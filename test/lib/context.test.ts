import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App } from 'aws-cdk-lib';
import { readContext, type Settings } from '../../lib/context';
import { ContextError } from '../../lib/context-error';
import { createAuthority } from '../servers/certificates';
import { type Context, projectContext } from './deployment';

function read(context: Context): Settings {
  return readContext(new App({ context }).node);
}

/** The lines of the error, without its heading. */
function problems(context: Context): string[] {
  try {
    read(context);
  } catch (error) {
    if (error instanceof ContextError) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

const TENANT = '01234567-89ab-cdef-0123-456789ABCDEF';
const SLACK = { slackWorkspace: 'T0123ABCD', slackChannel: 'C0123ABCD' };
const TEAMS = { teamsTenant: TENANT, teamsTeam: TENANT, teamsChannel: '19%3A0123abcd%40thread.tacv2' };
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef';
const REPLICA = 'arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-0123456789abcdef0123456789abcdef';
const BUS = 'arn:aws-us-gov:events:us-gov-west-1:123456789012:event-bus/ops/tickets';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'notafter-context-')));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('without any context there are defaults, and nobody is told', () => {
  expect(read({})).toEqual({
    stackName: 'notafter',
    email: [],
    sms: [],
    smsSeverity: ['critical'],
    operationsEmail: [],
    subscriptions: [],
    schedule: { expression: 'rate(1 hour)', longestGap: 60 },
    digest: { expression: 'cron(0 6 ? * MON *)', longestGap: 7 * 1440 },
    timeoutMinutes: 15,
    memory: 1769,
    retentionDays: 90,
    historyDays: 400,
    noSweepHours: 3,
    allowAddresses: [],
    maintenance: [],
    dashboard: 'no',
    askCas: 'yes',
    ipv6: 'no',
    port25: 'no',
    memberRole: 'notafter-member',
    externalId: 'notafter',
    organization: 'no',
    tagPrefix: 'notafter:',
    kms: 'no',
    distributed: 'no',
    distributedConcurrency: 40,
  });
});

test('the context of cdk.json has no setting and nothing that looks like one', () => {
  expect(read(projectContext())).toEqual(read({}));
});

const UNDERSTOOD: [string, Context, Partial<Settings>][] = [
  [
    'a list is separated by commas',
    { email: 'a@example.com, b@example.org' },
    { email: ['a@example.com', 'b@example.org'] },
  ],
  [
    'a list may be an array in cdk.json',
    { email: ['a@example.com', 'b@example.org'] },
    { email: ['a@example.com', 'b@example.org'] },
  ],
  ['an address given twice is subscribed once', { email: 'a@example.com,a@example.com' }, { email: ['a@example.com'] }],
  ['a comma at the end adds nothing', { email: 'a@example.com,' }, { email: ['a@example.com'] }],
  ['alarms go to those who get the notices', { email: 'a@example.com' }, { operationsEmail: ['a@example.com'] }],
  [
    'alarms go elsewhere if told so',
    { email: 'a@example.com', operationsEmail: 'o@example.com' },
    { operationsEmail: ['o@example.com'] },
  ],
  ['an empty value is as none', { email: '', sms: '', schedule: '' }, { email: [], sms: [] }],
  ['a telephone number may have blanks and hyphens', { sms: '+49 170 123-4567' }, { sms: ['+491701234567'] }],
  ['severities are lower-cased', { smsSeverity: 'Warning,CRITICAL' }, { smsSeverity: ['warning', 'critical'] }],
  ['a number may be text, as -c gives it', { memory: '512' }, { memory: 512 }],
  ['a number may be a number, as cdk.json gives it', { memory: 512 }, { memory: 512 }],
  ['a daily schedule is missed after 26 hours', { schedule: 'cron(0 6 * * ? *)' }, { noSweepHours: 26 }],
  ['a quick schedule is missed after three hours', { schedule: 'rate(5 minutes)' }, { noSweepHours: 3 }],
  ['a sweep may be missed at once', { schedule: 'rate(30 minutes)', noSweepHours: 1 }, { noSweepHours: 1 }],
  [
    'addresses to allow are single ones and ranges of both families',
    { allowAddresses: '10.1.0.0/16, 192.168.7.20, FD12::/64, ::1' },
    { allowAddresses: ['10.1.0.0/16', '192.168.7.20', 'fd12::/64', '::1'] },
  ],
  ['the external id is the stack’s name', { stackName: 'msp' }, { externalId: 'msp' }],
  [
    'the external id may be another',
    { stackName: 'msp', externalId: '6f1c:b0a1/42' },
    { stackName: 'msp', externalId: '6f1c:b0a1/42' },
  ],
  ['another role enters other accounts if told so', { memberRole: 'Reader@msp' }, { memberRole: 'Reader@msp' }],
  ['the whole organization, if told so', { organization: 'Yes' }, { organization: 'yes' }],
  ['a key may be asked for', { kms: 'Yes' }, { kms: 'yes' }],
  ['a key may be there already', { kms: KEY }, { kms: KEY }],
  ['so may one for several regions', { kms: REPLICA }, { kms: REPLICA }],
  ['concurrency may be reserved', { reservedConcurrency: '2' }, { reservedConcurrency: 2 }],
  [
    'what is on or off may be said by true and false too',
    { distributed: 'true', askCas: false },
    { distributed: 'yes', askCas: 'no' },
  ],
  [
    'sweeps may be distributed',
    { distributed: true, distributedConcurrency: '200' },
    { distributed: 'yes', distributedConcurrency: 200 },
  ],
  ['tags may begin otherwise', { tagPrefix: 'Größe/x: ' }, { tagPrefix: 'Größe/x:' }],
  ['a channel in Slack has a workspace', SLACK, SLACK],
  ['a channel in Teams has a team and a tenant', TEAMS, TEAMS],
  [
    'a channel in Teams may be as its program shows it',
    { ...TEAMS, teamsChannel: '19:0123abcd@thread.tacv2' },
    { teamsChannel: '19%3a0123abcd%40thread.tacv2' },
  ],
  [
    'chat may be told of some alone',
    { chatClients: 'Contoso, Müller & Söhne' },
    { chatClients: ['Contoso', 'Müller & Söhne'] },
  ],
  ['chat may be told what is severe alone', { chatSeverity: 'Critical' }, { chatSeverity: ['critical'] }],
  ['events go on the bus of the account', { events: 'default' }, { events: 'default' }],
  ['events go on a bus by its ARN', { events: BUS }, { events: BUS }],
  ['a name that is no setting and no near miss is left alone', { colour: 'blue' }, {}],
  ['what belongs to the CDK is left alone', { 'aws:cdk:email': 1, '@acme/schedules': 1 }, {}],
];

test.each(UNDERSTOOD)('%s', (_, context, expected) => {
  expect(read(context)).toMatchObject(expected);
});

const REFUSED: [string, Context, string[]][] = [
  ['an address without a domain', { email: 'ops@localhost' }, ['email: "ops@localhost"', 'is not an e-mail address']],
  [
    'one bad address of several is named',
    { email: 'a@example.com,nobody' },
    ['email: "a@example.com,nobody" has "nobody", which is not an e-mail address. Allowed: e-mail addresses'],
  ],
  ['an address with a name', { email: 'Ops <ops@example.com>' }, ['is not an e-mail address']],
  ['an address that is no text', { email: [true] }, ['email: [true] is not text']],
  ['a domestic number', { sms: '0170 1234567' }, ['does not begin with + and a country code', 'such as +491701234567']],
  ['a number with 00 for +', { sms: '00491701234567' }, ['does not begin with + and a country code']],
  ['a number with too few digits', { sms: '+49170' }, ['"+49170" is not a telephone number']],
  [
    'a severity that there is none',
    { smsSeverity: 'high' },
    ['"high" is none of them', 'Allowed: ok, info, warning, critical'],
  ],
  ['an operations address', { operationsEmail: 'x' }, ['operationsEmail: "x"']],
  [
    'a schedule in words',
    { schedule: 'hourly' },
    ['schedule: "hourly" is neither rate(…) nor cron(…)', 'Allowed: rate(1 hour)'],
  ],
  ['a time-out longer than Lambda’s', { timeoutMinutes: 16 }, ['timeoutMinutes: 16 is not from 1 to 15']],
  ['a time-out that is no whole number', { timeoutMinutes: '2.5' }, ['is not a whole number']],
  ['too little memory', { memory: 128 }, ['memory: 128 is not from 256 to 10240']],
  [
    'days that CloudWatch Logs does not know',
    { retentionDays: 100 },
    ['retentionDays: 100 is none of them', 'the days that CloudWatch Logs knows: 1, 3, 5, 7'],
  ],
  ['logs for ever', { retentionDays: 9999 }, ['9999 is none of them']],
  ['a history of no days', { historyDays: 0 }, ['historyDays: 0 is not from 1 to 3650']],
  [
    'an alarm before the next sweep can be complete',
    { noSweepHours: 1 },
    ['less than the 60 minutes between two sweeps of rate(1 hour) and the 15'],
  ],
  ['an alarm that looks back more than 7 days', { noSweepHours: 169 }, ['noSweepHours: 169 is not from 1 to 168']],
  ['a stack name with a blank', { stackName: 'not after' }, ['stackName: "not after"']],
  [
    'a stack name that leaves no room for the name of its role',
    { stackName: 'a'.repeat(59) },
    ['is not a letter followed by 1 to 57 letters, digits and hyphens'],
  ],
  ['a role with a path', { memberRole: 'ops/reader' }, ['memberRole: "ops/reader" is not a name', 'without a path']],
  ['a role for any name', { memberRole: '*' }, ['memberRole: "*" is not a name']],
  ['an external id of one character', { externalId: 'x' }, ['externalId: "x" is not an external id']],
  ['an external id with a blank', { externalId: 'our secret' }, ['2 to 256 letters, digits and any of +=,.@:/_-']],
  ['an organization by its id', { organization: 'o-abcd123456' }, ['"o-abcd123456" is none of them', 'yes or no']],
  [
    'more batches at once than an account runs functions',
    { distributedConcurrency: 1001 },
    ['distributedConcurrency: 1001 is not from 1 to 1000'],
  ],
  ['tags that begin with a comma', { tagPrefix: 'a,b' }, ['tagPrefix: "a,b" is not what a tag may begin with']],
  [
    'the alias of a key',
    { kms: 'arn:aws:kms:eu-west-1:123456789012:alias/own' },
    ['is an alias and not the key itself'],
  ],
  [
    'the id of a key',
    { kms: '01234567-89ab-cdef-0123-456789abcdef' },
    ['is not the ARN of a key', 'yes, no, or the ARN'],
  ],
  ['a key of another kind', { kms: BUS }, ['is not the ARN of a key']],
  ['too little concurrency for a sweep and a digest', { reservedConcurrency: 1 }, ['is not from 2 to 1000']],
  ['tags of AWS itself', { tagPrefix: 'AWS:notafter' }, ['begins with aws:, which is for AWS alone']],
  [
    'a name among the addresses to allow',
    { allowAddresses: '10.0.0.0/8,intranet' },
    ['has "intranet", which is not an IP address or a range of them. Allowed: IP addresses and ranges'],
  ],
  ['an address with a zone', { allowAddresses: 'fe80::1%eth0' }, ['is not an IP address or a range of them']],
  ['a range without its length', { allowAddresses: '10.0.0.0/' }, ['is not an IP address or a range of them']],
  ['a range that is too long', { allowAddresses: '10.0.0.0/33' }, ['has a length that is not from 0 to 32']],
  ['a range of IPv6 that is too long', { allowAddresses: 'fd12::/129' }, ['has a length that is not from 0 to 128']],
  [
    'a CA file that is not there',
    { ca: '/no/such/ca.pem' },
    ['ca: "/no/such/ca.pem" is no file: there is no /no/such/ca.pem'],
  ],
  ['a CA file that is a folder', { ca: folder }, ['is no file']],
  ['a CA file without a certificate', { ca: file('empty.pem', 'hello\n') }, ['holds no certificate in PEM form']],
  [
    'a CA file with a broken certificate',
    { ca: file('broken.pem', `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`) },
    ['cannot be read at its certificate no. 1'],
  ],
  [
    'a channel in Slack by its name',
    { ...SLACK, slackChannel: '#ops' },
    ['slackChannel: "#ops" is not an id in Slack'],
  ],
  [
    'a channel in Slack without its workspace',
    { slackChannel: 'C0123ABCD' },
    ['slackWorkspace: is missing, and slackChannel'],
  ],
  ['a team by its name', { ...TEAMS, teamsTeam: 'Ops' }, ['teamsTeam: "Ops" is not an id of 32 hexadecimal digits']],
  [
    'a channel in Teams by its link',
    { ...TEAMS, teamsChannel: 'https://teams.microsoft.com/l/channel/19%3a0123abcd%40thread.tacv2/Ops' },
    ['is not an id of a channel in Teams', 'such as 19:0123abcd@thread.tacv2'],
  ],
  [
    'a channel in Teams without its team',
    { ...TEAMS, teamsTeam: '' },
    ['teamsTeam: is missing, and teamsTenant needs it'],
  ],
  ['clients that are nobody', { chatClients: ',' }, ['chatClients: "," names nothing']],
  ['more clients than there is room for', { chatClients: 'x'.repeat(1_001) }, ['has more than 1,000 characters']],
  [
    'a bus of another service',
    { events: 'arn:aws:sns:eu-west-1:123456789012:tickets' },
    ['is no name or ARN of an event bus'],
  ],
  [
    'a bus with a blank',
    { events: 'our bus' },
    ['events: "our bus" is no name or ARN', 'default, the name of an event bus'],
  ],
  ['a misspelt setting', { emial: 'a@example.com' }, ['"emial" is not a setting; did you mean email?']],
  ['a setting in the plural', { emails: 'a@example.com' }, ['did you mean email?']],
  ['a setting in another case', { smsseverity: 'critical' }, ['did you mean smsSeverity?']],
  ['a setting with hyphens', { 'no-sweep-hours': 5 }, ['did you mean noSweepHours?']],
  ['half a setting', { retention: 5 }, ['did you mean retentionDays?']],
];

test.each(REFUSED)('refused: %s', (_, context, words) => {
  const lines = problems(context);
  expect(lines).toHaveLength(1);
  for (const word of words) expect(lines[0]).toContain(word);
});

test('everything that is wrong is said at once', () => {
  const lines = problems({ email: 'x', memory: 1, shedule: 'rate(1 hour)', sms: '1' });
  expect(lines.map((line) => line.trim().split(/[: ]/)[0])).toEqual(['"shedule"', 'email', 'sms', 'memory']);
});

test('a file of CA certificates is read by its path from the working directory', async () => {
  const { certificate } = await createAuthority({ name: 'Private CA' });
  const path = file('ca.pem', `# ours\n${certificate}\n${certificate}\n`);
  expect(read({ ca: relative(process.cwd(), path) }).ca).toBe(path);
});

test('a file with a private key beside the certificates is refused', async () => {
  const { certificate, key } = await createAuthority({ name: 'Private CA' });
  const path = file('both.pem', `${certificate}\n${key}\n`);
  expect(problems({ ca: path })).toEqual([expect.stringContaining('holds a private key')]);
});
