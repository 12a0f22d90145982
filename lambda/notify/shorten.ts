const GAP = '...';

/**
 * The text with a gap in it so that it fits: at dots, blanks, slashes and, before the gap, hyphens where there are any, so that what
 * is left of a host name is whole words (`www...example.com`).
 *
 * @param fits whether a shorter text fits; the shortest that is tried is three dots.
 * @param end how much of what is left is from the text's end. Default 0.6, since the end of a host name tells most.
 */
export function shortened(text: string, fits: (candidate: string) => boolean, end = 0.6): string {
  if (fits(text)) return text;
  const characters = Array.from(text);
  for (let kept = characters.length - 1; kept > 0; kept--) {
    const candidate = withGap(characters, kept, Math.ceil(kept * end));
    if (fits(candidate)) return candidate;
  }
  return GAP;
}

/** Only where not one word would be left is a word cut. */
function withGap(characters: readonly string[], kept: number, tail: number): string {
  const start = characters.slice(0, kept - tail).join('');
  const end = characters.slice(characters.length - tail).join('');
  const whole = wholeStart(start) + GAP + wholeEnd(end);
  return whole === GAP ? start + GAP + end : whole;
}

function wholeStart(text: string): string {
  return /^(.*[^\s./-])[\s./-]/s.exec(text)?.[1] ?? '';
}

function wholeEnd(text: string): string {
  return /[\s./]([^\s./].*)$/s.exec(text)?.[1] ?? '';
}
