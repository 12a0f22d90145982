import { DAY } from '../../lambda/core/instant';
import type { Handshake, Observation } from '../../lambda/core/observation';
import { authority, certificate, endpoint, NOW, serving, story, target } from './builders';

const [LEAF, R3, X1] = [certificate(60), authority('R3', 'X1'), authority('X1', 'X1')];
const EXPIRED = authority('Old', 'Older', { notAfter: NOW - DAY });
const RSA = certificate(60, { sha256: 'rsa', keyType: 'RSA', keyBits: 1024 });

const sends = (sent: Handshake['sent'], changes: Partial<Handshake> = {}, address?: string) =>
  serving(LEAF, { chain: [LEAF, R3, X1], ...(sent && { sent }), ...changes }, address);
const sending = (sent: Handshake['sent'], changes?: Partial<Handshake>) => endpoint(sends(sent, changes));

const WELL = sending([LEAF, R3]);
const UNREAD = sending(undefined);

/** What is told look by look, half an hour apart. */
function told(...looks: readonly Observation[]): string[] {
  return story(looks.map((look, i) => [i / 48, look] as const));
}

describe('a fault that nothing but what is sent shows', () => {
  test.each<[string, Observation]>([
    ['an intermediate that is missing', sending([LEAF])],
    ['an expired certificate that is sent along', sending([LEAF, R3, EXPIRED])],
    ['a second leaf with a weak key', sending([RSA, R3])],
  ])('stays while what is sent cannot be seen, and ends when that is in order: %s', (_, fault) => {
    expect(told(fault, UNREAD, UNREAD, fault, UNREAD, WELL)).toEqual([
      'broken warning',
      '',
      '',
      '',
      '',
      'recovered ok',
    ]);
  });

  test('stays while one of two addresses does not show what it sends', () => {
    const both = (second: Handshake['sent']) => endpoint(sends([LEAF, R3]), sends(second, {}, '192.0.2.2'));
    expect(told(both([LEAF]), both(undefined), both([LEAF, R3]))).toEqual(['broken warning', '', 'recovered ok']);
  });

  test('is no news where a full check sees it too', () => {
    const crossSigned = { chain: [LEAF, R3, X1, EXPIRED] as const };
    expect(told(sending([LEAF, R3, EXPIRED]), sending(undefined, crossSigned), sending([LEAF, R3, EXPIRED]))).toEqual([
      'broken warning',
      '',
      '',
    ]);
  });

  test('and another beside it is news', () => {
    expect(told(sending([LEAF]), sending(undefined, { nameMatches: false }))).toEqual([
      'broken warning',
      'broken critical',
    ]);
  });
});

describe('a fault that a full check shows', () => {
  const incomplete = { trusted: false, reason: 'chain-incomplete', sentence: 'No.' } as const;
  test.each<[string, Observation]>([
    ['a path that leads nowhere', sending(undefined, { verdict: incomplete })],
    ['a name', sending(undefined, { nameMatches: false })],
    [
      'an expired cross-sign on the path',
      sending(undefined, { chain: [LEAF, R3, authority('X1', 'Older', { notAfter: NOW - DAY })] }),
    ],
  ])('ends also where what is sent has never been seen: %s', (_, fault) => {
    const [first, ...then] = told(fault, UNREAD);
    expect(first).toMatch(/^broken/);
    expect(then).toEqual(['recovered ok']);
  });
});

test('what is wrong with the row ends all the same', () => {
  const wrong = target({ ladder: 'weekly' });
  expect(
    story([
      [0, UNREAD, wrong],
      [0.1, UNREAD],
    ]),
  ).toEqual(['broken warning', 'recovered ok']);
});
