import colours from 'picocolors';
import { certificateName } from '../lambda/core/certificate';
import { daysLeft, iso } from '../lambda/core/instant';
import { oneLine } from '../lambda/core/safe-text';
import { type Looked, statusOf } from './describe';

const PAINT = { ok: colours.green, warning: colours.yellow, critical: colours.red, unknown: colours.magenta } as const;
const ORDER = ['critical', 'warning', 'unknown', 'ok'];

/** A table for people, worst and soonest first, with each target's findings below it; no line wider than `width`. */
export function table(all: readonly Looked[], width: number): string {
  const sorted = [...all].sort((a, b) => rank(a) - rank(b) || left(a) - left(b));
  const nameWidth = Math.min(48, Math.max(6, ...sorted.map(({ target }) => nameOf(target.id).length)));
  const head = `${'STATUS'.padEnd(9)} ${'TARGET'.padEnd(nameWidth)} ${'DAYS'.padStart(5)}  ${'EXPIRES'.padEnd(10)}  WHAT`;
  const lines = sorted.flatMap((looked) => entry(looked, nameWidth, width));
  return [colours.bold(head.slice(0, width)), ...lines, '', tally(all)].join('\n');
}

function rank(looked: Looked): number {
  return ORDER.indexOf(statusOf(looked));
}

function left({ assessment }: Looked): number {
  return assessment.standing?.expiry.expires ?? Number.POSITIVE_INFINITY;
}

function nameOf(id: string): string {
  return oneLine(id, 300) || '(empty)';
}

function entry(looked: Looked, nameWidth: number, width: number): string[] {
  const { target, assessment, checkedAt } = looked;
  const status = statusOf(looked);
  const expires = assessment.standing?.expiry.expires;
  const days = expires === undefined ? '-' : String(daysLeft(expires, checkedAt));
  const date = expires === undefined ? '-' : iso(expires).slice(0, 10);
  const plain = `${nameOf(target.id).padEnd(nameWidth)} ${days.padStart(5)}  ${date.padEnd(10)}  `;
  const room = Math.max(20, width - 10 - plain.length);
  const first = `${PAINT[status](status.padEnd(9))} ${plain}${shorten(whatOf(looked), room)}`;
  return [
    first,
    ...assessment.findings.flatMap(({ reason, severity, sentence, address }) => {
      const where = address === undefined ? '' : ` (at ${address})`;
      const text = `${reason}: ${sentence}${where}`;
      const paint = severity === 'critical' ? colours.red : severity === 'warning' ? colours.yellow : colours.dim;
      return wrap(text, Math.max(40, width - 12)).map(
        (line, i) => `${' '.repeat(10)}${i === 0 ? paint('└ ') : '  '}${line}`,
      );
    }),
  ];
}

/** What was looked at, in few words: the certificate and who issued it, or what else there is to say. */
function whatOf({ observation, assessment }: Looked): string {
  const seen = observation.saw === 'endpoint' ? observation.addresses.find((address) => address.ok) : undefined;
  if (!seen?.ok) return assessment.findings.length > 0 ? '' : assessment.summary;
  const [leaf] = seen.chain;
  const count = observation.saw === 'endpoint' ? observation.addresses.length : 1;
  const issuer = /(?:^|, )(?:CN|O)=([^,]+)/.exec(leaf.issuer)?.[1] ?? leaf.issuer;
  return `${certificateName(leaf)} by ${issuer}, ${seen.protocol}${count > 1 ? `, ${count} addresses` : ''}`;
}

function tally(all: readonly Looked[]): string {
  const counts = ORDER.map((status) => [status, all.filter((looked) => statusOf(looked) === status).length] as const);
  const said = counts.filter(([, count]) => count > 0).map(([status, count]) => `${count} ${status}`);
  return `${all.length} target${all.length === 1 ? '' : 's'}: ${said.join(', ') || 'none'}`;
}

function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1] ?? '';
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
