import { conclude, type Remembrance } from '../../lambda/core/conclude';
import { NOTHING_ELSE_KNOWN } from '../../lambda/core/estate';
import { DAY, HOUR } from '../../lambda/core/instant';
import type { Observation } from '../../lambda/core/observation';
import {
  certificate,
  endpoint,
  healthy,
  type LookInStory,
  managed,
  NOW,
  REFUSED,
  serving,
  story,
  target,
  unseen,
} from './builders';

/** Looks on these days at a certificate of 90 days that expires on the given day. */
function watch(expiresOn: number, days: readonly number[]): LookInStory[] {
  return days.map((day) => [day, healthy(expiresOn)]);
}

const down = endpoint(unseen());
const wrongName = endpoint(serving(certificate(80), { nameMatches: false }));
const untrusted: Observation = endpoint(
  serving(certificate(80), {
    nameMatches: false,
    verdict: { trusted: false, reason: 'untrusted', sentence: 'Nobody knows the root.' },
  }),
);

describe('the date', () => {
  test('healthy automation is silent: 90 days renewed at 30 days left', () => {
    const looks = Array.from({ length: 60 }, (_, day): LookInStory => [day, healthy(90)]);
    expect(story([...looks, [60, healthy(150)], [61, healthy(150)]]).join('')).toBe('');
  });

  test('one notice a rung, then critical every day, then expired every day', () => {
    // The ladder of a certificate of 90 days: 18, 8.4, 4.2, 1.8 and 0.6 days.
    const days = [0, 1.9, 2, 3, 11, 11.7, 12, 15.9, 16, 16.5, 17, 18, 18.3, 19, 20.1, 20.2, 21.1];
    expect(story(watch(20, days))).toEqual([
      '', // 20 days left
      '', // 18.1
      'due warning', // 18
      '', // 17
      '', // 9
      'due warning', // 8.3
      '', // 8
      'due critical', // 4.1
      '', // 4: the same rung
      '', // 3.5
      'due critical', // 3: a day later
      'due critical', // 2
      'due critical', // 1.7: the next rung
      '', // 1
      'expired critical', // -0.1
      '', // -0.2
      'expired critical', // -1.1
    ]);
  });

  test('that is near at first sight is told at once, once', () => {
    expect(story(watch(10, [0, 0.1, 1]))).toEqual(['due warning', '', '']);
  });

  test('replaced in time is told to whoever was told that it was near, once it has lasted a day', () => {
    expect(
      story([
        [0, healthy(10)],
        [1, healthy(91)],
        [2, healthy(91)],
      ]),
    ).toEqual(['due warning', '', 'replaced ok']);
  });

  test('replaced by one that is near as well is due anew', () => {
    expect(
      story([
        [0, healthy(10)],
        [1, healthy(12)],
      ]),
    ).toEqual(['due warning', 'due warning']);
  });

  test('that is far because the row has a shorter ladder now is no replacement', () => {
    expect(
      story([
        [0, healthy(10)],
        [1, healthy(10), target({ ladder: '3' })],
      ]),
    ).toEqual(['due warning', '']);
  });

  test('of a longer ladder is told again at a lower rung alone', () => {
    const longer = target({ ladder: '60,50,5' });
    expect(
      story([
        [0, healthy(17)],
        [1, healthy(17), longer],
        [13, healthy(17), longer],
      ]),
    ).toEqual(['due warning', '', 'due critical']);
  });

  test('goes on counting while the target is down', () => {
    expect(
      story([
        [0, healthy(20)],
        [3, down],
        [3.1, down],
        [13, down],
        [21, down],
      ]),
    ).toEqual(['', 'due warning', 'unreachable warning', 'due warning', 'expired critical']);
  });

  test('of a managed certificate that renewed under its ARN', () => {
    expect(
      story([
        [0, managed(10)],
        [1, managed(199, { serial: 'b' })],
        [2, managed(199, { serial: 'b' })],
      ]),
    ).toEqual(['due warning, broken warning', '', 'replaced ok']);
  });

  test('of a managed certificate that nothing uses any more is dropped in silence', () => {
    expect(
      story([
        [0, managed(10, { type: 'imported' })],
        [1, managed(10, { inUse: false })],
        [12, managed(10, { inUse: false })],
      ]),
    ).toEqual(['due warning', '', '']);
  });
});

describe('a target that cannot be reached', () => {
  test('is told of at the second look in a row, once, and when it is back', () => {
    expect(
      story([
        [0, down],
        [0.04, down],
        [0.08, down],
        [5, down],
        [6, healthy(90)],
        [7, healthy(90)],
      ]),
    ).toEqual(['', 'unreachable warning', '', '', 'recovered ok', '']);
  });

  test('that flaps is not told of', () => {
    expect(
      story([
        [0, down],
        [1, healthy(90)],
        [2, down],
        [3, healthy(90)],
      ]),
    ).toEqual(['', '', '', '']);
  });

  test('at one of its addresses is told of in the same way', () => {
    const half = endpoint(serving(certificate(80)), unseen(REFUSED, '192.0.2.2'));
    expect(
      story([
        [0, half],
        [1, half],
        [2, half],
        [3, healthy(80)],
      ]),
    ).toEqual(['', 'unreachable warning', '', 'recovered ok']);
  });
});

