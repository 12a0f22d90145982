import { costOf, type Estate, type Fixed, type Line, timeOf } from './cost';
import { ASSUMED, DEPLOYED, MEASURED, MEASURED_ON } from './figures';
import { FREE, PRICES, PRICES_AS_OF } from './prices';

const ESTATES: readonly Estate[] = [100, 10_000, 1_000_000].flatMap((targets) =>
  [1, 24].map((sweepsADay) => ({ targets, sweepsADay, distributed: targets > 100_000 })),
);

/** docs/cost.md, computed. */
export function costDocument(fixed: Fixed): string {
  const months = ESTATES.map((estate) => costOf(estate, fixed));
  return `${[intro(), table(months), reading(), assumptions(fixed), freeTier(), options(), dead(fixed)].join('\n\n')}\n`;
}

function intro(): string {
  return `# What it costs

US dollars a month at AWS's list prices of us-east-1 as of ${PRICES_AS_OF} (\`bench/prices.ts\`), from what \`npm run bench sweep\` measured
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
- **Waiting rules one that is looked at hourly.** Lambda is paid for while it waits for what never answers.
- The sweep of one function (up to 100,000 targets) waits once for all that is dead; the distributed sweep waits once in each batch.`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function assumptions({ alarms, metrics, dashboards }: Fixed): string {
  return `## What is assumed

| measured on ${MEASURED_ON} | |
|---|---|
| processor time for a target: nothing changed; full check and write of the day | ${MEASURED.cpuQuiet} ms; ${MEASURED.cpuDaily} ms |
| read units for a target and sweep; besides in a batch | ${MEASURED.readUnits}; ${MEASURED.keyedReadUnits} |
| write units for a target and day | ${MEASURED.writeUnits} |
| bytes of a row; of a result, which the index byExpiry has once more | ${MEASURED.rowBytes}; ${MEASURED.resultBytes} |
| bytes sent by a look of the reader; by a full check | ${MEASURED.sentByReader}; ${MEASURED.sentInFull} |

| as deployed | |
|---|---|
| memory of the sweep; of a batch; of what deals out the batches | ${DEPLOYED.sweepMib}; ${DEPLOYED.batchMib}; ${DEPLOYED.dealerMib} MiB, arm64 |
| targets in a batch; longest look | ${DEPLOYED.batch}; ${DEPLOYED.lookSeconds} s |
| alarms; metrics, paid for in the hours in which they are sent; dashboards | ${alarms}; ${metrics}; ${dashboards} |
| history kept; logs kept | ${DEPLOYED.historyDays} days; ${DEPLOYED.logDays} days |

| assumed of the estate | |
|---|---|
| all targets are TLS endpoints with one address; never answer | ${percent(ASSUMED.dead)}, spread evenly |
| renewals and faults of a target; write units of each | ${ASSUMED.eventsAMonth} a month; ${ASSUMED.writeUnitsAnEvent} |
| targets of a client; messages to it, with the digest; mailboxes | ${ASSUMED.targetsAClient}; ${ASSUMED.messagesAClientAndWeek} a week; ${ASSUMED.mailboxes} |
| start, reading and telling, each start of a function | ${ASSUMED.startSeconds} s |
| dealing out a million targets | ${ASSUMED.dealerSeconds} s |
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

function dead(fixed: Fixed): string {
  const estate: Estate = { targets: 1_000_000, sweepsADay: 24, distributed: true };
  const rows = [DEPLOYED.batch, 2 * DEPLOYED.batch, 5 * DEPLOYED.batch].map((batch) => {
    const lines = costOf({ ...estate, batch }, fixed);
    const sum = (service: string) =>
      lines.filter(({ item }) => item.startsWith(service)).reduce((all, { usd }) => all + usd, 0);
    const { waiting } = timeOf({ ...estate, batch });
    return [`${batch}`, percent(waiting), ...['Lambda', 'Step Functions', 'S3', ''].map((one) => dollars(sum(one)))];
  });
  return `## What the dead cost

A batch with one target that never answers waits ${DEPLOYED.lookSeconds} s for it, and with ${percent(ASSUMED.dead)} of all targets dead and spread evenly nearly every batch has
one. A million targets, hourly, by the size of their batches:

${[
  row(['targets in a batch', 'batches that wait', 'Lambda', 'Step Functions', 'S3', 'in all']),
  row(['---:', '---:', '---:', '---:', '---:', '---:']),
  ...rows.map(row),
].join('\n')}

Switching off the rows of what is gone (\`enabled: no\`) saves as much, and is right for other reasons.`;
}
