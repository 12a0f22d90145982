import { oneLine } from '../core/safe-text';

/** Each mark by one that looks like it and means nothing to any of them; one for one, so that no length changes. */
const LOOKALIKES: readonly (readonly [RegExp, string])[] = [
  // Slack's mentions, links and dates (<!here>, <https://…|text>), HTML, quotes.
  [/</g, '‹'],
  [/>/g, '›'],
  // Entities: &lt;
  [/&(?=[#\w])/g, '＆'],
  [/`/g, '’'],
  [/~/g, '∼'],
  // What stays can begin emphasis and never end it: that of a wildcard certificate, and the one that begins a DNS record's name.
  [/(?<!^|\s)\*|\*(?!\.)/g, '∗'],
  [/_(?![A-Za-z0-9])/g, '＿'],
  // [text](link), [text][reference], [reference]: link
  [/\](?=\s?[([:])/g, '］'],
  // @channel and #general; an e-mail address and the fragment of a target stay.
  [/(?<![A-Za-z0-9._-])@|@(?=(?:channel|here|everyone)\b)/gi, '＠'],
  [/(?<![A-Za-z0-9])#/g, '＃'],
  [/:(?=\/\/)/g, '∶'],
  // :emoji:
  [/(?<![A-Za-z0-9:]):(?=[\w+'-]+:)/g, '∶'],
];

/**
 * One printable line that no chat program takes for formatting, a mention, a channel or a link with a scheme. Host names, e-mail
 * addresses and DNS records stay as they are, to be copied. What Slack and Microsoft Teams read is different, and neither knows
 * the other's way of escaping, so what they would read is replaced.
 *
 * @param max UTF-16 code units, as the JSON schemas of chat programs count.
 */
export function inert(text: string, max: number): string {
  const line = oneLine(text, max);
  const short = line.length <= max ? line : oneLine(text, Math.floor(max / 2));
  return LOOKALIKES.reduce((result, [mark, lookalike]) => result.replace(mark, lookalike), short);
}
