import { blindness, isOutOfReach, isOutOfSight } from '../../lambda/core/blindness';
import { DAY } from '../../lambda/core/instant';
import type { FailureReason, Observation } from '../../lambda/core/observation';
import { certificate, endpoint, NOW, serving, unseen } from './builders';

const failed = (reason: FailureReason) => ({ reason, sentence: 'x' }) as const;
const saw = (reason: FailureReason): Observation => ({ saw: 'nothing', failure: failed(reason) });

describe('what may be the prober’s own fault', () => {
  test.each<FailureReason>(['timed-out', 'no-such-host', 'dns-failed', 'refused', 'reset', 'closed', 'no-route'])(
    'is %s, of a name as of all its addresses',
    (reason) => {
      const at = (address: string) => unseen(failed(reason), address);
      expect(isOutOfReach(saw(reason))).toBe(true);
      expect(isOutOfReach(endpoint(at('192.0.2.1'), at('192.0.2.2')))).toBe(true);
      expect(isOutOfReach(endpoint(at('192.0.2.1'), serving(certificate(80), {}, '192.0.2.2')))).toBe(false);
    },
  );

  test.each<FailureReason>(['not-tls', 'no-tls', 'handshake-refused', 'address-refused', 'port-blocked', 'not-looked'])(
    'is not %s, which only an answer or nothing at all can say',
    (reason) => {
      expect(isOutOfReach(saw(reason))).toBe(false);
      expect(isOutOfReach(endpoint(unseen(), unseen(failed(reason), '192.0.2.2')))).toBe(false);
    },
  );

  test('is no inventory and no date', () => {
    expect(isOutOfReach({ saw: 'inventory', count: 0 })).toBe(false);
    expect(isOutOfReach({ saw: 'date', expires: NOW })).toBe(false);
    expect(isOutOfReach(endpoint())).toBe(false);
  });
});

describe('what was seen before is out of sight', () => {
  test.each<[FailureReason, boolean]>([
    ['timed-out', true],
    ['not-tls', true],
    ['no-tls', true],
    ['handshake-refused', true],
    ['address-refused', true],
    ['not-looked', false],
  ])('where it is %s: %s', (reason, is) => {
    expect(isOutOfSight(saw(reason))).toBe(is);
    expect(isOutOfSight(endpoint(unseen(failed(reason)), unseen(failed(reason), '192.0.2.2')))).toBe(is);
  });

  test('where its addresses fail for several reasons, but not where one of them is seen', () => {
    const refused = unseen(failed('handshake-refused'));
    expect(isOutOfSight(endpoint(refused, unseen(failed('timed-out'), '192.0.2.2')))).toBe(true);
    expect(isOutOfSight(endpoint(refused, serving(certificate(80), {}, '192.0.2.2')))).toBe(false);
    expect(isOutOfSight(endpoint())).toBe(false);
  });
});

const NONE = { known: 0, lost: 0 };

describe('the prober is offline', () => {
  test.each([
    ['where all are lost', 5, 5, true],
    ['where half are lost', 10, 5, true],
    ['but not where less than half are', 11, 5, false],
    ['nor where it is fewer than five', 4, 4, false],
    ['nor where nothing could be seen before', 0, 0, false],
  ])('%s', (_, known, lost, is) => {
    expect(blindness({ known, lost }, NONE, undefined, NOW)).toEqual(is ? { known, lost, since: NOW } : undefined);
  });

  test('since it was first found to be', () => {
    const before = { known: 7, lost: 7, since: NOW - DAY };
    expect(blindness({ known: 10, lost: 8 }, NONE, before, NOW)).toEqual({ known: 10, lost: 8, since: NOW - DAY });
  });

  test('since now, where it was blind to one family of addresses alone before', () => {
    const before = { known: 7, lost: 7, since: NOW - DAY, family: 'IPv6' } as const;
    expect(blindness({ known: 10, lost: 8 }, NONE, before, NOW)).toEqual({ known: 10, lost: 8, since: NOW });
  });

  test('for two days at most while others are reached, and for as long as it lasts while none is', () => {
    const since = NOW - 2 * DAY;
    const before = { known: 10, lost: 8, since };
    expect(blindness({ known: 10, lost: 8 }, NONE, before, NOW)).toBeDefined();
    expect(blindness({ known: 10, lost: 8 }, NONE, before, NOW + 1)).toBeUndefined();
    expect(blindness({ known: 10, lost: 10 }, NONE, before, NOW + 30 * DAY)).toMatchObject({ since });
  });

  describe('until it reaches something, where few are looked at because parts of the sweep failed', () => {
    const since = NOW - 2 * DAY;
    const before = { known: 8, lost: 8, since };
    test.each([
      ['all of these are lost', { known: 3, lost: 3 }, NONE, { known: 3, lost: 3, since }],
      [
        'these and newcomers are',
        { known: 1, lost: 1 },
        { known: 1, lost: 1 },
        { known: 2, lost: 2, since, first: true },
      ],
      ['none is looked at', NONE, NONE, before],
      ['one is reached', { known: 3, lost: 2 }, NONE, undefined],
      ['a newcomer is', { known: 3, lost: 3 }, { known: 1, lost: 0 }, undefined],
    ])('%s', (_, sight, newcomers, still) => {
      expect(blindness(sight, newcomers, before, NOW)).toEqual(still);
      expect(blindness(sight, newcomers, before, NOW + 1)).toBeUndefined();
    });
  });
});

describe('a prober that has hardly seen anything yet is offline', () => {
  test.each([
    ['where it loses all that it looks at for the first time', NONE, { known: 5, lost: 5 }, 5],
    ['where it loses half of that', NONE, { known: 300, lost: 150 }, 150],
    ['where it loses the few that it knew besides', { known: 4, lost: 4 }, { known: 6, lost: 6 }, 10],
    ['but not where it loses less than half', NONE, { known: 11, lost: 5 }, undefined],
    ['nor where that is fewer than five', NONE, { known: 4, lost: 4 }, undefined],
    ['nor where it reaches one that it knew', { known: 4, lost: 3 }, { known: 6, lost: 6 }, undefined],
    ['nor where it knows enough others', { known: 5, lost: 0 }, { known: 300, lost: 300 }, undefined],
  ])('%s', (_, sight, newcomers, lost) => {
    const first = blindness(sight, newcomers, undefined, NOW);
    expect(first).toEqual(lost && { known: sight.known + newcomers.known, lost, since: NOW, first: true });
  });

  test('for two days at most, even where it reaches nothing', () => {
    const before = { known: 5, lost: 5, since: NOW - 2 * DAY, first: true } as const;
    expect(blindness(NONE, { known: 5, lost: 5 }, before, NOW)).toEqual(before);
    expect(blindness(NONE, { known: 5, lost: 5 }, before, NOW + 1)).toBeUndefined();
  });
});
