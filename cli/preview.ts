import { listed } from '../lambda/core/chain';
import { oneLine } from '../lambda/core/safe-text';
import { windowsOf } from '../lambda/handlers/world';
import { framed, headed } from '../lambda/notify/console';
import { counted } from '../lambda/notify/words';
import { digestsNow } from '../lambda/stages/digest';
import { noticesNow } from '../lambda/stages/notify';
import { settingsOf } from './stack';
import { openTables } from './tables';

interface PreviewOptions {
  readonly stack?: string;
  readonly digest?: boolean;
  readonly sms?: boolean;
}

/**
 * `notafter preview`: what a sweep would send now that finds everything as it was, and the digests; nothing is looked at, recorded,
 * sent or struck.
 */
export async function preview({ stack, digest, sms: withSms }: PreviewOptions): Promise<void> {
  const maintenance = stack === undefined ? [] : windowsOf(await settingsOf(stack));
  const { close, ...tables } = await openTables(stack);
  try {
    const world = { ...tables, look: { now: Date.now }, maintenance };
    const { messages, unlooked } = await noticesNow(world);
    const digests = digest ? await digestsNow(world) : [];
    const shown = [...messages.map(({ message }) => ({ ...message, subject: headed(message) })), ...digests];
    for (const { subject, text, sms } of shown)
      process.stdout.write(`${framed(subject, { text, ...(withSms && { sms }) })}\n`);
    const counts = [counted(messages.length, 'message'), ...(digest ? [counted(digests.length, 'digest')] : [])];
    process.stdout.write(`${notLookedAt(unlooked)}${counts.join(' and ')} would be sent now; nothing was sent.\n`);
  } finally {
    await close();
  }
}

const MOST_NAMES = 5;

function notLookedAt(rows: readonly string[]): string {
  if (rows.length === 0) return '';
  const names = listed(
    rows.map((name) => oneLine(name, 80)),
    MOST_NAMES,
  );
  return `Nobody has looked yet at ${counted(rows.length, 'row')}, of which nothing can be said: ${names}.\n`;
}
