import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { indexCertificates } from '../../lambda/core/certificate-index';
import type { KnownCertificate } from '../../lambda/core/known-certificate';
import { packed, unpacked } from '../../lambda/store/estate-file';

const DATES = { notBefore: 1, notAfter: 9 };

function held(i: number): KnownCertificate {
  const flags = { renewsItself: i % 2 === 0, isPrivate: false, exported: false };
  const formerly = i % 3 === 0 ? [{ ...DATES, serial: `F${i}` }] : [];
  return {
    id: `arn:${i}`,
    client: `Zoë ${i % 7}`,
    names: [`host-${i}.example`],
    ...DATES,
    serial: `${i}`,
    ...flags,
    formerly,
  };
}

async function read(file: Buffer | Readable) {
  const { certificates, ...rest } = await unpacked<{ readonly notes: string }>(
    file instanceof Readable ? file : Readable.from([file]),
  );
  return { certificates, ...rest };
}

/** What would be written, with these lines. */
function fileOf(...lines: string[]): Buffer {
  return gzipSync(lines.join(''));
}

const FACTS = {
  notes: 'a\u2028b\nc\r\u2029 “ü” {',
  certificates: Array.from({ length: 5_000 }, (_, i) => held(i)),
  served: new Map<string, string | Set<string>>([
    ['a', 'Contoso'],
    ['b\u2028', new Set(['Contoso', 'Zoë'])],
  ]),
};

test('is read as it was written, line ends and all within texts included', async () => {
  const { certificates, ...rest } = await read(await packed(FACTS));
  expect({ ...rest, certificates: [...certificates] }).toEqual(FACTS);
});

test('is read the same in whatever pieces it comes', async () => {
  const file = await packed({ ...FACTS, certificates: FACTS.certificates.slice(0, 50) });
  const bytes = Readable.from(Array.from(file, (_, i) => file.subarray(i, i + 1)));
  expect([...(await read(bytes)).certificates]).toEqual(FACTS.certificates.slice(0, 50));
});

test('has the certificates in their places, and nothing before and after', async () => {
  const { certificates } = await read(await packed(FACTS));
  expect([certificates.at(0), certificates.at(4_999)]).toEqual([held(0), held(4_999)]);
  expect([certificates.at(5_000), certificates.at(-1)]).toEqual([undefined, undefined]);
});

test('one that is larger than a megabyte is read, and those after it', async () => {
  const large = { ...held(1), names: Array.from({ length: 100_000 }, (_, i) => `host-${i}.example`) };
  const { certificates } = await read(await packed({ ...FACTS, certificates: [held(0), large, held(2)] }));
  expect(certificates.at(1)?.names).toHaveLength(100_000);
  expect([certificates.at(0), certificates.at(2)]).toEqual([held(0), held(2)]);
});

test('answers what the certificates themselves answer', async () => {
  const { certificates } = await read(await packed(FACTS));
  const [theirs, own] = [indexCertificates(certificates), indexCertificates(FACTS.certificates)];
  for (const i of [0, 1, 2_500, 4_998, 5_000]) {
    const { id, serial, notAfter, names } = held(i);
    const [name = ''] = names;
    const former = { serial: `F${i}`, notAfter: 9 };
    expect(theirs.byId(id)).toEqual(own.byId(id));
    expect(theirs.covering(name)).toEqual(own.covering(name));
    expect(theirs.holding({ serial, notAfter }, name)).toEqual(own.holding({ serial, notAfter }, name));
    expect(theirs.renewing(former, name)).toEqual(own.renewing(former, name));
    expect(own.covering(name)).toHaveLength(i < 5_000 ? 1 : 0);
  }
});

test.each([
  ['ends before its end', async () => (await packed(FACTS)).subarray(0, -20)],
  ['ends in the midst of a line', async () => fileOf('{"notes":"a"}\n', '{"id":')],
  ['is empty', async () => Buffer.alloc(0)],
  ['has nothing in it', async () => fileOf('')],
  ['is not compressed', async () => Buffer.from('{"notes":"a"}\n')],
])('one that %s is not taken for whole', async (_, file) => {
  await expect(read(await file())).rejects.toThrow();
});
