import type { ResultsTable } from '../../lambda/store/results-table';
import { entry, inOutbox, NOW, notice, quiet, rich, said } from './results';

/**
 * What every Results table keeps of the promises in lambda/store/results-table.ts.
 *
 * @param open an empty table.
 */
export function keepsThePromisesOfAResultsTable(open: () => Promise<ResultsTable>): void {
  let results: ResultsTable;
  beforeEach(async () => {
    results = await open();
  });

  test.each([
    ['a result with everything in it', rich('https://mail.contoso.example')],
    ['a result with nothing optional in it', quiet('www.contoso.example')],
    ['a result whose date is not known', dateless('acm:eu-west-1')],
    ['a result that never expires', quiet('dated:never', { expiry: forever() })],
    ['a target with a blank, a hash and an emoji in its name', quiet('dated:Office 365 # Contoso 😀')],
    ['a client without a name', { ...rich('x'), client: '' }],
  ])('%s comes back as it was recorded', async (_, result) => {
    expect(await results.record(result, [])).toBe('recorded');
    expect(await results.read(result.target)).toStrictEqual(result);
    expect(await results.latest()).toStrictEqual(new Map([[result.target, result]]));
  });

  test('what was never recorded is absent, and nothing goes wrong with it', async () => {
    expect(await results.read('nothing')).toBeUndefined();
    expect(await results.latest()).toStrictEqual(new Map());
    expect(await inOutbox(results, ['nothing'])).toStrictEqual([]);
    await results.strike('nothing', [notice('nothing')]);
    await results.retire(quiet('nothing'), entry('nothing', { event: 'removed' }));
  });

  test('each of the latest is handed on once, as it was recorded, and nothing of the history', async () => {
    const all = [rich('a'), quiet('b'), dateless('c')];
    for (const result of all) await results.record(result, [entry(result.target)]);
    const seen: unknown[] = [];
    await results.eachResult((result) => seen.push(result));
    expect(seen).toHaveLength(all.length);
    expect(seen).toEqual(expect.arrayContaining(all));
  });

  test('the history is not among the latest', async () => {
    await results.record(quiet('a'), [entry('a'), entry('a', { event: 'broken' })]);
    expect([...(await results.latest()).keys()]).toStrictEqual(['a']);
  });

  describe('versions', () => {
    test('recording the same twice answers outdated', async () => {
      await results.record(quiet('a'), []);
      expect(await results.record(quiet('a'), [])).toBe('outdated');
    });

    test('what was recorded meanwhile is not overwritten', async () => {
      await results.record(quiet('a'), []);
      const newer = quiet('a', { version: 2, summary: 'newer' });
      expect(await results.record(newer, [])).toBe('recorded');
      expect(await results.record(quiet('a', { version: 2, summary: 'other' }), [])).toBe('outdated');
      expect(await results.read('a')).toStrictEqual(newer);
    });

    test('what was written anew from the beginning is not overwritten', async () => {
      await results.record(quiet('a'), []);
      expect(await results.record(quiet('a', { version: 8 }), [])).toBe('outdated');
      expect(await results.read('a')).toStrictEqual(quiet('a'));
    });

    test('a result that was retired meanwhile is recorded again', async () => {
      expect(await results.record(quiet('a', { version: 8 }), [])).toBe('recorded');
    });

    test('what was struck since it was read answers outdated', async () => {
      await results.record(quiet('a', { pending: [notice('a')] }), []);
      await results.strike('a', [notice('a')]);
      expect(await results.record(quiet('a', { version: 2 }), [])).toBe('outdated');
    });
  });

  describe('the outbox', () => {
    test('holds the results with pending notices once each, whether they are known or not', async () => {
      const pending = (target: string) => quiet(target, { pending: [notice(target)] });
      for (const result of [pending('a'), pending('b'), quiet('c')]) await results.record(result, []);
      const outbox = await inOutbox(results, ['a', 'a', 'c', 'gone']);
      expect([...outbox].sort((x, y) => x.target.localeCompare(y.target))).toStrictEqual([pending('a'), pending('b')]);
    });

    test('no longer holds what was struck, and striking twice is safe', async () => {
      await results.record(quiet('a', { pending: [notice('a')] }), []);
      await results.strike('a', [notice('a')]);
      await results.strike('a', [notice('a')]);
      expect(await inOutbox(results, ['a'])).toStrictEqual([]);
      expect(await results.read('a')).toStrictEqual(quiet('a', { version: 2 }));
    });

    test('tells of some what waits of each, as it stands now', async () => {
      const two = [notice('a'), notice('a', { event: 'broken' })];
      await results.record(quiet('a', { pending: two }), []);
      for (const target of ['b', 'c', 'd']) await results.record(quiet(target, { pending: [notice(target)] }), []);
      await results.strike('a', [notice('a')]);
      await results.strike('b', [notice('b')]);
      const waiting = await results.pending(['a', 'a', 'b', 'c', 'gone']);
      expect(waiting).toStrictEqual(
        new Map([
          ['a', [notice('a', { event: 'broken' })]],
          ['c', [notice('c')]],
        ]),
      );
      expect(await results.pending([])).toStrictEqual(new Map());
    });

    test('keeps notices that came while others were sent', async () => {
      const [sent, later] = [notice('a'), notice('a', { at: NOW + 1 })];
      const other = notice('a', { event: 'broken' });
      await results.record(quiet('a', { pending: [sent, later, other] }), []);
      await results.strike('a', [sent, notice('a', { event: 'recovered' })]);
      expect(await inOutbox(results, [])).toStrictEqual([quiet('a', { pending: [later, other], version: 2 })]);
    });
  });

  describe('what was said', () => {
    const texts = async (target: string, most = 10) => (await results.said(target, most)).map(({ text }) => text);

    test('comes back word for word, the newest first, as many as were asked for', async () => {
      const all = Array.from({ length: 30 }, (_, i) => said('a', { at: NOW + i, text: `${i}\n  “of” 30 😀` }));
      await results.keep(all);
      expect(await results.said('a', 2)).toStrictEqual([all[29], all[28]]);
      expect(await results.said('a', 100)).toStrictEqual(all.toReversed());
    });

    test('is kept by target, and is neither its latest nor in the outbox', async () => {
      await results.record(quiet('a'), [entry('a')]);
      await results.keep([said('a'), said('b', { text: 'other' })]);
      expect([await texts('a'), await texts('b'), await texts('c')]).toEqual([['It expires.'], ['other'], []]);
      expect(await results.latest()).toStrictEqual(new Map([['a', quiet('a')]]));
      expect(await inOutbox(results, ['b'])).toStrictEqual([]);
    });

    test('at one time to two audiences is two lines, and keeping it twice is safe', async () => {
      const lines = [said('a'), said('a', { audience: 'escalation', text: 'harder' })];
      await results.keep([...lines, ...lines]);
      await results.keep(lines);
      expect((await texts('a')).sort()).toEqual(['It expires.', 'harder']);
    });

    test('is bounded, and cut between characters', async () => {
      await results.keep([said('a', { text: '😀'.repeat(300_000) })]);
      const [text = ''] = await texts('a');
      expect(text).toMatch(/^(😀){9999}…$/u);
    });

    test('stays when its target is retired', async () => {
      await results.record(quiet('a'), []);
      await results.keep([said('a')]);
      await results.retire(quiet('a'), entry('a', { event: 'removed' }));
      expect(await texts('a')).toEqual(['It expires.']);
    });
  });

  describe('the marks of digests', () => {
    const mark = { turn: 'monday', until: NOW };

    test('come back as they were made, each to its reader', async () => {
      await results.markDigest({ client: 'Contoso' }, mark);
      await results.markDigest('operations', { turn: 'tuesday', until: NOW + 1 });
      expect(await results.lastDigest({ client: 'Contoso' })).toStrictEqual(mark);
      expect(await results.lastDigest('operations')).toStrictEqual({ turn: 'tuesday', until: NOW + 1 });
      expect(await results.lastDigest({ client: 'Fabrikam' })).toBeUndefined();
    });

    test('are replaced by newer ones alone, and twice is safe', async () => {
      const newer = { turn: 'next monday', until: NOW + 1 };
      for (const one of [mark, newer, newer, mark]) await results.markDigest('operations', one);
      expect(await results.lastDigest('operations')).toStrictEqual(newer);
    });

    test('are neither latest nor said nor in the outbox', async () => {
      await results.markDigest({ client: 'Contoso' }, mark);
      await results.markDigest('operations', mark);
      expect(await results.latest()).toStrictEqual(new Map());
      expect(await results.read('operations')).toBeUndefined();
      expect(await results.said('operations', 10)).toStrictEqual([]);
      expect(await inOutbox(results, ['operations', 'client:Contoso'])).toStrictEqual([]);
    });
  });

  describe('a lease', () => {
    const [one, other] = ['one', 'other'].map((holder) => ({ of: 'notify', holder, token: `of ${holder}`, beat: 0 }));
    if (one === undefined || other === undefined) throw new Error('there are two');
    const anew = { ...one, token: 'anew' };

    test('is held by one run until that gives it back', async () => {
      expect(await results.takeLease(one)).toStrictEqual(one);
      expect(await results.takeLease(other)).toStrictEqual(one);
      await results.releaseLease(other);
      expect(await results.takeLease(other)).toStrictEqual(one);
      for (const _ of [1, 2]) await results.releaseLease(one);
      expect(await results.takeLease(other)).toStrictEqual(other);
    });

    test('of another thing is another', async () => {
      await results.takeLease(one);
      expect(await results.takeLease({ ...other, of: 'digest' })).toStrictEqual({ ...other, of: 'digest' });
    });

    test('is taken anew by another attempt of the same run, and the one before has lost it', async () => {
      for (const _ of [1, 2]) expect(await results.takeLease(one)).toStrictEqual(one);
      expect(await results.takeLease(anew)).toStrictEqual(anew);
      expect([await results.renewLease(one), await results.renewLease(anew)]).toEqual([false, true]);
      await results.releaseLease(one);
      expect(await results.takeLease(other)).toMatchObject({ token: 'anew' });
    });

    test('of a holder that has given no sign of life since is taken, and not that of one that has', async () => {
      await results.takeLease(one);
      expect(await results.renewLease(one)).toBe(true);
      const seen = await results.takeLease(other, one);
      expect(seen).toStrictEqual({ ...one, beat: 1 });
      expect(await results.takeLease(other, seen)).toStrictEqual(other);
      expect(await results.renewLease(one)).toBe(false);
    });

    test('that nobody holds cannot be renewed, and is neither latest nor in the outbox', async () => {
      expect(await results.renewLease(one)).toBe(false);
      await results.takeLease(one);
      expect(await results.latest()).toStrictEqual(new Map());
      expect(await inOutbox(results, ['notify'])).toStrictEqual([]);
    });
  });

  describe('what one delivery has accepted and another has not', () => {
    const [one, other] = [notice('a'), notice('a', { event: 'broken' })];
    beforeEach(() => results.record(quiet('a', { pending: [one, other] }), []));

    test('stays in the outbox, with who has accepted it', async () => {
      await results.strike('a', [], { by: 'sns:owner', notices: [one, notice('a', { event: 'recovered' })] });
      const pending = [{ ...one, sent: ['sns:owner'] }, other];
      expect(await inOutbox(results, [])).toStrictEqual([quiet('a', { pending, version: 2 })]);
    });

    test('is written down together with what is done, and a second time is safe', async () => {
      for (const _ of [1, 2]) await results.strike('a', [other], { by: 'sns:owner', notices: [one] });
      const pending = [{ ...one, sent: ['sns:owner'] }];
      expect(await results.read('a')).toStrictEqual(quiet('a', { pending, version: 2 }));
    });

    test('gathers all that have accepted it, until it is struck', async () => {
      for (const by of ['sns:owner', 'chat']) await results.strike('a', [], { by, notices: [one] });
      expect((await results.read('a'))?.pending[0]?.sent).toEqual(['sns:owner', 'chat']);
      await results.strike('a', [one, other]);
      expect(await inOutbox(results, ['a'])).toStrictEqual([]);
    });
  });

  describe('retiring', () => {
    test('takes the latest away, and twice is safe', async () => {
      await results.record(quiet('a'), []);
      await results.retire(quiet('a'), entry('a', { event: 'removed' }));
      await results.retire(quiet('a'), entry('a', { event: 'removed' }));
      expect(await results.read('a')).toBeUndefined();
    });

    test('leaves alone what was recorded meanwhile', async () => {
      await results.record(quiet('a'), []);
      await results.record(quiet('a', { version: 2 }), []);
      await results.retire(quiet('a'), entry('a', { event: 'removed' }));
      expect(await results.read('a')).toStrictEqual(quiet('a', { version: 2 }));
    });
  });
}

function dateless(target: string) {
  const { expiry, ...others } = quiet(target);
  return others;
}

/** The last day that a calendar on the wall shows, in a zone behind UTC: the year 10000 in UTC. */
function forever() {
  return { of: 'date', what: 'never', expires: Date.parse('9999-12-31T23:59:59-05:00') } as const;
}
