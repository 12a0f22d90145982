/** What Slack (mrkdwn) and Microsoft Teams (Markdown) do not show as it stands, in one line of text. */
const MARKUP: readonly (readonly [string, RegExp])[] = [
  ['mention, link, quote or HTML', /[<>]/],
  ['entity', /&[#\w]/],
  ['code or strike', /[`~]/],
  ['bold', /\*\S(?:.*\S)?\*/],
  ['bullet', /^\s*\*\s/],
  ['italics', /_\S(?:.*\S)?_(?![A-Za-z0-9])/],
  ['link', /\]\s?[([:]/],
  ['mention', /(?<![A-Za-z0-9._-])@\w|@(?:channel|here|everyone)\b/i],
  ['channel', /(?<![A-Za-z0-9])#\w/],
  ['link with a scheme', /:\/\//],
  ['emoji', /(?<![A-Za-z0-9:]):[\w+'-]+:/],
  ['what does not print', /[\p{C}\p{Zl}\p{Zp}]/u],
];

/** The names of what is in it. */
export function markupIn(line: string): string[] {
  return MARKUP.filter(([, pattern]) => pattern.test(line)).map(([name]) => name);
}
