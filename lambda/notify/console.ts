import type { Channel, Message } from './channel';

/** What a terminal could take for a command, or show in another order than it stands; blanks and line breaks stay. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * Prints messages for people at a terminal: subject, e-mail and text message beside a bar.
 *
 * @param write is called once a message, with text that ends in a line break.
 */
export function consoleChannel(write: (text: string) => void): Channel {
  return async (message) => write(framed(headed(message), message));
}

/** A message's subject, and whom it is for, unless that is who looks after the targets. */
export function headed({ subject, attributes: { audience } }: Message): string {
  return audience === 'owner' ? subject : `to ${audience}: ${subject}`;
}

/** A message beside a bar, safe for a terminal; without the text message where that is not given. Ends in a line break. */
export function framed(subject: string, { text, sms }: { readonly text: string; readonly sms?: string }): string {
  const lines = [
    `┌─ ${printable(subject)}`,
    ...['', ...text.trimEnd().split('\n'), ''].map(barred),
    ...(sms === undefined ? [] : [`├─ SMS`, ...['', sms, ''].map(barred)]),
    '└─',
  ];
  return `${lines.join('\n')}\n`;
}

function barred(line: string): string {
  return `│ ${printable(line)}`.trimEnd();
}

function printable(line: string): string {
  return line.replace(UNPRINTABLE, ' ');
}
