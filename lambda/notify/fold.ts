import transliterate from '@sindresorhus/transliterate';

/** Marks that transliteration leaves as they are. */
const MARKS: ReadonlyArray<[string, string]> = [
  ['“', '"'],
  ['”', '"'],
  ['„', '"'],
  ['«', '"'],
  ['»', '"'],
  ['‘', "'"],
  ['’', "'"],
  ['‚', "'"],
  ['`', "'"],
  ['…', '...'],
  ['•', '-'],
  ['·', '-'],
  ['€', 'EUR'],
  ['£', 'GBP'],
];

/**
 * Rewrites in Latin letters what a medium cannot carry; what has no Latin form becomes one "?" a run.
 *
 * @param foreign a global expression that matches runs of what the medium cannot carry.
 */
export function folded(text: string, foreign: RegExp): string {
  return text.normalize().replace(foreign, (run) => latin(run).replace(foreign, '?'));
}

/** Text in printable ASCII. */
export function toAscii(text: string): string {
  return folded(text, /[^\x20-\x7e]+/gu);
}

function latin(text: string): string {
  const marked = MARKS.reduce((result, [mark, plain]) => result.replaceAll(mark, plain), text);
  return transliterate(marked.normalize('NFKC'));
}
