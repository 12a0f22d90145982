import { costOf, type Estate, type Fixed, type Line, timeOf } from './cost';
import { ASSUMED, DEPLOYED, MEASURED, MEASURED_ON } from './figures';
import { FREE, PRICE_NAMES, PRICES, PRICES_AS_OF, READ_IN_DOCUMENTS } from './prices';

const ESTATES: readonly Estate[] = [100, 10_000, 1_000_000].flatMap((targets) =>
  [1, 24].map((sweepsADay) => ({ targets, sweepsADay, distributed: targets > 100_000 })),
);

/** What the stack has, by how it sweeps. */
export interface Stacks {
  readonly single: Fixed;
  readonly distributed: Fixed;
}

function stackOf(estate: Estate, { single, distributed }: Stacks): Fixed {
  return estate.distributed ? distributed : single;
}

/** docs/cost.md, computed. */
export function costDocument(stacks: Stacks): string {
  const months = ESTATES.map((estate) => costOf(estate, stackOf(estate, stacks)));
  const parts = [intro(), table(months), reading(), assumptions(stacks), freeTier(), prices(), options(), dead(stacks)];
  return `${parts.join('\n\n')}\n`;
}

function intro(): string {
  return `# What it costs

US dollars a month at AWS's list prices of us-east-1 as of ${PRICES_AS_OF} (\`bench/prices.ts\`), from what \`npm run bench sweep\` and \`npm run bench million\` measured
(\`bench/figures.ts\`). A test computes this document (\`bench/cost.ts\`); to write it anew after a change of either:
\`UPDATE_DOCS=1 npx jest test/bench/cost-docs\`. Prices are before tax, and without volume discounts.`;
}

