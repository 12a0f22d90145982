import { spawnSync } from 'node:child_process';

// Asks the registry for known vulnerabilities of what is shipped and of what synthesises it. Exit code 1: there are some of high
// severity or worse, or npm itself failed. 0: there are none, or no registry answered an audit, as mirrors do not, nor any on a machine
// without a network; that is said aloud, and is no reason to build nothing.

interface Advisory {
  readonly title: string;
  readonly url: string;
}

interface Vulnerability {
  readonly name: string;
  readonly severity: string;
  readonly range: string;
  /** A text names another package that is the cause. */
  readonly via: readonly (Advisory | string)[];
}

interface Report {
  readonly vulnerabilities: Readonly<Record<string, Vulnerability>>;
  readonly metadata: { readonly dependencies: { readonly prod: number } };
}

const GRAVE = ['high', 'critical'];
const AUDIT = [
  'audit',
  '--omit=dev',
  '--json',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
  '--fetch-timeout=30000',
];
/** What npm asks for audits; its error names what did not answer. */
const ENDPOINT = '/-/npm/v1/security/';

function main(): void {
  const { stdout, stderr } = spawnSync('npm', AUDIT, { encoding: 'utf8', maxBuffer: 1 << 26, timeout: 300_000 });
  const report = reportIn(stdout);
  if (report === undefined) explain(stdout, stderr);
  else tell(report);
}

function tell({ vulnerabilities, metadata }: Report): void {
  const all = Object.values(vulnerabilities);
  const grave = all.filter(({ severity }) => GRAVE.includes(severity));
  for (const { name, range, severity, via } of grave) console.error(`${severity}: ${name} ${range}: ${causes(via)}`);
  const { prod } = metadata.dependencies;
  console.log(`Audited ${prod} packages: ${grave.length} of high severity or worse, ${all.length} in all.`);
  if (grave.length > 0) process.exitCode = 1;
}

function explain(stdout: string, stderr: string): void {
  const why = /"message": "([^"]*)"/.exec(stdout)?.[1] ?? '';
  if (why.includes(ENDPOINT)) {
    console.warn(`NOTHING WAS AUDITED: the registry answers no audit (${why}).`);
    return;
  }
  console.error(`npm could not audit: ${stderr.slice(0, 2000) || 'it did not end in time'}`);
  process.exitCode = 1;
}

/** Errors come as JSON too, without a version of the report. */
function reportIn(stdout: string): Report | undefined {
  try {
    const answer = JSON.parse(stdout);
    return answer.auditReportVersion === 2 ? answer : undefined;
  } catch {
    return undefined;
  }
}

function causes(via: Vulnerability['via']): string {
  return via.map((cause) => (typeof cause === 'string' ? `by ${cause}` : `${cause.title} ${cause.url}`)).join('; ');
}

main();
