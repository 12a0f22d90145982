import { DAY } from '../../lambda/core/instant';
import type { Observation } from '../../lambda/core/observation';
import { certificate, endpoint, healthy, type LookInStory, NOW, serving, story, target, unseen } from './builders';

const down = endpoint(unseen());
const well = healthy(80);
const wrongName = endpoint(serving(certificate(80), { nameMatches: false }));
const untrusted = endpoint(
  serving(certificate(80), { verdict: { trusted: false, reason: 'untrusted', sentence: 'Nobody knows the root.' } }),
);

/** Looks every hour, at one after the other and from the beginning again, and says what was told in which hour. */
function hourly(hours: number, ...seen: Observation[]): string[] {
  return told(Array.from({ length: hours }, (_, hour) => seen[hour % seen.length] ?? well));
}

function told(looks: readonly Observation[], watched = target()): string[] {
  const days = looks.map((seen, hour): LookInStory => [hour / 24, seen]);
  return story(days, watched).flatMap((said, hour) => (said === '' ? [] : [`${hour} ${said}`]));
}

function times<T>(count: number, ...items: T[]): T[] {
  return Array.from({ length: count }, () => items).flat();
}

describe('an address that flaps', () => {
  test('is told of, is told to be back, is told of once more, and then of nothing', () => {
    expect(hourly(240, down, down, well, well)).toEqual([
      '1 unreachable warning',
      '2 recovered ok',
      '5 unreachable warning',
    ]);
  });

  test('has recovered once it has been reached at every look for a day', () => {
    const looks = [...times(2, down, down, well), ...times(10, well), down, ...times(30, well)];
    expect(told(looks)).toEqual([
      '1 unreachable warning',
      '2 recovered ok',
      '4 unreachable warning',
      // It had missed one look, at hour 16.
      '41 recovered ok',
    ]);
  });

  test('and is down again two days after it was back is told of as at first, and its end at once', () => {
    const looks = [down, down, ...times(50, well), down, down, well];
    expect(told(looks)).toEqual([
      '1 unreachable warning',
      '2 recovered ok',
      '53 unreachable warning',
      '54 recovered ok',
    ]);
  });

  test('and stays down is no secret', () => {
    expect(told([down, down, well, ...times(50, down)])).toEqual([
      '1 unreachable warning',
      '2 recovered ok',
      '4 unreachable warning',
    ]);
  });
});

describe('a network that serves two certificates in turn', () => {
  test('of which one is faulty is told of as a fault that lasts, every day while it is critical', () => {
    expect(hourly(60, wrongName, well)).toEqual([
      '0 broken critical',
      '1 recovered ok',
      '2 broken critical',
      '26 broken critical',
      '50 broken critical',
    ]);
  });

  test('each with a fault of its own is told of once for each, then every day', () => {
    expect(hourly(60, wrongName, untrusted)).toEqual([
      '0 broken critical',
      '1 broken critical',
      '25 broken critical',
      '49 broken critical',
    ]);
  });

  test('of which one is near is told of once a rung', () => {
    // The rungs of a certificate of 90 days are 18 and 8.4 days, so that the next is reached in hour 39.
    expect(hourly(72, healthy(10), well)).toEqual(['0 due warning', '39 due warning']);
  });

  test('which are both near is told of once for each, then once a rung of the earlier, which counts as long as it is met', () => {
    expect(hourly(96, healthy(10), healthy(12))).toEqual(['0 due warning', '1 due warning', '39 due warning']);
  });

  test('and has rolled the new one out has renewed it a day after the old one has not been seen for three', () => {
    const looks = [...times(5, healthy(10), well), ...times(110, well)];
    expect(told(looks)).toEqual(['0 due warning', '39 due warning', '105 replaced ok']);
  });

  test('in rotation over two addresses, old, new, old, new at each, begins once and ends once', () => {
    const at = (first: number, second: number) =>
      endpoint(serving(certificate(first)), serving(certificate(second), {}, '192.0.2.2'));
    const looks = [...times(6, at(10, 80), at(80, 80), at(80, 10), at(80, 80)), ...times(110, at(80, 80))];
    expect(told(looks)).toEqual(['0 not-applied warning', '39 due warning', '119 applied ok']);
  });

  test('at two addresses, now here and now there, is told of once a rung', () => {
    const at = (first: number, second: number) =>
      endpoint(serving(certificate(first)), serving(certificate(second), {}, '192.0.2.2'));
    expect(hourly(36, at(10, 10), at(10, 80), at(80, 10), at(80, 80))).toEqual([
      '0 due warning',
      '1 not-applied warning',
    ]);
  });
});

test('a date that somebody changes to and fro is told of, and told to be replaced once that has lasted a day', () => {
  const licence = target({ target: 'dated:Licence', expires: '2026-12-01' });
  const date = (days: number): Observation => ({ saw: 'date', expires: NOW + days * DAY });
  const looks = times(5, date(10), date(300));
  expect(told([...looks, ...times(30, date(300))], licence)).toEqual(['0 due warning', '33 replaced ok']);
});

test('a date that comes back while reminders of it rest has not been gone all the time', () => {
  const licence = target({ target: 'dated:Licence', expires: '2026-12-01' });
  const promised = target({ target: 'dated:Licence', expires: '2026-12-01', promised: '2026-11-28' });
  const date = (days: number): Observation => ({ saw: 'date', expires: NOW + days * DAY });
  const looks: LookInStory[] = [
    [0, date(10)],
    [0.5, date(300)],
    [1, date(10), promised],
    [1.2, date(300)],
    [1.6, date(300)],
    [2.2, date(300)],
  ];
  expect(story(looks, licence)).toEqual(['due warning', '', '', '', '', 'replaced ok']);
});

test.each([
  ['is no news a day later', 1, ''],
  ['is news two days later', 2.1, 'broken warning'],
])('a fault that goes, and comes back beside one that has lasted, %s', (_, later, said) => {
  const both = target({ ladder: 'weekly', timezone: 'Mars' });
  const one = target({ ladder: 'weekly' });
  const looks: LookInStory[] = [
    [0, well, both],
    [0.1, well, one],
    [0.2, well, one],
    [0.1 + later, well, both],
  ];
  expect(story(looks)).toEqual(['broken warning', '', '', said]);
});
