import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../cli/errors';
import { readCsvFile, readRowsFile } from '../../cli/rows-file';

const folder = mkdtempSync(join(tmpdir(), 'rows-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | Buffer): string {
  const path = join(folder, 'rows.csv');
  writeFileSync(path, content);
  return path;
}

const HEADER = 'target;client;notes';

describe('a CSV file', () => {
  const expected = [{ target: 'www.example.com', client: 'Müller', notes: 'a note' }, { target: 'dated:Licence' }];
  test.each([
    ['with commas', 'target,client,notes\nwww.example.com,Müller,a note\ndated:Licence,,\n'],
    ['with semicolons', `${HEADER}\nwww.example.com;Müller;a note\ndated:Licence;;\n`],
    ['with tabs', 'target\tclient\tnotes\nwww.example.com\tMüller\ta note\ndated:Licence\t\t\n'],
    ['with a byte order mark', `\ufeff${HEADER}\nwww.example.com;Müller;a note\ndated:Licence;;\n`],
    ['with the line ends of Windows', `${HEADER}\r\nwww.example.com;Müller;a note\r\ndated:Licence;;\r\n`],
    ['with empty lines and rows', `${HEADER}\n\nwww.example.com;Müller;a note\n;;\n\ndated:Licence;;`],
    ['with short rows', `${HEADER}\nwww.example.com;Müller;a note\ndated:Licence`],
    [
      'with names of columns in any case, quoted',
      '"Target" ; "CLIENT";Notes\nwww.example.com;Müller;a note\ndated:Licence;;',
    ],
    ['in the code page of Windows', Buffer.from(`${HEADER}\nwww.example.com;Müller;a note\ndated:Licence;;`, 'latin1')],
    ['in UTF-16', Buffer.from(`\ufeff${HEADER}\nwww.example.com;Müller;a note\ndated:Licence;;`, 'utf16le')],
  ])('%s', (_, content) => {
    expect(readRowsFile(file(content)).map(({ row }) => row)).toEqual(expected);
  });

  test('may have quoted line breaks and quotes, and lines are counted all the same', () => {
    const content = `${HEADER}\na.example;A;"two\nlines, and ""quotes"""\nb.example;B;x\n`;
    expect(readRowsFile(file(content))).toEqual([
      { line: 3, row: { target: 'a.example', client: 'A', notes: 'two\nlines, and "quotes"' } },
      { line: 4, row: { target: 'b.example', client: 'B', notes: 'x' } },
    ]);
  });

  test.each([
    ['a quote that never ends', `${HEADER}\na.example;A;"open\nb.example;B;x\n`, /rows\.csv, line \d+: /],
    [
      'two columns of one name',
      'target;Client;client\na.example;A;B\n',
      /rows\.csv, line 1: two columns are called “client”/,
    ],
  ])('with %s is refused with the line', (_, content, expected_) => {
    expect(() => readRowsFile(file(content))).toThrow(UsageError);
    expect(() => readRowsFile(file(content))).toThrow(expected_);
  });

  test('may have empty cells beyond the last column, as spreadsheets leave them, and what is in them otherwise is said', () => {
    expect(readRowsFile(file(`${HEADER};;\na.example;A;x;;;\nb.example;B;x;y\n`))).toEqual([
      { line: 2, row: { target: 'a.example', client: 'A', notes: 'x' } },
      { line: 3, row: { target: 'b.example', client: 'B', notes: 'x' } },
    ]);
    expect(readRowsFile(file(`${HEADER}\nb.example;B;x;y\n`))).toEqual([
      {
        line: 2,
        row: { target: 'b.example', client: 'B', notes: 'x' },
        remark: expect.stringMatching(/more values than .*“y” was left out/),
      },
    ]);
  });

  test('without a column for the target is refused where CSV is needed', () => {
    expect(() => readCsvFile(file('host;client\na.example;A\n'))).toThrow(/line 1: no column is called “target”/);
  });
});

test('plain lines are one target each', () => {
  const content = '# our hosts\nwww.example.com\n\n  tls://ldap.example.com:636  \n';
  expect(readRowsFile(file(content))).toEqual([
    { line: 2, row: { target: 'www.example.com' } },
    { line: 4, row: { target: 'tls://ldap.example.com:636' } },
  ]);
});

test('a file that is not there is said so', () => {
  expect(() => readRowsFile(join(folder, 'none.csv'))).toThrow(/none\.csv cannot be read: ENOENT/);
});
