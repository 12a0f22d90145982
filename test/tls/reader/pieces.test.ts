import fc from 'fast-check';
import { createPieces } from '../../../lambda/tls/reader/pieces';

describe('pieces', () => {
  it('are what was added less what was dropped, in whatever order', () => {
    const step = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.nat(40));
    const property = fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const pieces = createPieces();
      let expected: number[] = [];
      for (const each of steps) {
        if (typeof each === 'number') {
          const count = Math.min(each, expected.length);
          pieces.drop(count);
          expected = expected.slice(count);
        } else {
          pieces.add(each);
          expected.push(...each);
        }
        expect([...pieces.view()]).toEqual(expected);
      }
    });
    fc.assert(property);
  });

  it('leave what they were given as it was', () => {
    const given = new Uint8Array(8).subarray(0, 4);
    const pieces = createPieces();
    pieces.add(given);
    pieces.add(Uint8Array.of(1, 2));
    expect([...new Uint8Array(given.buffer)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('cost no more one byte at a time than all at once', () => {
    const pieces = createPieces();
    const start = performance.now();
    for (let i = 0; i < 256 * 1024; i += 1) pieces.add(Uint8Array.of(i));
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
