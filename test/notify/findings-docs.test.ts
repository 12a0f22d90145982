import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REASONS } from '../../lambda/core/finding';
import { EVENTS } from '../../lambda/core/notice';
import { SEVERITIES } from '../../lambda/core/severity';
import { ADVICE, FAULTS } from '../../lambda/notify/advice';

const DOCUMENT = readFileSync(join(__dirname, '../../docs/findings.md'), 'utf8');

/** By heading; the headings of reasons are their words, others begin with a capital. */
const ARTICLES = new Map(
  DOCUMENT.split(/^## /m)
    .slice(1)
    .map((article) => [article.slice(0, article.indexOf('\n')), article] as const),
);

test('docs/findings.md has an article for each reason, in the order of the list, and for nothing else', () => {
  expect([...ARTICLES.keys()].filter((heading) => /^[a-z]/.test(heading))).toEqual(REASONS);
});

test.each(REASONS)(
  'the article on %s says severity, meaning, usual cause, and what to do as messages say it',
  (reason) => {
    const article = ARTICLES.get(reason) ?? '';
    const parts = [...article.matchAll(/^\*\*(.+?)\*\*/gm)].map(([, part]) => part);
    expect(parts).toEqual(['Severity', 'Meaning', 'Usual cause', 'What to do']);
    expect(plain(article)).toContain(`What to do ${plain(ADVICE[reason])}`);
  },
);

test('the preamble explains each event and each severity', () => {
  const [preamble = ''] = DOCUMENT.split('\n---\n');
  for (const word of [...EVENTS, ...SEVERITIES]) expect(preamble).toMatch(new RegExp(`^\\| \`${word}\` +\\|`, 'm'));
});

test.each(REASONS)('what is wrong is short ASCII for %s, since subjects carry it', (reason) => {
  expect(FAULTS[reason]).toMatch(/^[\x20-\x7e]{1,50}$/);
});

/** Without marks and line breaks: the document has attributes in code type, messages have them in quotes. */
function plain(text: string): string {
  return text.replace(/[*`“”]/g, '').replace(/\s+/g, ' ');
}
