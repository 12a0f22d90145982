import { blindness, isOutOfReach } from '../../lambda/core/blindness';
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

describe('the prober is offline', () => {
  test.each([
    ['where all are lost', 5, 5, true],
    ['where half are lost', 10, 5, true],
    ['but not where less than half are', 11, 5, false],
    ['nor where it is fewer than five', 4, 4, false],
    ['nor where nothing could be seen before', 0, 0, false],
  ])('%s', (_, known, lost, is) => {
    expect(blindness({ known, lost }, undefined, NOW)).toEqual(is ? { known, lost, since: NOW } : undefined);
  });

  test('since it was first found to be', () => {
    const before = { known: 7, lost: 7, since: NOW - DAY };
    expect(blindness({ known: 10, lost: 8 }, before, NOW)).toEqual({ known: 10, lost: 8, since: NOW - DAY });
  });

  test('for two days at most while others are reached, and for as long as it lasts while none is', () => {
    const since = NOW - 2 * DAY;
    const before = { known: 10, lost: 8, since };
    expect(blindness({ known: 10, lost: 8 }, before, NOW)).toBeDefined();
    expect(blindness({ known: 10, lost: 8 }, before, NOW + 1)).toBeUndefined();
    expect(blindness({ known: 10, lost: 10 }, before, NOW + 30 * DAY)).toMatchObject({ since });
  });
});
