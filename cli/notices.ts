import { dateAndTime } from '../lambda/core/date-text';
import { iso } from '../lambda/core/instant';
import { oneLine } from '../lambda/core/safe-text';
import type { Said } from '../lambda/core/said';
import { framed } from '../lambda/notify/console';
import { counted } from '../lambda/notify/words';
import { openTables } from './tables';

interface NoticesOptions {
  readonly stack?: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** `notafter notices`: what was said of a target, to whom and when, as long as its history is kept. */
export async function listNotices(target: string, { stack, limit, json }: NoticesOptions): Promise<void> {
  const tables = await openTables(stack);
  const said = await tables.results.said(target, limit).finally(tables.close);
  if (json) {
    for (const one of said) process.stdout.write(`${JSON.stringify({ ...one, at: iso(one.at) })}\n`);
    return;
  }
  for (const one of said) process.stdout.write(shown(one));
  const more = said.length === limit ? '; --limit shows more, if there is more' : '';
  const count = said.length === 0 ? 'Nothing was said' : `${counted(said.length, 'notice')}`;
  process.stdout.write(`${count} of ${oneLine(target)}${more}.\n`);
}

function shown({ at, audience, client, subject, text }: Said): string {
  const to = oneLine(`${dateAndTime(at, 'UTC')}, to ${audience} of ${client}`);
  return `${to}\n${framed(subject, { text })}\n`;
}
