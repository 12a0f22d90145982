import { indexCertificates } from '../../lambda/core/certificate-index';
import type { KnownCertificate } from '../../lambda/core/known-certificate';

function held(id: string, changes: Partial<KnownCertificate> = {}): KnownCertificate {
  return {
    id,
    client: '-',
    names: ['www.example.com'],
    notBefore: 1_000,
    notAfter: 9_000,
    renewsItself: false,
    isPrivate: false,
    exported: false,
    formerly: [],
    ...changes,
  };
}

describe('who holds what is served', () => {
  test.each<
    [string, Partial<KnownCertificate>, Parameters<ReturnType<typeof indexCertificates>['holding']>[0], boolean]
  >([
    ['is told by the fingerprint', { sha256: 'ab' }, { sha256: 'ab', notAfter: 1 }, true],
    ['is told by serial number and end', { serial: '0A' }, { sha256: 'ab', serial: 'A', notAfter: 9_000 }, true],
    [
      'is not told by the serial number alone: CAs number by themselves',
      { serial: '0A' },
      { serial: '0A', notAfter: 9_001 },
      false,
    ],
    [
      'is told by both dates where nothing else is known',
      {},
      { serial: '0A', notBefore: 1_000, notAfter: 9_000 },
      true,
    ],
    [
      'is not told by the dates where the serial number is another',
      { serial: '0B' },
      { serial: '0A', notBefore: 1_000, notAfter: 9_000 },
      false,
    ],
    ['is not told by one date', {}, { serial: '0A', notBefore: 1_001, notAfter: 9_000 }, false],
  ])('%s', (_, known, served, found) => {
    expect(indexCertificates([held('a', known)]).holding(served, 'www.example.com')?.id).toBe(found ? 'a' : undefined);
  });

  test('is not told by both dates of a certificate for other names: CAs issue many in a second', () => {
    const served = { serial: '0A', notBefore: 1_000, notAfter: 9_000 };
    expect(indexCertificates([held('a')]).holding(served, 'other.example.org')).toBeUndefined();
  });

  test('and has renewed it is the newest, of several', () => {
    const formerly = [{ notBefore: 1, notAfter: 2, serial: '01' }];
    const index = indexCertificates([
      held('a', { formerly }),
      held('b', { formerly, notBefore: 2_000 }),
      held('c', { formerly }),
    ]);
    expect(index.renewing({ notAfter: 2, serial: '01' }, 'x')?.id).toBe('b');
    expect(index.holding({ notAfter: 2, serial: '01' }, 'x')).toBeUndefined();
  });
});

describe('of two texts with one hash', () => {
  const [one, other] = ['costarring.example', 'liquid.example'];

  test('each is found for itself alone', () => {
    const index = indexCertificates([held('a', { names: [one] }), held('b', { names: [other] })]);
    expect([one, other].map((name) => index.covering(name).map(({ id }) => id))).toEqual([['a'], ['b']]);
    expect(indexCertificates([held('a', { names: [one] })]).covering(other)).toEqual([]);
  });

  test('a name is no ARN, and no fingerprint', () => {
    const index = indexCertificates([
      held('a', { names: ['b'], formerly: [{ notBefore: 1, notAfter: 2, sha256: 'c' }] }),
    ]);
    expect([index.byId('b'), index.holding({ notAfter: 1, sha256: 'b' }, 'x')]).toEqual([undefined, undefined]);
    expect([index.holding({ notAfter: 2, sha256: 'c' }, 'x'), index.covering('a')]).toEqual([undefined, []]);
    expect(index.renewing({ notAfter: 2, sha256: 'c' }, 'x')?.id).toBe('a');
  });
});

test('what lies in very many places is held by one of them, and each is known by its name', () => {
  const index = indexCertificates(Array.from({ length: 1_000 }, (_, i) => held(`${i}`, { serial: '0A' })));
  expect(index.holding({ serial: '0A', notAfter: 9_000 }, 'x')).toBeDefined();
  expect([0, 500, 999].map((i) => index.byId(`${i}`)?.id)).toEqual(['0', '500', '999']);
});

describe('which certificates cover a name', () => {
  const index = indexCertificates([
    held('exact', { notBefore: 5 }),
    held('wild', { names: ['*.Example.com'], notBefore: 9 }),
    held('apex', { names: ['example.com'] }),
  ]);

  test.each([
    ['www.example.com', ['wild', 'exact']],
    ['mail.example.com', ['wild']],
    ['a.mail.example.com', []],
    ['example.com', ['apex']],
    ['com', []],
  ])('%s: %j', (name, ids) => {
    expect(index.covering(name).map(({ id }) => id)).toEqual(ids);
  });

  test('is bounded: of many for one name the newest are kept', () => {
    const many = Array.from({ length: 100 }, (_, i) => held(`${i}`, { notBefore: i }));
    expect(
      indexCertificates(many)
        .covering('www.example.com')
        .map(({ id }) => id),
    ).toEqual(['99', '98', '97', '96', '95', '94', '93', '92']);
  });
});
