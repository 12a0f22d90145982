import { DAY, iso } from '../../lambda/core/instant';
import { type MaintenanceWindow, underMaintenance } from '../../lambda/core/maintenance';
import { certificate, endpoint, healthy, type LookInStory, NOW, serving, story, target, unseen } from './builders';

const HOURS = 60;
const SUNDAY = 6 * 24 * HOURS;

/** Until when it is quiet then; empty where it is not. */
function quietAt(time: string, windows: MaintenanceWindow[], client = 'Contoso'): string {
  const { maintenance } = underMaintenance(target({ client }), windows, Date.parse(time));
  return maintenance === undefined ? '' : iso(maintenance);
}

describe('a window is open', () => {
  const night = { from: SUNDAY + 22 * HOURS, to: 4 * HOURS, timezone: 'Europe/Berlin' };

  test.each([
    ['not before it begins', '2026-11-22T20:59:59Z', ''],
    ['from its first minute', '2026-11-22T21:00:00Z', '2026-11-23T03:00:00Z'],
    ['when the week has ended', '2026-11-23T01:30:30Z', '2026-11-23T03:00:00Z'],
    ['until its last second', '2026-11-23T02:59:59.999Z', '2026-11-23T03:00:00Z'],
    ['and not after it', '2026-11-23T03:00:00Z', ''],
    ['an hour earlier by UTC in summer', '2026-07-05T20:00:00Z', '2026-07-06T02:00:00Z'],
    ['in no other night', '2026-11-24T22:00:00Z', ''],
  ])('%s', (_, time, until) => {
    expect(quietAt(time, [night])).toBe(until);
  });

  test('for its client alone, however that is written', () => {
    const windows = [{ ...night, client: 'contoso' }];
    expect(quietAt('2026-11-22T21:00:00Z', windows)).not.toBe('');
    expect(quietAt('2026-11-22T21:00:00Z', windows, 'Fabrikam')).toBe('');
  });

  test('until the last of several ends', () => {
    const later = { from: SUNDAY + 23 * HOURS, to: 5 * HOURS, timezone: 'UTC' };
    expect(quietAt('2026-11-22T23:30:00Z', [later, night])).toBe('2026-11-23T05:00:00Z');
  });
});

describe('when clocks are changed', () => {
  const early = { from: SUNDAY + 1 * HOURS, to: SUNDAY + 4 * HOURS, timezone: 'Europe/Berlin' };
  const within = { from: SUNDAY + 2 * HOURS, to: SUNDAY + 2.5 * HOURS, timezone: 'Europe/Berlin' };

  test.each([
    // On 29 March 2026, 02:00 is 03:00 at once.
    ['a window over the lost hour is shorter', early, '2026-03-29T00:00:00Z', '2026-03-29T02:00:00Z'],
    ['and over when the clocks say so', early, '2026-03-29T02:00:00Z', ''],
    ['a window in the lost hour is not there', within, '2026-03-29T01:00:00Z', ''],
    [
      'a window that would end in it is open until then',
      { ...early, to: SUNDAY + 2.5 * HOURS },
      '2026-03-29T00:45:00Z',
      '2026-03-29T01:30:00Z',
    ],
    ['and not after it', { ...early, to: SUNDAY + 2.5 * HOURS }, '2026-03-29T01:00:00Z', ''],
    ['nor just before it', within, '2026-03-29T00:59:59Z', ''],
    // On 25 October 2026, 03:00 is 02:00 again.
    ['a window over the hour that comes twice is longer', early, '2026-10-24T23:00:00Z', '2026-10-25T03:00:00Z'],
    ['and open in the second', early, '2026-10-25T01:59:00Z', '2026-10-25T03:00:00Z'],
    ['a window in the hour that comes twice is open', within, '2026-10-25T00:10:00Z', '2026-10-25T00:30:00Z'],
    ['and closed between', within, '2026-10-25T00:40:00Z', ''],
    ['and open again', within, '2026-10-25T01:10:00Z', '2026-10-25T01:30:00Z'],
  ])('%s', (_, window, time, until) => {
    expect(quietAt(time, [window])).toBe(until);
  });
});

describe('in a window', () => {
  const wrongName = endpoint(serving(certificate(80), { nameMatches: false }));
  const down = endpoint(unseen());
  const quiet = (until: number) => ({ ...target(), maintenance: NOW + until * DAY });

  test.each<[string, LookInStory[], string[]]>([
    [
      'what begins and ends is not told',
      [
        [0, healthy(80)],
        [0.1, wrongName, quiet(0.3)],
        [0.2, down, quiet(0.3)],
        [0.25, down, quiet(0.3)],
        [0.4, healthy(80)],
      ],
      ['', '', '', '', ''],
    ],
    [
      'what begins and lasts is told after it',
      [
        [0, down, quiet(0.3)],
        [0.1, down, quiet(0.3)],
        [0.4, down],
      ],
      ['', '', 'unreachable warning'],
    ],
    [
      'what was told before and ends is told to have ended after it',
      [
        [0, wrongName],
        [0.1, healthy(80), quiet(0.3)],
        [0.4, healthy(80)],
        [0.5, healthy(80)],
      ],
      ['broken critical', '', 'recovered ok', ''],
    ],
    [
      'a renewal is told after it',
      [
        [0, healthy(10)],
        [0.1, healthy(80), quiet(0.3)],
        [1.2, healthy(80), quiet(1.3)],
        [1.4, healthy(80)],
      ],
      ['due warning', '', '', 'replaced ok'],
    ],
    [
      'an expiry is told all the same',
      [
        [0, healthy(0.1), quiet(0.3)],
        [0.2, healthy(0.1), quiet(0.3)],
      ],
      ['', 'expired critical'],
    ],
  ])('%s', (_, looks, told) => {
    expect(story(looks)).toEqual(told);
  });
});
