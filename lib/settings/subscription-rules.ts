import { AUDIENCES, EVENTS, SEVERITIES } from './message-words';
import { nearMiss } from './near-miss';
import { NotAllowed } from './not-allowed';
import { emailAddress, quoted, type Reader, telephoneNumber, text } from './readers';

/** What a value may be, and how its error says so. */
export interface Rule<T> {
  /** Throws NotAllowed. */
  readonly read: Reader<T>;
  readonly allowed: string;
}

/** By what means messages arrive, in the words of SNS. */
export const MEANS = ['email', 'sms', 'https', 'sqs', 'lambda'] as const;
export type Means = (typeof MEANS)[number];

export const ENDPOINTS: Record<Means, Rule<string>> = {
  email: { read: emailAddress, allowed: 'an address such as it@example.com' },
  sms: { read: telephoneNumber, allowed: 'a number with + and country code, such as +491701234567' },
  https: { read: webAddress, allowed: 'an address such as https://hooks.example.com/notafter' },
  sqs: { read: queueArn, allowed: 'an ARN such as arn:aws:sqs:eu-west-1:123456789012:tickets' },
  lambda: { read: functionArn, allowed: 'an ARN such as arn:aws:lambda:eu-west-1:123456789012:function:tickets' },
};

export const SEVERITY = word(SEVERITIES, 'severity');
export const EVENT = word(EVENTS, 'event');
export const AUDIENCE = word(AUDIENCES, 'audience');

/** As long as messages give them at most. */
export const CLIENT = name(80);
export const OWNER = name(500);

function word<T extends string>(words: readonly T[], what: string): Rule<T> {
  return {
    read: (value) => {
      const written = text(value).toLowerCase();
      const found = words.find((known) => known === written);
      if (found !== undefined) return found;
      const meant = nearMiss(written, words);
      throw new NotAllowed(`is no ${what}${meant === undefined ? '' : ` (did you mean ${meant}?)`}`);
    },
    allowed: words.join(', '),
  };
}

/** Filter policies want quotation marks and backslashes escaped twice, in some places and not in others. */
function name(longest: number): Rule<string> {
  return {
    read: (value) => {
      const written = text(value).replace(/\s+/g, ' ');
      if (/["\\\p{C}]/u.test(written)) throw new NotAllowed('has a character in it that SNS cannot filter by');
      if (Array.from(written).length > longest) throw new NotAllowed(`is longer than ${longest} characters`);
      return written;
    },
    allowed: `as rows have it, up to ${longest} characters, without " and \\`,
  };
}

function webAddress(value: unknown): string {
  const written = text(value);
  if (!/^https:\/\/[^\s"<>\\]{1,1000}$/i.test(written) || !URL.canParse(written))
    throw new NotAllowed('is no address that begins with https://');
  const { username, password } = new URL(written);
  if (username !== '' || password !== '')
    throw new NotAllowed('has a user or a password in it, which everybody could read in the template');
  return written;
}

function queueArn(value: unknown): string {
  const written = text(value);
  if (!/^arn:aws[a-z-]{0,20}:sqs:[a-z0-9-]{5,30}:\d{12}:[\w.-]{1,80}$/.test(written))
    throw new NotAllowed('is not the ARN of a queue');
  if (written.endsWith('.fifo')) throw new NotAllowed('is a FIFO queue, to which this topic cannot deliver');
  return written;
}

function functionArn(value: unknown): string {
  const written = text(value);
  if (!/^arn:aws[a-z-]{0,20}:lambda:[a-z0-9-]{5,30}:\d{12}:function:[\w-]{1,64}(:[\w-]{1,128})?$/.test(written))
    throw new NotAllowed('is not the ARN of a function');
  return written;
}

/** What is wrong with a name that is none of those that a subscription has. */
export function otherName(written: string, names: readonly string[]): string {
  const meant = nearMiss(written, names);
  return `${quoted(written)} is nothing that a subscription has; ${meant === undefined ? `it has ${names.join(', ')}` : `did you mean ${meant}?`}`;
}
