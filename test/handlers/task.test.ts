import { readTask } from '../../lambda/handlers/task';

const at = Date.parse('2026-11-23T06:00:00Z');
const scheduledTime = '2026-11-23T06:00:00Z';

test.each([
  ['nothing', undefined, { name: 'sweep' }],
  ['null', null, { name: 'sweep' }],
  ['an empty event', {}, { name: 'sweep' }],
  ['the schedule of the sweeps', { scheduledTime }, { name: 'sweep' }],
  ['a sweep', { task: 'sweep' }, { name: 'sweep' }],
  ['a digest by hand', { task: 'digest' }, { name: 'digest', turn: 'request-1' }],
  [
    'the schedule of the digests',
    { task: 'digest', scheduledTime, withinMinutes: 10_080 },
    { name: 'digest', turn: '2026-11-23T06:00:00.000Z', next: at + 7 * 86_400_000 },
  ],
  [
    'a schedule that does not say how long it is to the next',
    { task: 'digest', scheduledTime, withinMinutes: 'a week' },
    { name: 'digest', turn: '2026-11-23T06:00:00.000Z' },
  ],
])('%s is understood', (_, event, task) => {
  expect(readTask(event, 'request-1')).toEqual(task);
});

test.each([
  [
    'a task that is not known',
    { task: 'sweeep' },
    'The event asks for the task "sweeep"; the tasks are "sweep" and "digest"',
  ],
  ['a task that is no word', { task: { a: 1 } }, 'The event asks for the task {"a":1}'],
  ['a time that is none', { task: 'digest', scheduledTime: 'soon' }, 'scheduledTime "soon" is no time'],
  ['a list', ['digest'], 'The event ["digest"] is no JSON object'],
  ['a word', 'digest', 'The event "digest" is no JSON object'],
])('%s is refused', (_, event, why) => {
  expect(() => readTask(event, 'request-1')).toThrow(why);
});