function table(months: readonly Line[][]): string {
  const items = [...new Set(months.flatMap((lines) => lines.map(({ item }) => item)))];
  const headings = ESTATES.map(
    ({ targets, sweepsADay }) => `${targets.toLocaleString('en')}, ${sweepsADay === 1 ? 'daily' : 'hourly'}`,
  );
  const rows = items.map((item) => [
    item,
    ...months.map((lines) => shown(lines.find((one) => one.item === item)?.usd)),
  ]);
  const total = (of: (line: Line) => number) =>
    months.map((lines) => `**${dollars(lines.reduce((sum, one) => sum + of(one), 0))}**`);
  return [
    row(['targets', ...headings]),
    row(['---', ...headings.map(() => '---:')]),
    ...rows.map(row),
    row(['**in all**', ...total(({ usd }) => usd)]),
    row(['**in all, free tier taken off**', ...total(({ usd, free }) => usd - free)]),
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Not there, nothing, less than a cent, or dollars. */
function shown(usd: number | undefined): string {
  if (usd === undefined) return '';
  if (usd === 0) return '0';
  return usd < 0.005 ? '<0.01' : dollars(usd);
}

function dollars(usd: number): string {
  return usd < 100 ? usd.toFixed(2) : Math.round(usd).toLocaleString('en');
}

function reading(): string {
  return `- **A small estate costs what its alarms and metrics cost**, and the free tier covers a part of those; looking at it costs cents.
- **Writes rule a large one that is looked at daily.** A target where nothing happens is written once a day, as proof of life, with
  ${MEASURED.writeUnits} write units; so its writes cost the same whether it is looked at daily or hourly. Hourly sweeps of an estate write a
  twenty-fourth of it each, since every target has its own hour.
- **Reading and looking rule one that is looked at hourly**: each result is read twice, by the index and by its key.
- The sweep of one function (up to 100,000 targets) waits once for all that is dead. The distributed sweep puts what could not be seen the
  last time into batches of its own, so that no other batch waits for it; those that wait are the price of what is dead (see the end).
- Events of the Targets stream that Lambda reads cost nothing. What looks at edited rows reads both tables, up to 100,000 of each; where DynamoDB has
  counted more, which it says for nothing, the rows are left to the next sweep. Distributed sweeps keep what such a look needs, so that it reads neither.`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function assumptions({ single, distributed }: Stacks): string {
  const { metrics, dashboards } = single;
  return `## What is assumed

| measured on ${MEASURED_ON} | |
|---|---|
| processor time for a target: nothing changed; full check and write of the day | ${MEASURED.cpuQuiet} ms; ${MEASURED.cpuDaily} ms |
| of that, all but the look; what a target of a batch takes more; dealing it out | ${MEASURED.cpuUnlooked} ms; ${MEASURED.cpuInBatch} ms; ${MEASURED.cpuDealt} ms |
| read units for a target and sweep; besides in a batch | ${MEASURED.readUnits}; ${MEASURED.keyedReadUnits} |
| write units for a target and day | ${MEASURED.writeUnits} |
| bytes of a row; of a result, which the index byExpiry has once more | ${MEASURED.rowBytes}; ${MEASURED.resultBytes} |
| bytes sent by a look of the reader; by a full check | ${MEASURED.sentByReader}; ${MEASURED.sentInFull} |

| as deployed | |
|---|---|
| memory of the sweep; of a batch; of what deals out the batches | ${DEPLOYED.sweepMib}; ${DEPLOYED.batchMib}; ${DEPLOYED.dealerMib} MiB, arm64 |
| targets in a batch; batches at once; longest look | ${DEPLOYED.batch}; ${DEPLOYED.atOnce}; ${DEPLOYED.lookSeconds} s |
| metrics that alarms watch, where sweeps are distributed | ${single.alarms}, ${distributed.alarms} |
| metrics, paid for in the hours in which they are sent, as if each sweep sent all; dashboards | ${metrics}; ${dashboards} |
| history kept; logs kept | ${DEPLOYED.historyDays} days; ${DEPLOYED.logDays} days |

| assumed of the estate | |
|---|---|
| all targets are TLS endpoints with one address; never answer | ${percent(ASSUMED.dead)} |
| how often a target that answered stops answering; how often a row is edited, and how many within seconds | ${ASSUMED.outagesAMonth} a month; ${ASSUMED.editsAMonth} a month, ${ASSUMED.editsTogether} |
| renewals and faults of a target; write units of each | ${ASSUMED.eventsAMonth} a month; ${ASSUMED.writeUnitsAnEvent} |
| targets of a client; messages to it, with the digest; mailboxes | ${ASSUMED.targetsAClient}; ${ASSUMED.messagesAClientAndWeek} a week; ${ASSUMED.mailboxes} |
| start, reading and telling, each start of a function | ${ASSUMED.startSeconds} s |
| what deals out a million targets waits for DynamoDB and S3 | ${ASSUMED.dealerWaits} s |
| log of a start; share of starts that X-Ray samples | ${ASSUMED.logBytes} bytes; ${percent(ASSUMED.traced)} |

A processor of Lambda is taken to be as fast as the one that was measured, which was busy with other things as well. Of each child of the state
machine one transition of the standard workflow is counted, its start, besides what Express workflows cost. The first sweep of an estate writes
all of it, as a day does; the first day of each target has one write more.`;
}

function freeTier(): string {
  const { lambdaGbSeconds, lambdaRequests, dynamoGb, snsPublishes, emails, alarms, metrics, dashboards } = FREE;
  const many = (count: number) => count.toLocaleString('en');
  return `## The free tier

What AWS gives an account each month for ever, as far as nothing else uses it: ${many(lambdaGbSeconds)} GB-seconds and ${many(lambdaRequests)} requests
of Lambda, ${dynamoGb} GB of DynamoDB (its free capacity is for provisioned tables, and these are on demand), ${many(snsPublishes)} publishes and ${many(emails)} e-mails of SNS,
${alarms} alarms, ${metrics} metrics and ${dashboards} dashboards, ${FREE.logsGb} GB of logs, ${many(FREE.traces)} traces, ${FREE.egressGb} GB sent.`;
}

function prices(): string {
  const rows = keysOf(PRICES).map((key) => [
    PRICE_NAMES[key],
    `$${PRICES[key].toLocaleString('en', { maximumFractionDigits: 12 })}`,
    READ_IN_DOCUMENTS.includes(key) ? 'read' : 'assumed',
  ]);
  return `## The prices

Those marked “read” were read in AWS’s own documents; all others are assumed to be what is generally quoted for us-east-1. Of the free tier those of Lambda,
of e-mail and of DynamoDB’s storage were read. See AWS’s price pages before you rely on one.

${[row(['bought', 'US dollars', '']), row(['---', '---:', '---']), ...rows.map(row)].join('\n')}`;
}

function keysOf<T extends object>(object: T): (keyof T)[] {
  return Object.keys(object) as (keyof T)[];
}

function options(): string {
  const nat = PRICES.natHour * 24 * ASSUMED.daysAMonth;
  return `## What comes on top where it is chosen

| | a month |
|---|---|
| SMS | from about $0.01 each in the USA, with the carriers' fees; many times that elsewhere |
| a KMS key of one's own | $${PRICES.kmsKeyMonth}, and $${PRICES.kmsTenThousandRequests} for 10,000 requests |
| a VPC whose NAT gateway leads to the Internet | $${nat.toFixed(0)} for each gateway, and $${PRICES.natGb} for each GB either way; nothing where a network has one, or is private alone |
| addresses, inventories, CAs | nothing: ACM, IAM, Route 53 Domains, RDS and STS take no money for being asked |`;
}

function dead(stacks: Stacks): string {
  const estate: Estate = { targets: 1_000_000, sweepsADay: 24, distributed: true };
  const shapes = [DEPLOYED.batch, 2 * DEPLOYED.batch, 5 * DEPLOYED.batch].flatMap((batch) => [
    { batch, isMixed: false },
    { batch, isMixed: true },
  ]);
  const rows = shapes.map(({ batch, isMixed }) => {
    const lines = costOf({ ...estate, batch, isMixed }, stacks.distributed);
    const sum = (service: string) =>
      lines.filter(({ item }) => item.startsWith(service)).reduce((all, { usd }) => all + usd, 0);
    const { waiting, batches } = timeOf({ ...estate, batch, isMixed });
    const shares = ['Lambda', 'Step Functions', 'S3', ''].map((one) => dollars(sum(one)));
    return [`${batch}`, isMixed ? 'among the others' : 'apart', percent(waiting / batches), ...shares];
  });
  return `## What the dead cost

A batch with one target that never answers waits ${DEPLOYED.lookSeconds} s for it. What could not be seen the last time is in batches of its own, so that few others
wait; were it spread evenly over all batches, nearly each would. A million targets, hourly:

${[
  row(['targets in a batch', 'what is dead', 'batches that wait', 'Lambda', 'Step Functions', 'S3', 'in all']),
  row(['---:', '---', '---:', '---:', '---:', '---:', '---:']),
  ...rows.map(row),
].join('\n')}

Switching off the rows of what is gone (\`enabled: no\`) saves what is left of it, and is right for other reasons.`;
}
