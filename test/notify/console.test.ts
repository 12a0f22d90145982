import { consoleChannel } from '../../lambda/notify/console';
import { notice, only, PLACE } from './notices';

async function printed(changes: Parameters<typeof notice>[0], text?: string): Promise<string> {
  const written: string[] = [];
  const message = only('Contoso', [notice(changes)]);
  await consoleChannel((part) => written.push(part))(text === undefined ? message : { ...message, text });
  expect(written).toHaveLength(1);
  return written.join('');
}

test('A message stands beside a bar: subject, text, text message', async () => {
  expect(await printed({}, 'The first line.\n\n  - The second.\n')).toBe(`\
┌─ [CRITICAL] www.example.com expires in 3 days (Contoso)
│
│ The first line.
│
│   - The second.
│
├─ SMS
│
│ notafter CRITICAL: www.example.com expires in 3 days (Wed 25 Nov 2026). Contoso.
│
└─
`);
});

test('What a terminal would obey is not printed, even if a composer let it through', async () => {
  const text = await printed({}, 'red \x1b[31m alert\r\x07\x9b2J \u202eback\u2028wards');
  expect(text).toContain('│ red  [31m alert   2J  back wards\n');
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
});

test('A message that is not for those who look after it says for whom it is', async () => {
  const written: string[] = [];
  await consoleChannel((part) => written.push(part))(only('Contoso', [notice()], PLACE, 'escalation'));
  expect(written.join('')).toMatch(/^┌─ to escalation: \[CRITICAL\] www\.example\.com expires in 3 days \(Contoso\)\n/);
});
