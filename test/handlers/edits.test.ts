import { readEdits } from '../../lambda/handlers/edits';
import { readTask } from '../../lambda/handlers/task';
import { recordOf } from '../stages/stream';

const AT = Date.parse('2026-11-22T12:00:00Z');
const target = 'www.example.com';
const written = recordOf({ target, owner: 'anna' }, { target, owner: 'bert' }, AT);
const { dynamodb } = written;

test.each([
  [
    'a row that was changed, with what it was before',
    written,
    [{ target, at: AT, before: { target, owner: 'anna' }, after: { target, owner: 'bert' } }],
  ],
  ['a row that is new', recordOf(undefined, { target }, AT), [{ target, at: AT, after: { target } }]],
  ['a row that was removed, which is the sweep’s', recordOf({ target }, undefined, AT), []],
  [
    'values of every kind, those that no row has as they are',
    recordOf(undefined, { target, expires: 20261231, enabled: false, notes: null, cells: ['a'] }, AT),
    [
      {
        target,
        at: AT,
        after: { target, expires: '20261231', enabled: false, notes: null, cells: { L: [{ S: 'a' }] } },
      },
    ],
  ],
])('%s is understood', (_, record, edits) => {
  expect(readEdits([record])).toEqual(edits);
});

test.each([
  ['comes from another stream', { ...written, eventSource: 'aws:kinesis' }, 'comes from aws:kinesis'],
  ['is nothing', null, 'The record undefined comes from undefined'],
  [
    'is of another table',
    { ...written, dynamodb: { ...dynamodb, Keys: { id: { S: 'x' } } } },
    'is of no row of Targets',
  ],
  [
    'has a key that is no text',
    { ...written, dynamodb: { ...dynamodb, Keys: { target: { B: 'eA==' } } } },
    'is of no row',
  ],
  ['has no time', { ...written, dynamodb: { ...dynamodb, ApproximateCreationDateTime: 'soon' } }, 'does not say when'],
  ['has no image', { ...written, dynamodb: { ...dynamodb, NewImage: 'x' } }, 'does not say how'],
])('a record that %s fails its batch, for Lambda to halve it', (_, record, why) => {
  expect(() => readEdits([written, record])).toThrow(why);
});

test('what is told of a record that is hostile is short and one line', () => {
  const hostile = { ...written, eventID: `a\r\nb${'x'.repeat(10_000)}`, dynamodb: {} };
  expect(() => readEdits([hostile])).toThrow(/^.{1,200}$/);
});

test('the stream starts the look at edits, and nothing else', () => {
  expect(readTask({ Records: [written] }, 'request-1')).toMatchObject({ name: 'edits', edits: [{ target }] });
  expect(readTask({ Records: [] }, 'request-1')).toEqual({ name: 'edits', edits: [] });
  expect(() => readTask({ Records: 'all' }, 'request-1')).toThrow('Records are no list');
});
