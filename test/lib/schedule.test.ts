import { NotAllowed } from '../../lib/settings/not-allowed';
import { digestSchedule, schedule } from '../../lib/settings/schedule';

const HOUR = 60;
const DAY = 24 * HOUR;

const UNDERSTOOD: [string, string, number][] = [
  ['rate(1 hour)', 'rate(1 hour)', HOUR],
  ['rate(90 minutes)', 'rate(90 minutes)', 90],
  ['rate(6 days)', 'rate(6 days)', 6 * DAY],
  [' RATE( 1  Hour ) ', 'rate(1 hour)', HOUR],
  ['cron(0 * * * ? *)', 'cron(0 * * * ? *)', HOUR],
  ['cron(0/15 * * * ? *)', 'cron(0/15 * * * ? *)', 15],
  ['cron(*/40 * * * ? *)', 'cron(*/40 * * * ? *)', 40],
  ['cron(0 6 * * ? *)', 'cron(0 6 * * ? *)', DAY],
  ['cron(0 6,18 ? * * *)', 'cron(0 6,18 ? * * *)', 12 * HOUR],
  ['cron(0 8-17 ? * mon-fri *)', 'cron(0 8-17 ? * MON-FRI *)', 2 * DAY + 15 * HOUR],
  ['cron(30 5 1/5 * ? *)', 'cron(30 5 1/5 * ? *)', 5 * DAY],
  ['cron(0 0 ? * 2,5 *)', 'cron(0 0 ? * 2,5 *)', 4 * DAY],
  ['cron(0 6 * JAN-DEC ? *)', 'cron(0 6 * JAN-DEC ? *)', DAY],
];

test.each(UNDERSTOOD)('%s is understood', (written, expression, longestGap) => {
  expect(schedule(written)).toEqual({ expression, longestGap });
});

const REFUSED: [string, string, string][] = [
  ['one of many', 'rate(1 hours)', 'write rate(1 hour)'],
  ['many of one', 'rate(5 hour)', 'write rate(5 hours)'],
  ['no time at all', 'rate(0 hours)', 'a whole number from 1'],
  ['half an hour', 'rate(0.5 hours)', 'a whole number from 1'],
  ['seconds', 'rate(30 seconds)', 'minutes, hours or days'],
  ['a rate without a unit', 'rate(5)', 'is not a rate'],
  ['a week, too long to tell that it stopped', 'rate(7 days)', 'more than 6 days between two sweeps'],
  ['once', 'at(2027-01-01T00:00:00)', 'neither rate(…) nor cron(…)'],
  ['cron without its word', '0 6 * * ? *', 'neither rate(…) nor cron(…)'],
  ['the five fields of Unix', 'cron(0 6 * * *)', 'has 5 fields instead of 6'],
  ['no field', 'cron()', 'has 1 fields instead of 6'],
  ['no question mark', 'cron(0 6 * * * *)', 'needs a ?'],
  ['two question marks', 'cron(0 6 ? * ? *)', 'in one of the two alone'],
  ['the 60th minute', 'cron(60 * * * ? *)', '“60” as minutes, which takes 0-59'],
  ['the 24th hour', 'cron(0 24 * * ? *)', '“24” as hours'],
  ['a day 0', 'cron(0 6 0 * ? *)', '“0” as day of month'],
  ['a word', 'cron(0 noon * * ? *)', '“NOON” as hours'],
  ['an unknown day', 'cron(0 6 ? * MOO *)', '“MOO” as day of week, which takes 1-7 or SUN-SAT'],
  ['a range backwards', 'cron(0 18-6 * * ? *)', '“18-6” as hours'],
  ['steps of nothing', 'cron(0/0 * * * ? *)', '“0/0” as minutes'],
  ['the last day of a month', 'cron(0 6 L * ? *)', '“L” as day of month'],
  ['the second Tuesday', 'cron(0 6 ? * 3#2 *)', '“3#2” as day of week'],
  ['an end', 'cron(0 6 * * ? 2027)', 'write * as year'],
  ['Mondays alone', 'cron(0 6 ? * MON *)', 'more than 6 days'],
  ['Januaries alone', 'cron(0 6 * 1 ? *)', 'more than 6 days'],
  ['a day that never comes', 'cron(0 6 30 2 ? *)', 'more than 6 days'],
];

test.each(REFUSED)('refused: %s', (_, written, why) => {
  expect(() => schedule(written)).toThrow(NotAllowed);
  expect(() => schedule(written)).toThrow(why);
});

test.each([
  ['Mondays', 'cron(0 6 ? * mon *)', { expression: 'cron(0 6 ? * MON *)', longestGap: 7 * DAY }],
  ['each day', 'rate(1 day)', { expression: 'rate(1 day)', longestGap: DAY }],
  ['the first of each month', 'cron(0 6 1 * ? *)', { expression: 'cron(0 6 1 * ? *)', longestGap: 31 * DAY }],
  ['never', ' Off ', 'off'],
])('digests may come on %s', (_, written, understood) => {
  expect(digestSchedule(written)).toEqual(understood);
});

test.each([
  ['each hour', 'rate(1 hour)', 'more than once a day'],
  ['twice a year', 'cron(0 6 1 1,7 ? *)', 'more than 31 days'],
  ['now and then', 'weekly', 'neither rate(…) nor cron(…)'],
])('digests may not come %s', (_, written, why) => {
  expect(() => digestSchedule(written)).toThrow(NotAllowed);
  expect(() => digestSchedule(written)).toThrow(why);
});
