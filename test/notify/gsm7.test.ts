import { septets, toGsm7 } from '../../lambda/notify/gsm7';

test.each([
  ['a letter is one septet', 'a', 1],
  ['an umlaut of the default alphabet is one septet', 'ü', 1],
  ['the at sign is one septet', '@', 1],
  ['a Greek capital of the alphabet is one septet', 'Ω', 1],
  ['each character of the extension table is two', '^{}\\[~]|€', 18],
])('%s', (_name, text, length) => {
  expect(toGsm7(text)).toBe(text);
  expect(septets(text)).toBe(length);
});

test.each([
  ['small c with cedilla, which the alphabet has as a capital only', 'façade', 'facade'],
  ['an umlaut in two characters', 'u\u0308ber', 'über'],
  ['a grave accent that stands alone', 'a`b', "a'b"],
  ['typographic marks', '“a” – ‘b’…', '"a" - \'b\'...'],
  ['full-width letters', 'ＡＢＣ', 'ABC'],
  ['Cyrillic', 'Москва', 'Moskva'],
  ['what has no Latin form, once a run', '株式会社 x 🦄🦄', '? x ?'],
  ['a line break', 'a\nb', 'a?b'],
])('%s is folded', (_name, text, folded) => {
  expect(toGsm7(text)).toBe(folded);
});

test('The default alphabet has its 125 printable characters, the extension table its nine', () => {
  const bmp = Array.from({ length: 0x10000 - 0x800 }, (_, i) => String.fromCharCode(i < 0xd800 ? i : i + 0x800));
  const kept = bmp.filter((character) => character.normalize() === character && toGsm7(character) === character);
  expect(kept.filter((character) => septets(character) === 1)).toHaveLength(125);
  expect(kept.filter((character) => septets(character) === 2)).toHaveLength(9);
});
