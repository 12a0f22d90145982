import { CIPHER_NAMES } from '../../../lambda/tls/reader/cipher-names';
import { clientHello } from '../../../lambda/tls/reader/client-hello';
import { uintAt, vectorAt } from '../../../lambda/tls/reader/vector';

/** What a hello says, read anew by RFC 5246 §7.4.1.2. */
function parsed(hello: Uint8Array) {
  const { contents: record, end } = vectorAt(hello, 3, 2);
  const { contents: body, end: messageEnd } = vectorAt(record, 1, 3);
  const { end: session } = vectorAt(body, 34, 1);
  const { contents: ciphers, end: afterCiphers } = vectorAt(body, session, 2);
  const { contents: compressions, end: rest } = vectorAt(body, afterCiphers, 1);
  return {
    header: Buffer.from(hello.subarray(0, 3)).toString('hex'),
    size: record.length,
    whole: end === hello.length && messageEnd === record.length,
    type: uintAt(record, 0, 1),
    version: uintAt(body, 0, 2),
    random: Buffer.from(body.subarray(2, 34)).toString('hex'),
    ciphers: Array.from({ length: ciphers.length / 2 }, (_, i) => uintAt(ciphers, 2 * i, 2)),
    compressions: [...compressions],
    extensions: rest === body.length ? undefined : extensionsOf(body.subarray(rest)),
  };
}

function extensionsOf(bytes: Uint8Array): Map<number, string> {
  const { contents: list, end } = vectorAt(bytes, 0, 2);
  expect(end).toBe(bytes.length);
  const found = new Map<number, string>();
  for (let at = 0; at < list.length; ) {
    const type = uintAt(list, at, 2);
    const { contents, end: next } = vectorAt(list, at + 2, 2);
    found.set(type, Buffer.from(contents).toString('hex'));
    at = next;
  }
  return found;
}

const lengths = Array.from({ length: 253 }, (_, i) => i + 1);
const named = (length: number) => parsed(clientHello({ servername: 'n'.repeat(length) }));

describe('the hello', () => {
  const hello = parsed(clientHello({ servername: 'a.example' }));

  it('is one whole record of TLS 1.0 that offers TLS 1.2', () => {
    expect(hello).toMatchObject({ header: '160301', whole: true, type: 1, version: 0x0303, compressions: [0] });
  });

  it('offers the ciphers that have a name, the best first', () => {
    expect(hello.ciphers).toEqual([...CIPHER_NAMES.keys()]);
  });

  it('names the host as RFC 6066 has it', () => {
    expect(hello.extensions?.get(0)).toBe(`000c000009${Buffer.from('a.example').toString('hex')}`);
  });

  it('asks for a staple, and offers what servers of today insist on', () => {
    expect([...(hello.extensions?.keys() ?? [])]).toEqual([
      0,
      0xff01,
      23,
      5,
      10,
      11,
      13,
      ...(hello.extensions?.has(21) ? [21] : []),
    ]);
    expect(hello.extensions?.get(5)).toBe('0100000000');
    expect(hello.extensions?.get(0xff01)).toBe('00');
    expect(hello.extensions?.get(23)).toBe('');
  });

  it('has no supported_versions, so that TLS 1.3 is out of the question', () => {
    expect(hello.extensions?.has(43)).toBe(false);
  });

  it('has signatures by SHA-1 last', () => {
    const schemes = hello.extensions?.get(13)?.slice(4).match(/..../g) ?? [];
    expect(schemes.length).toBeGreaterThan(10);
    expect(schemes.slice(-3)).toEqual(['0203', '0201', '0202']);
  });

  it('has fresh random bytes each time', () => {
    const randoms = lengths.map((length) => named(length).random);
    expect(new Set(randoms).size).toBe(lengths.length);
  });

  it('is never of a size that some load balancers hang at, whatever the name', () => {
    expect(lengths.map((length) => named(length).size).filter((size) => size >= 256 && size < 512)).toEqual([]);
  });

  it('does not end with an extension of nothing, whatever the name', () => {
    expect(lengths.filter((length) => [...(named(length).extensions?.values() ?? [])].at(-1) === '')).toEqual([]);
  });
});

it('application protocols are offered where they are given, but not in the plainer hello', () => {
  const ALPNProtocols = ['xmpp-client', 'tds/8.0'];
  const names = ALPNProtocols.map(
    (name) => `${Buffer.of(name.length).toString('hex')}${Buffer.from(name).toString('hex')}`,
  );
  expect(parsed(clientHello({ ALPNProtocols })).extensions?.get(16)).toBe(`0014${names.join('')}`);
  expect(parsed(clientHello({ ALPNProtocols, plain: true })).extensions).toBeUndefined();
});

describe('no name is asked for', () => {
  it.each([
    ['an IPv4 address', '192.0.2.1'],
    ['an IPv6 address', '2001:db8::1'],
    ['nothing', ''],
  ])('of %s', (_, servername) => {
    expect(parsed(clientHello({ servername })).extensions?.has(0)).toBe(false);
  });
});

describe('the plainer hello', () => {
  const plain = parsed(clientHello({ servername: 'a.example', plain: true }));

  it('has the name for its only extension', () => {
    expect([...(plain.extensions?.keys() ?? [])]).toEqual([0]);
    expect(plain).toMatchObject({ header: '160301', whole: true, type: 1, version: 0x0303, compressions: [0] });
  });

  it('has no extensions at all where there is no name', () => {
    const bare = parsed(clientHello({ plain: true }));
    expect([bare.whole, bare.extensions]).toEqual([true, undefined]);
  });

  it('offers the same ciphers, the oldest first, and secure renegotiation in the form of one', () => {
    expect(plain.ciphers).toEqual([...[...CIPHER_NAMES.keys()].reverse(), 0x00ff]);
  });
});
