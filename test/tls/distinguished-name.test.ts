import { name, oid, STRING_TAGS, sequence, tlv, utf8 } from './der-writer';
import { readWith } from './read';

const CN = '2.5.4.3';

describe('names of subjects', () => {
  it.each<[string, Uint8Array, string]>([
    [
      'most specific first, with their short names',
      name(
        ['2.5.4.6', tlv(STRING_TAGS.printable, Buffer.from('DE'))],
        ['2.5.4.8', utf8('Bayern')],
        ['2.5.4.7', utf8('München')],
        ['2.5.4.10', utf8('Example')],
        ['2.5.4.11', utf8('IT')],
        [CN, utf8('www.example.com')],
      ),
      'CN=www.example.com, OU=IT, O=Example, L=München, ST=Bayern, C=DE',
    ],
    [
      'e-mail, serial number and domain components too',
      name(
        ['0.9.2342.19200300.100.1.25', tlv(STRING_TAGS.ia5, Buffer.from('local'))],
        ['2.5.4.5', utf8('77')],
        ['1.2.840.113549.1.9.1', tlv(STRING_TAGS.ia5, Buffer.from('a@b.example'))],
      ),
      'emailAddress=a@b.example, serialNumber=77, DC=local',
    ],
    [
      'the dotted identifier of what has no short name',
      name(['2.25.340282366920938463463374607431768211455', utf8('x')]),
      '2.25.340282366920938463463374607431768211455=x',
    ],
    ['nothing where there is no name', name(), ''],
    ['UTF-8', name([CN, utf8('Gerät № 7')]), 'CN=Gerät № 7'],
    [
      'broken UTF-8 with signs in its place',
      name([CN, tlv(STRING_TAGS.utf8, Buffer.of(0x61, 0xff, 0x62))]),
      'CN=a\ufffdb',
    ],
    ['T.61 as Latin-1', name([CN, tlv(STRING_TAGS.t61, Buffer.from('Bücher', 'latin1'))]), 'CN=Bücher'],
    ['BMP', name([CN, tlv(STRING_TAGS.bmp, Buffer.from('Bücher', 'utf16le').swap16())]), 'CN=Bücher'],
    ['BMP with half a character at its end', name([CN, tlv(STRING_TAGS.bmp, Buffer.of(0, 0x41, 0))]), 'CN=A\ufffd'],
    [
      'Universal',
      name([CN, tlv(STRING_TAGS.universal, Buffer.of(0, 0, 0, 0x41, 0, 1, 0xf6, 0x00, 0x7f, 0, 0, 0))]),
      'CN=A😀\ufffd',
    ],
    [
      'Numeric and Visible',
      name([CN, tlv(STRING_TAGS.numeric, Buffer.from('12'))], [CN, tlv(STRING_TAGS.visible, Buffer.from('ab'))]),
      'CN=ab, CN=12',
    ],
    ['what is no text as its bytes', name([CN, tlv(0x02, Buffer.of(1, 255))]), 'CN=#01ff'],
    [
      'the characters with a meaning escaped',
      name([CN, utf8('#a, b+c "d" \\ <e>;')]),
      'CN=\\#a\\, b\\+c \\"d\\" \\\\ \\<e\\>\\;',
    ],
    ['controls and reading-order marks as blanks', name([CN, utf8('a\u0000b\r\nc\u202ed\u200be')]), 'CN=a b c d e'],
    [
      'two attributes of one level joined',
      sequence(tlv(0x31, sequence(oid(CN), utf8('a')), sequence(oid('2.5.4.5'), utf8('1')))),
      'CN=a+serialNumber=1',
    ],
  ])('%s', (_, subject, text) => {
    expect(readWith({ subject })).toMatchObject({ subject: text, issuer: 'CN=Some CA', selfIssued: false });
  });

  it('are cut where they are too long', () => {
    const { subject } = readWith({ subject: name([CN, utf8('é'.repeat(5_000))]) });
    expect(subject).toBe(`CN=${'é'.repeat(199)}…`);
  });

  it('of a thousand attributes stay short', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => [CN, utf8(`name ${i} ${'x'.repeat(30)}`)] as const);
    const { subject } = readWith({ subject: name(...many) });
    expect(subject).toMatch(/^CN=name 999 x+, CN=name 998 /);
    expect(Array.from(subject)).toHaveLength(600);
  });
});
