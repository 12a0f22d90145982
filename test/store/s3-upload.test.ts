import { uploadParts } from '../../lambda/store/s3-upload';
import { type S3Emulator, startS3 } from '../servers/s3-emulator';

const MIB = 1024 * 1024;

let s3: S3Emulator;
const sizes: number[] = [];

beforeAll(async () => {
  s3 = await startS3();
  s3.s3.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const { Body } = { Body: undefined, ...args.input };
        if (commandName === 'UploadPartCommand' && Buffer.isBuffer(Body)) sizes.push(Body.length);
        return next(args);
      },
    { step: 'initialize' },
  );
});
afterAll(() => s3?.close());
beforeEach(() => {
  sizes.length = 0;
});

/** Pieces that differ, so that none can stand for another. */
function pieces(bytes: readonly number[]): string[] {
  return bytes.map((size, i) => String.fromCharCode(97 + (i % 26)).repeat(size));
}

test.each([
  ['nothing', [], [0]],
  ['nothing but empty pieces', [0, 0], [0]],
  ['one byte', [1], [1]],
  ['one byte less than a part', [8 * MIB - 1], [8 * MIB - 1]],
  ['exactly a part', [8 * MIB], [8 * MIB]],
  ['one byte more than a part', [8 * MIB + 1], [8 * MIB, 1]],
  ['exactly two parts in one piece', [16 * MIB], [8 * MIB, 8 * MIB]],
  ['20 MiB in one piece', [20 * MIB], [8 * MIB, 8 * MIB, 4 * MIB]],
  ['a small piece before a large one and after', [3, 20 * MIB, 5], [8 * MIB, 8 * MIB, 4 * MIB + 8]],
  ['pieces that fill a part together', [5 * MIB, 3 * MIB, 1], [8 * MIB, 1]],
])('%s is written in parts of which all but the last have 8 MiB', async (_, given, expected) => {
  const all = pieces(given);
  await uploadParts(s3.s3, { Bucket: s3.bucket, Key: 'x' }, async (write) => {
    for (const piece of all) await write(piece);
  });
  expect(sizes).toEqual(expected);
  // Compared here: of a difference the report would have megabytes.
  expect((await s3.get('x')) === all.join('')).toBe(true);
});

test('pieces of several at once stay whole, also where one lies across parts', async () => {
  const all = pieces(Array(9).fill(3 * MIB));
  await uploadParts(s3.s3, { Bucket: s3.bucket, Key: 'x' }, async (write) => {
    await Promise.all(all.map((piece) => write(piece)));
  });
  expect(sizes).toEqual([8 * MIB, 8 * MIB, 8 * MIB, 3 * MIB]);
  expect((await s3.get('x')) === all.join('')).toBe(true);
});
