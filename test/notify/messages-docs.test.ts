import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REASONS } from '../../lambda/core/finding';
import { EVENTS } from '../../lambda/core/notice';
import { FAULTS } from '../../lambda/notify/advice';
import { messagesDocument } from './message-document';

const DOCS = join(__dirname, '../../docs');
const FILE = join(DOCS, 'messages.md');
const COMMAND = 'UPDATE_DOCS=1 npx jest test/notify/messages-docs';

const document = messagesDocument(readFileSync(join(DOCS, 'findings.md'), 'utf8'));

if (process.env.UPDATE_DOCS === '1' && process.env.CI === undefined) writeFileSync(FILE, document);

test(`docs/messages.md has the messages as they are now; if not, run ${COMMAND}`, () => {
  expect(readFileSync(FILE, 'utf8')).toBe(document);
});

test.each(EVENTS)('there is a letter about %s', (event) => {
  const [, chapter = ''] = document.split(new RegExp(`^## ${event}$`, 'm'));
  expect(chapter.split(/^## /m)[0]).toMatch(/^Subject: \[\w+\] /m);
});

test.each(REASONS)('it is shown how %s is told', (reason) => {
  const [letters = '', faults = ''] = document.split(/^## Every fault$/m);
  const [, says = ''] = new RegExp(`^\\| \\[\`${reason}\`\\].*?\\| (.*) \\|$`, 'm').exec(faults) ?? [];
  const isShown = letters.includes(` [${reason}]\n`) || says.includes(FAULTS[reason]) || says.startsWith('never alone');
  expect(isShown).toBe(true);
});