describe('a fault', () => {
  test('is told at once, every day while it is critical, and when it is gone', () => {
    expect(
      story([
        [0, healthy(80)],
        [1, wrongName],
        [1.5, wrongName],
        [2, wrongName],
        [2.1, healthy(80)],
        [3, healthy(80)],
      ]),
    ).toEqual(['', 'broken critical', '', 'broken critical', 'recovered ok', '']);
  });

  test('of one more kind is told at once, of one less is not', () => {
    expect(
      story([
        [0, wrongName],
        [0.1, untrusted],
        [0.2, wrongName],
        [0.3, wrongName],
      ]),
    ).toEqual(['broken critical', 'broken critical', '', '']);
  });

  test('is taken to last while nothing can be seen', () => {
    expect(
      story([
        [0, wrongName],
        [0.1, down],
        [0.2, down],
        [0.3, wrongName],
        [0.4, healthy(80)],
      ]),
    ).toEqual(['broken critical', '', 'unreachable warning', 'recovered ok', 'recovered ok']);
  });

  test('of the row is told to its author once', () => {
    const nothing: Observation = { saw: 'nothing', failure: { reason: 'not-understood', sentence: 'x' } };
    const row = target({ target: 'gopher://x' });
    expect(
      story(
        [
          [0, nothing],
          [1, nothing],
          [9, nothing],
        ],
        row,
      ),
    ).toEqual(['broken warning', '', '']);
  });

  test('at severity info tells nobody', () => {
    expect(
      story(
        [
          [0, healthy(80)],
          [1, healthy(80)],
        ],
        target({ ownr: 'anna', expires: '2026-12-31' }),
      ),
    ).toEqual(['', '']);
  });

  test('and the date are told apart', () => {
    const both = endpoint(serving(certificate(10), { nameMatches: false }));
    expect(story([[0, both]])).toEqual(['due warning, broken critical']);
  });
});

test('what has recovered is named, all of it together', () => {
  let before: Remembrance | undefined;
  const looks = [wrongName, down, down, healthy(80)];
  const notices = looks.flatMap((observation, hour) => {
    const now = NOW + hour * HOUR;
    const { renewal, decision } = conclude(target(), observation, before, NOTHING_ELSE_KNOWN, now);
    before = { memory: decision.memory, renewal };
    return decision.notices.map(({ event, ended }) => ({ event, ended }));
  });
  expect(notices).toEqual([
    { event: 'broken' },
    { event: 'unreachable' },
    { event: 'recovered', ended: ['unreachable', 'name-mismatch'] },
  ]);
});

test('what a renewal has put right is told with it, in one notice', () => {
  const both = endpoint(serving(certificate(10), { nameMatches: false }));
  expect(
    story([
      [0, both],
      [0.1, down],
      [0.2, down],
      [0.3, healthy(90)],
      [1.3, healthy(90)],
    ]),
  ).toEqual(['due warning, broken critical', '', 'unreachable warning', '', 'replaced ok']);
});

describe('a muted row', () => {
  const muted = target({ muted: '2026-12-31' });
  test('is silent about all but the expiry itself', () => {
    expect(story(watch(20, [2, 12, 16, 19, 20.1]), muted)).toEqual(['', '', '', '', 'expired critical']);
    expect(
      story(
        [
          [0, wrongName],
          [1, down],
          [2, down],
          [3, healthy(80)],
        ],
        muted,
      ),
    ).toEqual(['', '', '', '']);
  });

  test('tells what still stands when the silence ends', () => {
    const brief = target({ muted: '2026-11-24' });
    expect(
      story(
        [
          [0, wrongName],
          [1, wrongName],
          [3, wrongName],
        ],
        brief,
      ),
    ).toEqual(['', '', 'broken critical']);
  });
});

