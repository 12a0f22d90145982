import { maintenance } from '../../lib/settings/maintenance';
import { templateWith } from './deployment';

const HOURS = 60;
const DAYS = 24 * HOURS;

test.each<[string, unknown, ReturnType<typeof maintenance>]>([
  ['nothing is no window', ' ; ', []],
  [
    'a night of each week, over its end',
    'Sun 22:00-Mon 04:00 Europe/Berlin',
    [{ from: 6 * DAYS + 22 * HOURS, to: 4 * HOURS, timezone: 'Europe/Berlin' }],
  ],
  [
    'two, the second for one client',
    'Sat 22:00-Sun 04:00 Europe/Berlin; Wed 12:00-13:30 UTC client=Contoso Ltd.',
    [
      { from: 5 * DAYS + 22 * HOURS, to: 6 * DAYS + 4 * HOURS, timezone: 'Europe/Berlin' },
      { from: 2 * DAYS + 12 * HOURS, to: 2 * DAYS + 13.5 * HOURS, timezone: 'UTC', client: 'Contoso Ltd.' },
    ],
  ],
  [
    'days in full, blanks and dashes as they come',
    'saturday  9:00 – SUNDAY 24:00 America/Argentina/Buenos_Aires',
    [{ from: 5 * DAYS + 9 * HOURS, to: 0, timezone: 'America/Argentina/Buenos_Aires' }],
  ],
  [
    'a list, as cdk.json may have it',
    ['Mon 00:00-00:30 UTC client = Contoso; and Co'],
    [{ from: 0, to: 30, timezone: 'UTC', client: 'Contoso; and Co' }],
  ],
])('understood: %s', (_, given, windows) => {
  expect(maintenance(given)).toEqual(windows);
});

test.each([
  ['no time zone', 'Sat 22:00-Sun 04:00', 'is not a day, the times from and to, and a time zone'],
  ['no times', 'weekends', 'is not a day, the times'],
  ['a day in another language', 'Sam 22:00-So 04:00 UTC', 'has "Sam", which is not a day; write one of Mon, Tue'],
  ['a second day that is none', 'Sat 22:00-Son 04:00 UTC', 'has "Son", which is not a day'],
  ['an hour that no day has', 'Sat 22:00-Sun 25:00 UTC', 'has "25:00", which is not a time of the day'],
  ['a minute that no hour has', 'Sat 22:60-Sun 04:00 UTC', 'has "22:60", which is not a time of the day'],
  ['a zone of Mars', 'Sat 22:00-Sun 04:00 Mars/Olympus', 'has the time zone "Mars/Olympus", which is not known'],
  ['an end before the beginning', 'Sat 22:00-04:00 UTC', 'ends before it begins; write the day on which it ends too'],
  ['no length', 'Sat 22:00-Sat 22:00 UTC', 'ends when it begins'],
  ['most of the week', 'Mon 00:00-Fri 00:00 UTC', 'is longer than 72 hours'],
])('refused: %s', (_, window, why) => {
  expect(() => maintenance(`Wed 12:00-13:00 UTC; ${window}`)).toThrow(`has "${window}", which ${why}`);
});

test('refused: more than fit into the settings of a function', () => {
  const windows = Array.from({ length: 21 }, () => 'Wed 12:00-13:00 UTC');
  expect(() => maintenance(windows)).toThrow('has 21 windows; at most 20 are possible');
});

test('the function is told the windows, and nothing where there are none', () => {
  const variable = (context: object) => {
    const [sweep] = Object.values(templateWith({ ...context }).findResources('AWS::Lambda::Function')).filter(
      ({ Properties }) => Properties.Environment?.Variables.TARGETS_TABLE !== undefined,
    );
    return sweep?.Properties.Environment.Variables.MAINTENANCE;
  };
  expect(variable({ maintenance: 'Wed 12:00-13:00 UTC' })).toBe('[{"from":3600,"to":3660,"timezone":"UTC"}]');
  expect(variable({})).toBeUndefined();
});
