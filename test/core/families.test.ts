import { NOT_LOOKED } from '../../lambda/core/blindness';
import { type BlindTo, believed, familiesMet, familyBlindness, lostFamilies } from '../../lambda/core/families';
import { DAY } from '../../lambda/core/instant';
import type { AddressObservation, FailureReason } from '../../lambda/core/observation';
import { certificate, endpoint, NOW, serving, unseen } from './builders';

const [V4, V6, OTHER6] = ['192.0.2.1', '2001:db8::1', '2001:db8::2'] as const;
const well = (address: string) => serving(certificate(80), {}, address);
const failed = (address: string, reason: FailureReason = 'timed-out') => unseen({ reason, sentence: 'x' }, address);
const unlooked = (address: string) => ({ ok: false, address, failure: NOT_LOOKED.failure });
const BOTH = { addresses: [V4, V6].map((address) => ({ address, sha256: 'leaf-80' })) };

test.each<[string, AddressObservation[], string[]]>([
  ['none where both are seen', [well(V4), well(V6)], []],
  ['that of which every address fails', [well(V4), failed(V6), failed(OTHER6, 'no-route')], ['IPv6']],
  ['not that of which one is seen', [well(V4), failed(V6), well(OTHER6)], []],
  ['not that which gave an answer, if not a good one', [well(V4), failed(V6, 'handshake-refused')], []],
  ['both where nothing is reached', [failed(V4), failed(V6)], ['IPv4', 'IPv6']],
])('lost is %s', (_, addresses, lost) => {
  expect(lostFamilies(endpoint(...addresses))).toEqual(lost);
});

describe('what an endpoint says of the ways of both', () => {
  test.each<[string, AddressObservation[], typeof BOTH, string[]]>([
    ['each is met', [well(V4), well(V6)], BOTH, ['IPv4 met', 'IPv6 met']],
    ['one is lost, at whatever address it has now', [well(V4), failed(OTHER6)], BOTH, ['IPv4 met', 'IPv6 lost']],
    [
      'nothing of one that was never seen',
      [well(V4), failed(V6)],
      { addresses: BOTH.addresses.slice(0, 1) },
      ['IPv4 met'],
    ],
    ['nothing of one that it has no more', [well(V4)], BOTH, ['IPv4 met']],
    ['nothing where it is down itself', [failed(V4), failed(V6)], BOTH, []],
  ])('%s', (_, addresses, before, says) => {
    const met = familiesMet(endpoint(...addresses), before);
    expect(met.map(({ family, isLost }) => `${family} ${isLost ? 'lost' : 'met'}`)).toEqual(says);
  });
});

describe('the prober is blind to one family', () => {
  const well = { known: 60, lost: 0 };
  test.each([
    ['where all of it is lost', 5, 5, true],
    ['but not where one is seen by it', 60, 59, false],
    ['nor where it is fewer than five', 4, 4, false],
  ])('%s', (_, known, lost, is) => {
    const blind = familyBlindness({ IPv4: well, IPv6: { known, lost } }, undefined, NOW);
    expect(blind).toEqual(is ? { known, lost, since: NOW, family: 'IPv6' } : undefined);
  });

  test('until one is seen by it, be there ever so few that could be', () => {
    const before = { known: 5, lost: 5, since: NOW, family: 'IPv6' } as const;
    const ipv6 = (known: number, lost: number) =>
      familyBlindness({ IPv4: { known: 9, lost: 0 }, IPv6: { known, lost } }, before, NOW);
    expect([ipv6(1, 1), ipv6(5, 4), ipv6(0, 0)]).toEqual([{ ...before, known: 1, lost: 1 }, undefined, undefined]);
  });

  test('for two days at most, which do not begin with another blindness', () => {
    const sight = { IPv4: { known: 5, lost: 5 }, IPv6: well };
    const before = { known: 5, lost: 5, since: NOW - 2 * DAY };
    expect(familyBlindness(sight, { ...before, family: 'IPv4' }, NOW)).toMatchObject({ since: before.since });
    expect(familyBlindness(sight, { ...before, family: 'IPv4' }, NOW + 1)).toBeUndefined();
    for (const other of [before, { ...before, family: 'IPv6' } as const])
      expect(familyBlindness(sight, other, NOW + 1)).toMatchObject({ since: NOW + 1 });
  });
});

describe('of a prober that is blind', () => {
  const lost6 = endpoint(well(V4), failed(V6));
  test.each<[string, BlindTo, Parameters<typeof believed>[0], typeof BOTH | undefined, unknown]>([
    ['to nothing, all is believed', 'nothing', lost6, BOTH, lost6],
    [
      'to one family, what was seen by it stands',
      'IPv6',
      lost6,
      BOTH,
      endpoint(well(V4), unlooked(V6) as AddressObservation),
    ],
    ['to the other, what is lost is lost', 'IPv4', lost6, BOTH, lost6],
    [
      'to all, so does what was seen by one',
      'all',
      lost6,
      BOTH,
      endpoint(well(V4), unlooked(V6) as AddressObservation),
    ],
    ['to all, what is lost has not been looked at', 'all', endpoint(failed(V4), failed(V6)), BOTH, NOT_LOOKED],
    ['to one, neither has what has no other', 'IPv6', endpoint(failed(V6)), BOTH, NOT_LOOKED],
    ['to one, what never was seen by it is left out', 'IPv6', lost6, undefined, endpoint(well(V4))],
    [
      'to one, what is down by the other is down',
      'IPv6',
      endpoint(failed(V4), failed(V6)),
      BOTH,
      endpoint(failed(V4), unlooked(V6) as AddressObservation),
    ],
  ])('%s', (_, blind, observation, before, is) => {
    expect(believed(observation, blind, before)).toEqual(is);
  });

  test('what had failed before fails still', () => {
    const before = { addresses: [...BOTH.addresses, { address: OTHER6, failure: 'x' }] };
    const seen = believed(endpoint(well(V4), failed(V6), failed(OTHER6)), 'IPv6', before);
    expect(seen).toEqual(endpoint(well(V4), failed(OTHER6), unlooked(V6) as AddressObservation));
  });

  test('what had failed before at every address fails still at others', () => {
    const before = {
      addresses: [
        { address: V4, sha256: 'leaf-80' },
        { address: V6, failure: 'x' },
      ],
    };
    const seen = endpoint(well(V4), failed(OTHER6));
    expect(believed(seen, 'IPv6', before)).toEqual(seen);
  });
});
