import type { ResultsTable } from '../../lambda/store/results-table';
import { entry, NOW, notice, quiet, rich } from './results';

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
    expect(await results.outbox(['nothing'])).toStrictEqual([]);
    await results.strike('nothing', [notice('nothing')]);
    await results.retire(quiet('nothing'), entry('nothing', { event: 'removed' }));
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
      const outbox = await results.outbox(['a', 'a', 'c', 'gone']);
      expect([...outbox].sort((x, y) => x.target.localeCompare(y.target))).toStrictEqual([pending('a'), pending('b')]);
    });

    test('no longer holds what was struck, and striking twice is safe', async () => {
      await results.record(quiet('a', { pending: [notice('a')] }), []);
      await results.strike('a', [notice('a')]);
      await results.strike('a', [notice('a')]);
      expect(await results.outbox(['a'])).toStrictEqual([]);
      expect(await results.read('a')).toStrictEqual(quiet('a', { version: 2 }));
    });

    test('keeps notices that came while others were sent', async () => {
      const [sent, later] = [notice('a'), notice('a', { at: NOW + 1 })];
      const other = notice('a', { event: 'broken' });
      await results.record(quiet('a', { pending: [sent, later, other] }), []);
      await results.strike('a', [sent, notice('a', { event: 'recovered' })]);
      expect(await results.outbox([])).toStrictEqual([quiet('a', { pending: [later, other], version: 2 })]);
    });
  });

  describe('what one delivery has accepted and another has not', () => {
    const [one, other] = [notice('a'), notice('a', { event: 'broken' })];
    beforeEach(() => results.record(quiet('a', { pending: [one, other] }), []));

    test('stays in the outbox, with who has accepted it', async () => {
      await results.strike('a', [], { by: 'sns:owner', notices: [one, notice('a', { event: 'recovered' })] });
      const pending = [{ ...one, sent: ['sns:owner'] }, other];
      expect(await results.outbox([])).toStrictEqual([quiet('a', { pending, version: 2 })]);
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
      expect(await results.outbox(['a'])).toStrictEqual([]);
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
