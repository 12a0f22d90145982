import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openHostsFile } from '../../lambda/tls/hosts-file';

const folder = mkdtempSync(join(tmpdir(), 'hosts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, 'hosts');

/** What a file with these bytes in it has for each of the names. */
async function found(file: string | Uint8Array, names: readonly string[]): Promise<(readonly string[])[]> {
  writeFileSync(path, file);
  const hosts = openHostsFile(path);
  return Promise.all(names.map((name) => hosts(name)));
}

const WORDS = [
  '127.0.0.1',
  '::1',
  'fe80::1%lo0',
  '1.2.3',
  '#',
  ' ',
  '\t',
  '\n',
  '\r\n',
  'a.example',
  'B',
  'b.',
  '__proto__',
];

test('whatever is in the file, every name has addresses that stand in it, or none', async () => {
  const text = fc.array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: 'binary', maxLength: 5 })), {
    maxLength: 40,
  });
  const file = fc.oneof(
    text.map((pieces) => pieces.join('')),
    fc.uint8Array({ maxLength: 200 }),
  );
  const name = fc.oneof(fc.constantFrom(...WORDS, '', 'constructor'), fc.string({ unit: 'binary' }));
  const property = fc.asyncProperty(file, fc.array(name, { minLength: 1 }), async (bytes, names) => {
    const all = (await found(bytes, names)).flat();
    const written = Buffer.from(bytes).toString('utf8');
    return all.every((address) => isIP(address) !== 0 && written.includes(address));
  });
  await fc.assert(property, { numRuns: 1_000 });
});

test('what is written line by line is found, in its order, whatever the blanks, comments and nonsense around it', async () => {
  const blank = fc.stringMatching(/^[ \t]{1,3}$/);
  const label = fc.constantFrom('a', 'B', 'c.example', 'D.Example.');
  const line = fc.record({
    address: fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('', 'localhost', '1.2.3')),
    names: fc.array(label, { maxLength: 3 }),
    blank,
    end: fc.constantFrom('\n', '\r\n', ' # a b c.example\n', '#\n'),
  });
  const property = fc.asyncProperty(fc.array(line, { maxLength: 10 }), async (lines) => {
    const file = lines.map(({ address, names, blank: gap, end }) => [address, ...names].join(gap) + end).join('');
    const sought = ['A', 'b', 'c.example', 'd.example'];
    const expected = sought.map((name) =>
      lines.flatMap(({ address, names }) =>
        isIP(address) === 0 ? [] : names.filter((one) => isSame(one, name)).map(() => address),
      ),
    );
    expect(await found(file, sought)).toEqual(expected);
  });
  await fc.assert(property, { numRuns: 500 });
});

function isSame(written: string, name: string): boolean {
  return written.toLowerCase().replace(/\.$/, '') === name.toLowerCase();
}
