/**
 * What does not print or turns the reading order: controls, line and paragraph separators, bidirectional marks,
 * zero-width and other format characters, unpaired surrogates and private use (Unicode categories C*, Zl and Zp).
 */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * One printable line of at most `max` characters from text that a stranger wrote (a certificate's name, a banner, an error).
 * Whatever does not print becomes a blank, runs of blanks become one, what is too long ends in "…".
 */
export function oneLine(text: string, max = 200): string {
  const start = text.slice(0, max * 4);
  const line = start.replace(UNPRINTABLE, ' ').replace(/\s+/gu, ' ').trim();
  const characters = Array.from(line);
  const whole = characters.length <= max && start.length === text.length;
  return whole ? line : `${characters.slice(0, max - 1).join('')}…`;
}
