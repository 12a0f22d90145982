import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHostsFile } from '../../lambda/tls/hosts-file';

const folder = mkdtempSync(join(tmpdir(), 'hosts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, 'hosts');

const FILE = `# comment
127.0.0.1\tlocalhost
::1 localhost ip6-localhost   # more names

192.0.2.10  www.example.com www
  192.0.2.11 WWW.Example.COM
2001:db8::10 www.example.com
192.0.2.12 rooted.example.com.
192.0.2.13
not-an-address broken.example.com
192.0.2.14 # nobody.example.com
192.0.2.300 bad.example.com
192.0.2.15 __proto__ constructor
fe80::1%lo0 zoned.example.com
`;

test.each([
  ['all addresses of a name, of both families', 'www.example.com', ['192.0.2.10', '192.0.2.11', '2001:db8::10']],
  ['a name whatever its case', 'WWW.EXAMPLE.com', ['192.0.2.10', '192.0.2.11', '2001:db8::10']],
  ['the second name of a line', 'www', ['192.0.2.10']],
  ['a name that stands on two lines', 'localhost', ['127.0.0.1', '::1']],
  ['a name with the root’s dot', 'rooted.example.com', ['192.0.2.12']],
  ['an address with a zone', 'zoned.example.com', ['fe80::1%lo0']],
  ['a name that is a word of JavaScript', '__proto__', ['192.0.2.15']],
  ['nothing for a name without an address', 'broken.example.com', []],
  ['nothing for a name in a comment', 'nobody.example.com', []],
  ['nothing for an address that is none', 'bad.example.com', []],
  ['nothing for a word of JavaScript that is not there', 'toString', []],
  ['nothing for a name that is not there', 'example.com', []],
])('has %s', async (_, name, addresses) => {
  writeFileSync(path, FILE.replaceAll('\n', '\r\n'));
  expect(await openHostsFile(path)(name)).toEqual(addresses);
});

test('is read again when it has changed, a second later at the latest', async () => {
  let now = 0;
  const hosts = openHostsFile(path, () => now);
  writeFileSync(path, '192.0.2.1 a.example\n');
  expect(await hosts('a.example')).toEqual(['192.0.2.1']);
  writeFileSync(path, '192.0.2.2 a.example\n');
  utimesSync(path, 1, 1);
  now = 999;
  expect(await hosts('a.example')).toEqual(['192.0.2.1']);
  now = 1_000;
  expect(await hosts('a.example')).toEqual(['192.0.2.2']);
  rmSync(path);
  now = 2_000;
  expect(await hosts('a.example')).toEqual([]);
});

test.each([
  ['that is not there', join(folder, 'none')],
  ['that is a folder', folder],
])('a file %s has no names', async (_, missing) => {
  expect(await openHostsFile(missing)('localhost')).toEqual([]);
});
