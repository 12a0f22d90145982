import { NotAllowed } from './not-allowed';

/** Makes a setting of what the context holds: a string from `-c key=value`, anything from cdk.json. Throws NotAllowed. */
export type Reader<T> = (value: unknown) => T;

/** One line of text, without the blanks around it. */
export function text(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new NotAllowed('is not text');
  return String(value).trim();
}

/** Values separated by commas, or a JSON array in cdk.json; each once, in the order given. */
export function listOf<T>(item: Reader<T>): Reader<T[]> {
  return (value) => {
    const items = Array.isArray(value) ? value : text(value).split(',');
    const given = items.filter((it) => it !== '' && !(typeof it === 'string' && it.trim() === ''));
    return [...new Set(given.map((it) => (given.length === 1 ? item(it) : oneOfMany(it, item))))];
  };
}

function oneOfMany<T>(value: unknown, item: Reader<T>): T {
  try {
    return item(value);
  } catch (error) {
    throw error instanceof NotAllowed ? new NotAllowed(`has ${quoted(value)}, which ${error.message}`) : error;
  }
}

export function wholeNumber(from: number, to: number): Reader<number> {
  return (value) => {
    const written = text(value);
    if (!/^\d{1,9}$/.test(written)) throw new NotAllowed('is not a whole number');
    const number = Number(written);
    if (number < from || number > to) throw new NotAllowed(`is not from ${from} to ${to}`);
    return number;
  };
}

export function oneOf<T extends string | number>(allowed: readonly T[]): Reader<T> {
  return (value) => {
    const written = text(value).toLowerCase();
    const found = allowed.find((it) => String(it) === written);
    if (found === undefined) throw new NotAllowed('is none of them');
    return found;
  };
}

/** `true` and `false` too, in JSON and as text: what `-c` gives is text. */
export function yesOrNo(value: unknown): 'yes' | 'no' {
  const written = String(value).trim();
  return oneOf(['yes', 'no'] as const)(written === 'true' ? 'yes' : written === 'false' ? 'no' : value);
}

/** An e-mail address as SNS takes it: no display name, no quotes. */
export function emailAddress(value: unknown): string {
  const written = text(value);
  if (written.length > 254 || !/^[^\s@,;<>()"]+@([a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i.test(written))
    throw new NotAllowed('is not an e-mail address');
  return written;
}

/** A telephone number in E.164 form; blanks and hyphens between the digits are dropped. */
export function telephoneNumber(value: unknown): string {
  const written = text(value).replace(/[ -]/g, '');
  if (!written.startsWith('+')) throw new NotAllowed('does not begin with + and a country code');
  if (!/^\+[1-9]\d{6,14}$/.test(written)) throw new NotAllowed('is not a telephone number');
  return written;
}

/** The name of a CloudFormation stack, short enough for that of its role: IAM takes 64 characters. */
export function stackName(value: unknown): string {
  const written = text(value);
  if (!/^[a-z][a-z0-9-]{1,57}$/i.test(written))
    throw new NotAllowed('is not a letter followed by 1 to 57 letters, digits and hyphens');
  return written;
}

export function quoted(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 200);
}
