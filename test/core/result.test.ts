import { conclude } from '../../lambda/core/conclude';
import { NOTHING_ELSE_KNOWN } from '../../lambda/core/estate';
import { DAY, HOUR } from '../../lambda/core/instant';
import type { KnownChain } from '../../lambda/core/known-chain';
import { nextResult } from '../../lambda/core/next-result';
import type { Observation } from '../../lambda/core/observation';
import { historyOf, type Result } from '../../lambda/core/result';
import { isWorthWriting } from '../../lambda/core/worth-writing';
import { certificate, endpoint, healthy, NOW, serving, target, unseen } from './builders';

/** The result of one more look, so many hours after {@link NOW}, with the notices that it decided. */
function look(before: Result | undefined, observation: Observation, hours: number, watched = target()) {
  const now = NOW + hours * HOUR;
  const conclusion = conclude(watched, observation, before, NOTHING_ELSE_KNOWN, now);
  const after = nextResult(before, { target: watched, observation, conclusion }, now);
  const { notices } = conclusion.decision;
  const history = historyOf(before, after, notices).map(({ event }) => event);
  return { after, notices, written: isWorthWriting(before, after), history };
}

/** As it comes back from the table: maps without an order of keys. */
function stored(result: Result): Result {
  return JSON.parse(JSON.stringify(result), (_, value: unknown) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).reverse());
  });
}

const first = look(undefined, healthy(60), 0);

test('the first result is written, with no history of changes', () => {
  expect(first).toMatchObject({
    written: true,
    history: [],
    after: { version: 1, since: NOW, checkedAt: NOW, pending: [] },
  });
  expect(first.after.addresses).toEqual([{ address: '192.0.2.1', sha256: 'leaf-60' }]);
});

describe('a result is written', () => {
  test.each([
    ['not while nothing changes but the days left', healthy(60), 1, target(), false],
    ['once a day as proof of life', healthy(60), 24, target(), true],
    ['when the certificate changes', healthy(61), 1, target(), true],
    ['when a finding appears', endpoint(serving(certificate(60), { nameMatches: false })), 1, target(), true],
    ['when it cannot be reached', endpoint(unseen()), 1, target(), true],
    ['when the row has another owner', healthy(60), 1, target({ owner: 'anna' }), true],
    [
      'not when a content network answers at another address',
      endpoint(serving(certificate(60), {}, '192.0.2.9')),
      1,
      target(),
      false,
    ],
    [
      'when one address of two serves another certificate',
      endpoint(serving(certificate(60)), serving(certificate(62), {}, '192.0.2.9')),
      1,
      target(),
      true,
    ],
  ])('%s', (_, observation, hours, watched, written) => {
    expect(look(stored(first.after), observation, hours, watched).written).toBe(written);
  });

  test('not hour after hour while a target stays down', () => {
    const once = look(first.after, endpoint(unseen()), 1).after;
    const twice = look(once, endpoint(unseen()), 2).after;
    expect(look(stored(twice), endpoint(unseen()), 3).written).toBe(false);
  });
});