describe('a promised row', () => {
  const promised = target({ promised: '2026-12-01' });
  test('rests until the day, and is overdue from then on: once a rung, and daily where the date itself is critical', () => {
    // Promised for day 9; the rungs are on days 2, 11.6 and, critical, 15.8.
    expect(story(watch(20, [2, 8, 10, 10.5, 11.1, 12, 13.5, 15.9, 16.5, 17, 20.1, 21.2]), promised)).toEqual([
      '',
      '',
      'overdue critical',
      '',
      '',
      'overdue critical',
      '',
      'overdue critical',
      '',
      'overdue critical',
      'expired critical',
      'expired critical',
    ]);
  });

  test('is overdue once a rung of a ladder as long as a year, not daily until then', () => {
    const long = target({ ladder: '365,180,90,30,7', promised: '2026-11-30' });
    const year = endpoint(serving(certificate(310, { notBefore: NOW - DAY })));
    const looks = Array.from({ length: 221 }, (_, day): LookInStory => [day, year]);
    // 301, 180 and, critical from then on, 90 days before the end.
    expect(story(looks, long).flatMap((said, day) => (said.includes('overdue') ? [day] : []))).toEqual([9, 130, 220]);
  });

  test('for the last day does not hide the critical rungs, of which each is told once', () => {
    // The rungs are 4.2, 1.8 and 0.6 days before day 20.
    const last = target({ promised: '2026-12-12T06:00Z' });
    expect(story(watch(20, [2, 12, 15.9, 17, 18.25, 19.2, 19.45, 19.8]), last)).toEqual([
      '',
      '',
      'due critical', // 4.1
      '', // 3: not every day
      'due critical', // 1.8
      '',
      'due critical', // 0.55
      'overdue critical',
    ]);
  });

  test('that was kept is silent', () => {
    expect(
      story(
        [
          [2, healthy(20)],
          [8, healthy(98)],
          [10, healthy(98)],
        ],
        promised,
      ),
    ).toEqual(['', '', '']);
  });

  test('later than the expiry does not rest', () => {
    expect(story(watch(20, [2]), target({ promised: '2026-12-31' }))).toEqual(['due warning, broken warning']);
  });

  test('does not hide a fault', () => {
    expect(story([[0, wrongName]], promised)).toEqual(['broken critical']);
  });
});

test('the date of a managed certificate goes on counting while its inventory cannot be read, unless nothing uses it', () => {
  const unread: Observation = { saw: 'nothing', failure: { reason: 'inventory-unread', sentence: 'x' } };
  expect(
    story([
      [0, managed(40)],
      [11, unread],
      [12, unread],
      [34, unread],
    ]),
  ).toEqual(['', 'due warning', '', 'due critical']);
  expect(
    story([
      [0, managed(40, { inUse: false })],
      [11, unread],
      [34, unread],
    ]),
  ).toEqual(['', '', '']);
});

describe('an address that misses a look closes nothing', () => {
  const old = certificate(10);
  const renewed = serving(certificate(80), {}, '192.0.2.2');
  const half = endpoint(renewed, unseen());

  test('neither the matter of its date', () => {
    const both = endpoint(serving(old), renewed);
    expect(
      story([
        [0, both],
        [0.1, half],
        [0.2, both],
        [0.3, endpoint(serving(certificate(80)), renewed)],
        [1.3, endpoint(serving(certificate(80)), renewed)],
      ]),
    ).toEqual(['not-applied warning', '', '', '', 'applied ok']);
  });

  test('nor a fault that was seen at it', () => {
    const faulty = endpoint(serving(certificate(80), { nameMatches: false }), renewed);
    expect(
      story([
        [0, faulty],
        [0.1, half],
        [0.2, faulty],
        [0.3, endpoint(serving(certificate(80)), renewed)],
      ]),
    ).toEqual(['broken critical', '', '', 'recovered ok']);
  });
});

test('two certificates with the same date are one matter, in whatever order the addresses come', () => {
  const one = serving(certificate(10, { sha256: 'a' }));
  const other = serving(certificate(10, { sha256: 'b' }), {}, '192.0.2.2');
  expect(
    story([
      [0, endpoint(one, other)],
      [0.1, endpoint(other, one)],
      [0.2, endpoint(one, other)],
    ]),
  ).toEqual(['due warning', '', '']);
});

test('a serial number that only one way of asking tells is no other certificate', () => {
  expect(
    story([
      [0, managed(10, { type: 'imported', serial: 'a' })],
      [0.1, managed(10, { type: 'imported' })],
      [0.2, managed(10, { type: 'imported', serial: 'a' })],
    ]),
  ).toEqual(['due warning', '', '']);
});

test('a look that sees nothing is no recovery, even where it is no failure to reach', () => {
  const region: Observation = { saw: 'nothing', failure: { reason: 'region-disabled', sentence: 'x' } };
  const timedOut: Observation = { saw: 'nothing', failure: { reason: 'timed-out', sentence: 'x' } };
  expect(
    story([
      [0, timedOut],
      [0.1, timedOut],
      [0.2, region],
    ]),
  ).toEqual(['', 'unreachable warning', '']);
});

test('the promise for the last renewal is no broken promise for this one', () => {
  // Promised for a day before the certificate that is due now was issued.
  expect(story([[0, healthy(17)]], target({ promised: '2026-09-01' }))).toEqual(['due warning']);
});

test('each slip in a row is told', () => {
  const rows = [
    { ladder: 'weekly' },
    { ladder: 'weekly', timezone: 'Mars' },
    { ladder: 'weekly', timezone: 'Mars' },
    {},
  ];
  expect(story(rows.map((row, day) => [day, healthy(80), target(row)] as const))).toEqual([
    'broken warning',
    'broken warning',
    '',
    'recovered ok',
  ]);
});
