import { readBatchTask, readPartTask } from '../../lambda/handlers/part-task';

const RESULTS = { ResultWriterDetails: { Bucket: 'b', Key: 'sweeps/x/checked/manifest.json' } };

test('what the state machine asks is read as it stands', () => {
  expect(readPartTask({ task: 'gather', sweep: 'x' })).toEqual({ name: 'gather', sweep: 'x' });
  expect(readPartTask({ task: 'tell', sweep: 'x' })).toEqual({ name: 'tell', sweep: 'x' });
  expect(readPartTask({ task: 'weigh', sweep: 'x', state: { checked: RESULTS } })).toEqual({
    name: 'weigh',
    sweep: 'x',
    checked: 'sweeps/x/checked/manifest.json',
  });
  expect(readPartTask({ task: 'weigh', sweep: 'x', state: {} })).toMatchObject({ checked: undefined });
});

test('the last part learns what those before have come to', () => {
  const blind = { since: 1, known: 2, lost: 2 };
  const state = {
    gathered: { batches: 1, elsewhere: 3 },
    checked: RESULTS,
    weighed: { lost: 2, blindTo: 'all', blind },
  };
  const event = { task: 'finish', sweep: 'x', startedAt: '2026-11-22T12:00:00.000Z', state };
  const course = { sweep: 'x', startedAt: Date.parse('2026-11-22T12:00:00Z'), elsewhere: 3 };
  expect(readPartTask(event)).toEqual({
    name: 'finish',
    course: { ...course, blind, manifests: ['sweeps/x/checked/manifest.json', undefined] },
  });
});

test.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('that the engine gave a sweep up is read: %s', (status) => {
  expect(readPartTask({ task: 'gaveUp', sweep: 'x', status })).toEqual({ name: 'gaveUp', sweep: 'x', ending: status });
});

test('a batch is read, and where one has lost something', () => {
  const rows = [{ id: 'a', values: {}, problems: [] }];
  expect(readBatchTask({ task: 'check', sweep: 'x', item: { batch: '1', rows } })).toEqual({
    name: 'check',
    sweep: 'x',
    batch: { batch: '1', rows },
  });
  expect(readBatchTask({ task: 'settle', sweep: 'x', key: 'k', blindTo: 'nothing' })).toEqual({
    name: 'settle',
    sweep: 'x',
    key: 'k',
    blindTo: 'nothing',
  });
});

test.each([
  [{ sweep: 'x' }, 'The event asks for the task undefined; the tasks are gather, weigh, finish, tell and gaveUp'],
  [{ task: 'gather' }, 'The event has no sweep'],
  [[], 'The event is not as the state machine makes it'],
  [{ task: 'finish', sweep: 'x', state: { gathered: {} } }, 'The event has no time in startedAt'],
  [{ task: 'finish', sweep: 'x', startedAt: '2026-11-22' }, 'The event is not as the state machine makes it'],
  [
    { task: 'finish', sweep: 'x', startedAt: '2026-11-22', state: { gathered: {} } },
    'The event is not as the state machine makes it',
  ],
  [{ task: 'gaveUp', sweep: 'x', status: 'SUCCEEDED' }, 'The event does not say how the sweep ended'],
])('the event %j is refused: %s', (event, why) => {
  expect(() => readPartTask(event)).toThrow(why);
});

test.each([
  [{ sweep: 'x' }, 'the tasks are check and settle'],
  [{ task: 'check', sweep: 'x', item: { rows: [] } }, 'The item is no batch of rows'],
  [{ task: 'settle', sweep: 'x' }, 'The event has no key'],
])('the event %j is refused: %s', (event, why) => {
  expect(() => readBatchTask(event)).toThrow(why);
});
