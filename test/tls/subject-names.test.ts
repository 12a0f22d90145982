import { alternativeNames, extensions, oid, sequence, tlv } from './der-writer';
import { readWith } from './read';

describe('names that a host can have', () => {
  const dns = (text: string) => [0x82, Buffer.from(text, 'latin1')] as const;
  const ip = (...bytes: number[]) => [0x87, Buffer.from(bytes)] as const;

  it.each<[string, Uint8Array, string[]]>([
    [
      'DNS names and addresses in their order',
      alternativeNames(dns('a.example'), ip(192, 0, 2, 1), dns('*.b.example')),
      ['a.example', '192.0.2.1', '*.b.example'],
    ],
    ['IPv6 in its short form', alternativeNames(ip(0x20, 1, 0xd, 0xb8, ...Array(11).fill(0), 1)), ['2001:db8::1']],
    [
      'no others',
      alternativeNames([0x81, Buffer.from('a@b.example')], dns('a.example'), [0x86, Buffer.from('https://a/')]),
      ['a.example'],
    ],
    ['no address of an odd length', alternativeNames(ip(1, 2, 3)), []],
    ['a NUL kept visible', alternativeNames(dns('bank.example\0')), ['bank.example\ufffd']],
    ['blanks kept visible', alternativeNames(dns(' bank.example ')), ['\ufffdbank.example\ufffd']],
    ['letters beyond ASCII kept visible', alternativeNames(dns('bücher.example')), ['b\ufffdcher.example']],
    ['a DNS name that looks like an address marked', alternativeNames(dns('192.0.2.1')), ['DNS:192.0.2.1']],
    ['one that is too long cut', alternativeNames(dns('a'.repeat(5_000))), [`${'a'.repeat(252)}…`]],
    [
      'at most a hundred',
      alternativeNames(...Array.from({ length: 3_000 }, (_, i) => dns(`n${i}.example`))),
      Array.from({ length: 100 }, (_, i) => `n${i}.example`),
    ],
    ['none where there is no extension', new Uint8Array(), []],
    ['none where the extension is broken', extensions(sequence(oid('2.5.29.17'), tlv(0x04, Buffer.of(0x30, 5)))), []],
    ['none by the common name', extensions(sequence(oid('2.5.29.19'), tlv(0x04, sequence()))), []],
  ])('%s', (_, extension, names) => {
    expect(readWith({ extensions: extension }).names).toEqual(names);
  });
});
