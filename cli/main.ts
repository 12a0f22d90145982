import './sdk-warning';

import { Command, InvalidArgumentError } from 'commander';
import { version } from '../package.json';
import { check } from './check';
import { UsageError } from './errors';
import { listNotices } from './notices';
import { preview } from './preview';
import { sweepOnce } from './sweep';
import { importTargets, listTargets } from './targets';

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 600)) throw new InvalidArgumentError('It is a number of seconds from 1 to 600.');
  return value;
}

function lines(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1 && value <= 1_000))
    throw new InvalidArgumentError('It is a whole number from 1 to 1000.');
  return value;
}

/** Exit code of a command that could not do what it was asked to; the same as "unknown" for monitoring plugins. */
const FAILED = 3;

const program = new Command('notafter')
  .description('Sees to it that nothing goes down because something expired.')
  .version(version)
  .showHelpAfterError()
  // Before the commands are added, which inherit it.
  .exitOverride((outcome) => process.exit(outcome.exitCode === 0 ? 0 : FAILED));

program
  .command('check')
  .description('look once at targets, without any table, and print what was seen')
  .argument('[target...]', 'www.example.com, tls://host:port, "dated:…" (with --from), acm:eu-west-1, iam: …')
  .option('--from <file>', 'targets from a file: one a line, or CSV with a column “target”')
  .option('--json', 'one JSON object a line instead of a table (docs/cli.md)')
  .option('--ca <file>', 'PEM file of CA certificates to judge by, instead of the public roots')
  .option('--trust <how>', 'public, private, any, or sha256:<fingerprint>')
  .option('--timeout <seconds>', 'for each target, everything together', seconds, 10)
  .addHelpText(
    'after',
    '\nExit codes: 0 ok, 1 warning, 2 critical, 3 unknown (nothing could be seen), as monitoring plugins use.',
  )
  .action(check);

const targets = program.command('targets').description('the rows of the Targets table');
targets
  .command('import')
  .description('write the rows of a CSV file into the Targets table')
  .argument('<file>', 'CSV with a header; comma, semicolon or tab; the column “target” names what to watch')
  .option('--stack <name>', 'the deployed stack’s table instead of the embedded one in .notafter/')
  .action(importTargets);
targets
  .command('list')
  .description('print the rows of the Targets table, and what is wrong with them')
  .option('--stack <name>', 'the deployed stack’s table instead of the embedded one in .notafter/')
  .option('--json', 'one JSON object a line')
  .action(listTargets);

program
  .command('sweep')
  .description('look at every target of the table, record what is seen, and tell what is due')
  .option('--stack <name>', 'the deployed stack’s tables and topic instead of the embedded ones in .notafter/')
  .option(
    '--location <name>',
    'the rows with this location instead of those without',
    (name) => name.toLowerCase(),
    'cloud',
  )
  .option('--ca <file>', 'PEM file of CA certificates for rows with trust: private')
  .option('--timeout <seconds>', 'for each target, everything together', seconds, 10)
  .action(sweepOnce);

program
  .command('notices')
  .description('print what was said of a target, word for word, the newest first')
  .argument('<target>', 'as it stands in its row; for what an inventory found, its ARN')
  .option('--stack <name>', 'the deployed stack’s table instead of the embedded one in .notafter/')
  .option('--limit <number>', 'print at most so many', lines, 20)
  .option('--json', 'one JSON object a line (docs/cli.md)')
  .action(listNotices);

program
  .command('preview')
  .description('print what a sweep would send now that finds everything as it was; nothing is looked at or sent')
  .option('--stack <name>', 'of the deployed stack’s tables instead of the embedded ones in .notafter/')
  .option('--digest', 'the digests too')
  .option('--sms', 'the text messages too')
  .action(preview);

// `notafter sweep | head` closes the pipe early; there is nobody left to write to.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : FAILED));

program.parseAsync().catch((error: unknown) => {
  const text = error instanceof UsageError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`notafter: ${text}\n`);
  process.exitCode = FAILED;
});
