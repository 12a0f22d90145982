import fc from 'fast-check';
import { inert } from '../../lambda/notify/inert';
import { text } from './any-notice';
import { markupIn } from './markup';

const KEPT = [
  'www.example.com',
  '*.example.com and *.example.org',
  'ops@contoso.example',
  '_acme-challenge.example.com. CNAME _abc.acm-validations.aws.',
  "CN=R11, O=Let's Encrypt, C=US; serial 03:A1:B2",
  '2001:db8::9 and ::ffff:192.0.2.1',
  'Müller & Söhne [expiring]',
  'arn:aws:acm:eu-west-1:123456789012:certificate/0f1e-2d3c',
  'mail.example.com:8443#second',
  'At 12:00 UTC (3 days)',
];

test.each(KEPT)('%s stays as it is, to be copied', (line) => {
  expect(inert(line, 250)).toBe(line);
});

const DISARMED: [string, string, string][] = [
  ['a mention of everybody in Slack', 'hi <!here>', 'hi ‹!here›'],
  ['a mention as people type it', '@channel and x@Here', '＠channel and x＠Here'],
  ['a link under another name in Slack', '<https://evil.example|bank>', '‹https∶//evil.example|bank›'],
  ['a link under another name in Teams', '[bank](https://evil.example)', '[bank］(https∶//evil.example)'],
  ['a reference that is a link', '[bank] [x] [x]: y', '[bank］ [x］ [x］: y'],
  ['the name of a channel', 'see #general', 'see ＃general'],
  ['bold', '*all is well*', '∗all is well∗'],
  ['bold that begins as a wildcard does', 'x *.a is well*', 'x *.a is well∗'],
  ['italics', '_all is well_ or _well_.', '_all is well＿ or _well＿.'],
  ['code', '`x`', '’x’'],
  ['what is struck out', '~expired~', '∼expired∼'],
  ['an entity', '&lt;!here&gt; &#60;', '＆lt;!here＆gt; ＆＃60;'],
  ['a picture', 'all :white_check_mark: well', 'all ∶white_check_mark: well'],
  ['a quote', '> quoted', '› quoted'],
  ['lines and turned text', 'a\r\n\u202eb\u200b\0c', 'a b c'],
];

test.each(DISARMED)('%s is only looked at', (_, from, to) => {
  expect(markupIn(from)).not.toEqual([]);
  expect(inert(from, 250)).toBe(to);
  expect(markupIn(to)).toEqual([]);
});

test('nothing at all is more than text, and it is never longer than asked', () => {
  fc.assert(
    fc.property(text(), fc.integer({ min: 4, max: 300 }), (line, max) => {
      const shown = inert(line, max);
      expect(markupIn(shown)).toEqual([]);
      expect(shown.length).toBeLessThanOrEqual(max);
    }),
    { numRuns: 2_000 },
  );
});

test('what is not too long is not cut, in characters of two units either', () => {
  expect(inert('😀'.repeat(125), 250)).toBe('😀'.repeat(125));
  expect(inert('😀'.repeat(126), 250)).toHaveLength(249);
});
