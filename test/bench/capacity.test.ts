import { itemSize, keyedUnits, pageUnits, writeUnits } from '../../bench/capacity';

const KEY = { target: 'a', record: 'latest' };
/** An item of so many bytes. */
const sized = (bytes: number) => ({ text: 'x'.repeat(bytes - 'text'.length) });

test.each<[string, Record<string, unknown>, number]>([
  ['a text counts its bytes in UTF-8, and so does its name', { naïf: 'é' }, 5 + 2],
  ['yes and no count one', { a: true, b: null }, 4],
  ['a number counts half its digits without trailing zeros, and one', { a: 1234, b: 5000 }, 1 + 3 + 1 + 2],
  ['a list counts three, and one for each of what is in it', { a: ['xy', 'z'] }, 1 + 3 + (2 + 1) + (1 + 1)],
  ['so does a map, with its names', { a: { b: 'xy' } }, 1 + 3 + 1 + (1 + 2)],
  ['what is absent counts nothing', { a: { b: undefined }, c: undefined }, 1 + 3],
])('%s', (_, item, bytes) => {
  expect(itemSize(item)).toBe(bytes);
});

test.each<[string, Record<string, unknown>, number]>([
  ['one unit for 1,024 bytes', sized(1_024), 1],
  ['two for one more', sized(1_025), 2],
  ['as many again where it is in the index byExpiry', { ...KEY, expires: '2027', expiryMonth: '2027-01' }, 2],
  ['none for that index where a key of it is missing', { ...KEY, expires: '2027' }, 1],
  ['one for its keys in the outbox', { ...KEY, outbox: '-' }, 2],
])('a write takes %s', (_, item, units) => {
  expect(writeUnits(item)).toBe(units);
});

test('a page is read as a whole, and at half the price of what is read by its keys', () => {
  const items = [sized(1_000), sized(3_000)];
  expect([pageUnits(items), pageUnits([...items, sized(97)]), pageUnits([])]).toEqual([0.5, 1, 0.5]);
  expect([keyedUnits(items), keyedUnits([sized(4_097)]), keyedUnits([{}])]).toEqual([2, 2, 1]);
});
