import { framed } from '../lambda/notify/console';
import { counted } from '../lambda/notify/words';
import { digestsNow } from '../lambda/stages/digest';
import { noticesNow } from '../lambda/stages/notify';
import { openTables } from './tables';

interface PreviewOptions {
  readonly stack?: string;
  readonly digest?: boolean;
  readonly sms?: boolean;
}

/** `notafter preview`: what waits in the outbox, as it would read now, and the digests; nothing is looked at, sent or struck. */
export async function preview({ stack, digest, sms: withSms }: PreviewOptions): Promise<void> {
  const { close, ...tables } = await openTables(stack);
  try {
    const world = { ...tables, look: { now: Date.now } };
    const notices = (await noticesNow(world)).map(({ message }) => message);
    const digests = digest ? await digestsNow(world) : [];
    for (const { subject, text, sms } of [...notices, ...digests])
      process.stdout.write(`${framed(subject, { text, ...(withSms && { sms }) })}\n`);
    const counts = [counted(notices.length, 'message'), ...(digest ? [counted(digests.length, 'digest')] : [])];
    process.stdout.write(`${counts.join(' and ')} would be sent now; nothing was sent.\n`);
  } finally {
    await close();
  }
}
