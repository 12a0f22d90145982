import { dateAndTime, dayName, fromNow, readDate } from '../../lambda/core/date-text';
import { DAY, HOUR } from '../../lambda/core/instant';

const END_OF_2026 = Date.parse('2026-12-31T23:59:59Z');

describe('a date as people write it', () => {
  test.each([
    '2026-12-31',
    '2026/12/31',
    '2026.12.31',
    '20261231',
    '31.12.2026',
    '31. 12. 2026',
    '31/12/2026',
    '31-12-2026',
    '12/31/2026',
    '31 Dec 2026',
    '31. December 2026',
    '31-Dec-2026',
    'Dec 31, 2026',
    'december 31st 2026',
    '  2026-12-31  ',
    '2026-12-31T23:59:59Z',
    '2026-12-31 23:59:59Z',
    '2027-01-01T00:59:59+01:00',
    '2026-12-31T23:59:59.123Z',
    'Dec 31 23:59:59 2026 GMT',
  ])('%s is the end of 2026', (text) => {
    expect(readDate(text, 'UTC')).toEqual({ at: END_OF_2026 });
  });

  test('ends when the day ends where the client is', () => {
    expect(readDate('2026-12-31', 'Europe/Berlin')).toEqual({ at: Date.parse('2026-12-31T22:59:59Z') });
    expect(readDate('2026-07-01', 'America/New_York')).toEqual({ at: Date.parse('2026-07-02T03:59:59Z') });
  });

  test('ends right on the days on which clocks are changed', () => {
    expect(readDate('2026-03-29', 'Europe/Berlin')).toEqual({ at: Date.parse('2026-03-29T21:59:59Z') });
    expect(readDate('2026-10-25', 'Europe/Berlin')).toEqual({ at: Date.parse('2026-10-25T22:59:59Z') });
  });

  test('with a time but no offset is meant where the client is', () => {
    expect(readDate('2026-12-31 18:00', 'Europe/Berlin')).toEqual({ at: Date.parse('2026-12-31T17:00:00Z') });
  });
});

describe('what is no date says so', () => {
  test.each([
    ['tomorrow', /“tomorrow” is not a date; write it as 2026-12-31/],
    ['31 Foo 2026', /is not a date/],
    ['2026', /is not a date/],
    ['46387', /is not a date/],
    ['2026-02-30', /is not a day of the calendar/],
    ['2026-13-01', /is not a day of the calendar/],
    ['00/00/2026', /is not a day of the calendar/],
    ['2026-12-31T25:00Z', /is not a time of the calendar/],
    ['2026-12-31T12:00+99:00', /further from UTC than any place/],
    ['03/04/2026', /could be 2026-04-03 or 2026-03-04; write the one that is meant/],
  ])('%s', (text, expected) => {
    expect(readDate(text, 'UTC')).toEqual({ problem: expect.stringMatching(expected) });
  });

  test('the same number twice is no question of notation', () => {
    expect(readDate('04/04/2026', 'UTC')).toEqual({ at: Date.parse('2026-04-04T23:59:59Z') });
  });
});

test('a day is named in the zone of whoever reads it', () => {
  expect(dayName(END_OF_2026, 'UTC')).toBe('Thu 31 Dec 2026');
  expect(dayName(END_OF_2026, 'Asia/Tokyo')).toBe('Fri 1 Jan 2027');
  expect(dateAndTime(END_OF_2026, 'Europe/Berlin')).toBe('Fri 1 Jan 2027, 00:59 Europe/Berlin');
});

test('a month has three letters, whatever the version of ICU', () => {
  const months = Array.from({ length: 12 }, (_, month) => dayName(Date.UTC(2026, month, 1), 'UTC').split(' ')[2]);
  expect(months.join(' ')).toBe('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec');
});

test.each([
  [12.9 * DAY, 'in 12 days'],
  [2 * DAY, 'in 2 days'],
  [47.5 * HOUR, 'in 47 hours'],
  [2 * HOUR, 'in 2 hours'],
  [119 * 60_000, 'in 119 minutes'],
  [60_000, 'in 1 minute'],
  [-3 * DAY, '3 days ago'],
  [-90_000, '1 minute ago'],
])('%d ms from now is "%s"', (span, expected) => {
  expect(fromNow(END_OF_2026 + span, END_OF_2026)).toBe(expected);
});
