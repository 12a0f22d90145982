import { rowOfResult } from '../../cli/describe';
import { quiet } from '../store/results';

const until = Date.parse('2026-12-31T22:30:00Z');

test.each([
  ['nothing', undefined, 'www.example.com'],
  ['its row', { by: 'muted', until, who: 'anna' } as const, 'muted until 2026-12-31 (anna); www.example.com'],
  ['a promise', { by: 'promised', until } as const, 'promised until 2026-12-31; www.example.com'],
  ['a window', { by: 'maintenance', until } as const, 'maintenance until 2026-12-31T22:30Z; www.example.com'],
])('the list says what keeps a target quiet: %s', (_, quieted, what) => {
  expect(rowOfResult(quiet('www.example.com', quieted && { quieted })).what).toBe(what);
});