describe('what a CA has answered', () => {
  const LATER = NOW + 6 * HOUR;
  const good = (askAgainAt: number) => ({ status: 'good', by: 'crl', until: NOW + DAY, askAgainAt }) as const;
  const settledWith = (says: Partial<KnownChain>, hours = 0): Observation => {
    const of = { chainHash: '', trustKey: 'public', trusted: true, tls13Only: true, path: ['leaf-60'] };
    return endpoint(serving(certificate(60), { settled: { ...of, verifiedAt: NOW + hours * HOUR, ...says } }));
  };
  const says = { revocation: good(LATER), renewal: { askAgainAt: LATER } };
  const before = stored(look(undefined, settledWith(says), 0).after);

  test.each<[string, Partial<KnownChain>, boolean]>([
    ['is not written while it is the same', says, false],
    ['is written where the CRL was asked for anew', { ...says, revocation: good(LATER + 1) }, true],
    ['is written where renewal was asked for anew', { ...says, renewal: { askAgainAt: LATER + 1 } }, true],
    [
      'is not written where it may be asked at once all the same',
      { ...says, renewal: { askAgainAt: NOW + HOUR } },
      false,
    ],
    ['is not written where nothing is known', { ...says, revocation: { status: 'unknown', sentence: 'No.' } }, false],
  ])('%s', (_, now, written) => {
    expect(look(before, settledWith(now, 1), 1).written).toBe(written);
  });

  test('is written where there was no answer before', () => {
    const none = stored(look(undefined, settledWith({}), 0).after);
    expect(look(none, settledWith({ renewal: says.renewal }, 1), 1).written).toBe(true);
    expect(look(none, settledWith({ revocation: says.revocation }, 1), 1).written).toBe(true);
  });

  test('stays while an address shows its certificate, but settles nothing', () => {
    expect(look(before, healthy(60), 1).after.chains).toEqual(before.chains);
  });
});

describe('since', () => {
  test('stays while the state stays, and moves with it', () => {
    const later = look(first.after, healthy(60), 24).after;
    expect(later).toMatchObject({ since: NOW, checkedAt: NOW + DAY, version: 2 });
    expect(look(later, healthy(61), 25).after.since).toBe(NOW + 25 * HOUR);
  });
});

describe('the history', () => {
  test('has a line for each notice, and one for a change that nobody is told of', () => {
    expect(look(first.after, healthy(61), 1).history).toEqual(['changed']);
    expect(look(first.after, endpoint(serving(certificate(2), { nameMatches: false })), 1).history).toEqual([
      'due',
      'broken',
    ]);
    expect(look(first.after, healthy(60), 24).history).toEqual([]);
  });
});

describe('notices that could not be sent', () => {
  const due = look(undefined, healthy(4), 0).after;

  test('stay until they are', () => {
    expect(due.pending.map(({ event }) => event)).toEqual(['due']);
    expect(look(due, healthy(4), 1).after.pending).toEqual(due.pending);
  });

  test('are superseded by a newer one of the same event, so that they do not pile up', () => {
    const next = look(due, healthy(4), 24).after;
    expect(next.pending).toMatchObject([{ event: 'due', at: NOW + DAY }]);
    const renewed = look(next, healthy(90), 25).after;
    expect(look(renewed, healthy(90), 49).after.pending.map(({ event }) => event)).toEqual(['due', 'replaced']);
  });

  test('that were to go to somebody besides go there when they are superseded, and begin anew with each delivery', () => {
    const [pending] = due.pending;
    if (pending === undefined) throw new Error('nothing is pending');
    const before = {
      ...due,
      pending: [{ ...pending, audience: ['owner', 'escalation'], sent: ['sns:owner'] }],
    } as const;
    const [newer] = look(before, healthy(4), 24).after.pending;
    expect(newer).toMatchObject({ at: NOW + DAY, audience: ['owner', 'escalation'] });
    expect(newer).not.toHaveProperty('sent');
  });
});

test('the news that a renewal is closed has its evidence in the history besides', () => {
  const due = look(undefined, healthy(15), 0).after;
  const { after } = look(due, healthy(80), 24);
  const { after: told, notices } = look(after, healthy(80), 48);
  expect(historyOf(after, told, notices)).toMatchObject([{ event: 'replaced', renewal: { closed: NOW + DAY } }]);
});

test('a renewal that is closed has its evidence in the history, also where nobody was told of it', () => {
  const promised = target({ promised: '2026-11-30' });
  const due = look(undefined, healthy(15), 0, promised);
  const { after } = look(due.after, healthy(80), 24, promised);
  expect(historyOf(due.after, after, [])).toMatchObject([
    { event: 'changed', renewal: { step: 'closed', old: { sha256: 'leaf-15' }, addresses: [{ sha256: 'leaf-80' }] } },
  ]);
  expect(historyOf(after, look(after, healthy(80), 48, promised).after, [])).toEqual([]);
});
