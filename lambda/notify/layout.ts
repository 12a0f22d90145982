import { oneLine } from '../core/safe-text';

/** Lines that every mail program shows whole (RFC 5322, 2.1.1). */
const WIDTH = 78;

const LONGEST = 500;

/**
 * Breaks one line of text at its blanks into lines of at most 78 characters. A longer word, such as a link, stays whole.
 *
 * @param first what stands before the first line.
 * @param following what stands before each further one.
 */
export function wrapped(text: string, first = '', following = first): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && Array.from(line).length + 1 + Array.from(word).length > WIDTH) {
      lines.push(line);
      [line, isEmpty] = [following, true];
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** A heading and what stands under it; nothing where that is nothing. */
export function paragraph(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${heading}:`, ...lines];
}

// What follows is for text from rows and from the network: made one printable line, bounded, and set in or after a label,
// so that it can neither begin a line nor pass for a heading.

/** `Label: text` */
export function labelled(label: string, text: string | undefined): string[] {
  const safe = oneLine(text ?? '', LONGEST);
  return safe === '' ? [] : wrapped(`${label}: ${safe}`, '', '  ');
}

/** With a blank in what mail programs and telephones make a link of: what certificates and servers say is for nobody to open. */
export function unlinked(text: string): string {
  return text.replace(/(https?:)\/\//gi, '$1 //');
}

/** `  - text`, in which nothing is a link. */
export function bullet(text: string): string[] {
  return wrapped(oneLine(unlinked(text), LONGEST), '  - ', '    ');
}

/** `    text`, as it stands under a bullet. */
export function under(text: string): string[] {
  return wrapped(oneLine(unlinked(text), LONGEST), '    ');
}

/** `  text` */
export function indented(text: string | undefined): string[] {
  const safe = oneLine(text ?? '', LONGEST);
  return safe === '' ? [] : wrapped(safe, '  ');
}
