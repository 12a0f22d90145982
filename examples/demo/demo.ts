import '../../cli/sdk-warning';

import colours from 'picocolors';
import { rowOfResult } from '../../cli/describe';
import { EMBEDDED_TABLES, openEmbedded } from '../../cli/embedded-dynamo';
import { table } from '../../cli/table';
import { createAws } from '../../lambda/aws/clients';
import { DAY } from '../../lambda/core/instant';
import { CLOUD } from '../../lambda/core/read-targets';
import type { Result } from '../../lambda/core/result';
import type { Message } from '../../lambda/notify/channel';
import { consoleChannel } from '../../lambda/notify/console';
import type { World } from '../../lambda/stages/world';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import { sweep } from '../../lambda/sweep';
import { startEstate } from './estate';

/** Milliseconds for one look: short, since one service of the estate never answers. */
const TIMEOUT = 2_000;

async function demo(): Promise<void> {
  const estate = await startEstate(Date.now());
  const database = await openEmbedded(undefined);
  const printed = consoleChannel((text) => process.stdout.write(text));
  let later = 0;
  const world: World = {
    targets: openTargets(database.client, EMBEDDED_TABLES.targets),
    results: openResults(database.client, EMBEDDED_TABLES.results),
    channel: printed,
    look: { now: () => Date.now() + later, timeout: TIMEOUT, privateCa: estate.ca, aws: createAws() },
    place: { targetsTable: EMBEDDED_TABLES.targets },
    location: CLOUD,
    concurrency: 100,
  };
  try {
    heading('A company’s services on this machine, and the rows that watch them');
    await world.targets.put(estate.rows);
    for (const { target, service, expires } of estate.rows)
      say(`  ${target}  ${colours.dim(String(service ?? expires ?? ''))}`);

    heading('First sweep: every service is looked at, and what is worth telling is told');
    const first = (await sweep(world)).results;
    show(first);

    heading('The certificate of mail.contoso.example is renewed');
    await estate.renewMail();
    say('  The administrator installs a new one. Nobody tells notafter.');

    heading('Second sweep: what has changed is told, and nothing else');
    const second = (await sweep(world)).results;
    show(second);
    heading('What changed between the two');
    for (const line of changes(first, second)) say(`  ${line}`);

    heading('A day later: the old certificate has stayed away, and that it is done is told, with the evidence');
    later = DAY;
    const others: string[] = [];
    await sweep({
      ...world,
      channel: async (message) => (isGood(message) ? printed(message) : void others.push(message.subject)),
    });
    say('\nThe other messages of that day are reminders:');
    for (const subject of others) say(`  ${subject}`);
    say('\nWhat is critical is told again every day; the rest not before its next rung. Now try your own:');
    say(`  ${colours.bold('npx notafter check www.example.com')}\n`);
  } finally {
    await database.close();
    await estate.close();
  }
}

function isGood({ attributes }: Message): boolean {
  return attributes.severity === 'ok';
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function heading(text: string): void {
  say(`\n${colours.bold(colours.cyan(`━━ ${text}`))}\n`);
}

function show(results: readonly Result[]): void {
  say(`\n${table(results.map(rowOfResult), process.stdout.columns ?? 120)}`);
}

function changes(before: readonly Result[], after: readonly Result[]): string[] {
  const old = new Map(before.map((result) => [result.target, result]));
  return after.flatMap((result) => {
    const was = old.get(result.target);
    const same = was !== undefined && was.severity === result.severity && was.expiry?.sha256 === result.expiry?.sha256;
    return same ? [] : [`${result.target}: ${was?.severity ?? 'new'} → ${result.severity}. ${result.summary}`];
  });
}

demo().catch((error: unknown) => {
  process.stderr.write(`The demo failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
