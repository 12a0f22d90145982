import { assess } from '../../lambda/core/assess';
import type { Certificate } from '../../lambda/core/certificate';
import { DAY } from '../../lambda/core/instant';
import type { DistrustReason, Handshake, Verdict } from '../../lambda/core/observation';
import { authority, certificate, endpoint, NOW, said, serving, story, target } from './builders';

type Chain = Handshake['chain'];

const leaf = certificate(60, { issuer: 'CN=R3', authorityKeyId: 'id of R3', names: ['www.example.com'] });
const r3 = authority('R3', 'X1');
const x1 = authority('X1', 'X1');
const FULL: Chain = [leaf, r3, x1];

/** Another certificate of the root's key, signed by an older root for old clients. */
const crossSigned = (daysLeft: number) =>
  authority('X1', 'DST', { notAfter: NOW + daysLeft * DAY, notBefore: NOW - 3_000 * DAY });
const other = (daysLeft: number) => authority('Other', 'Else', { notAfter: NOW + daysLeft * DAY });

const TRUSTED: Verdict = { trusted: true };
const not = (reason: DistrustReason): Verdict => ({ trusted: false, reason, sentence: 'OpenSSL says why.' });

interface Row {
  readonly chain?: Chain;
  readonly sent?: readonly Certificate[];
  readonly verdict?: Verdict;
  readonly trust?: string;
}

function judged({ chain = FULL, sent, verdict = TRUSTED, trust = 'public' }: Row) {
  const seen = { chain, verdict, ...(sent !== undefined && { sent }) };
  return assess(target({ trust }), endpoint(serving(leaf, seen)), undefined, NOW);
}

const NO_CROSS_SIGN =
  /^warning chain-order: The server still sends “X1” \(issued by “DST”\), which expired on .* 2026: drop it, since no path needs it/;

describe('what was sent', () => {
  test.each<[string, Row, RegExp[]]>([
    ['in the right order, without the root, is in order', { sent: [leaf, r3] }, []],
    ['is not known where the look could not see it', {}, []],
    [
      'with its root is worth reading',
      { sent: FULL },
      [
        /^info chain-order: The server also sends the root “X1”, which clients go by only if they have it themselves\.$/,
      ],
    ],
    [
      'with an issuer before what it issued is out of order',
      { sent: [leaf, x1, r3], chain: FULL },
      [/^info chain-order: The server sends its chain out of order: “X1” comes before what it issued\.$/, /root “X1”/],
    ],
    [
      'with two issuers before what they issued is out of order',
      {
        chain: [leaf, r3, authority('X1', 'X0'), authority('X0', 'X0')],
        sent: [leaf, authority('X0', 'X9'), authority('X1', 'X0'), r3],
      },
      [/“X0”, “X1” come before what they issued\.$/],
    ],
    [
      'twice is worth reading',
      { sent: [leaf, r3, r3, leaf] },
      [/^info chain-order: The server sends “www.example.com”, “R3” more than once\.$/],
    ],
    [
      'besides the path and to no use is a stray',
      { sent: [leaf, other(1_000), r3] },
      [
        /^info chain-order: The server also sends “Other” \(issued by “Else”\), to which no path from its certificate leads\.$/,
      ],
    ],
    ['for another path that old clients know is no stray', { sent: [leaf, r3, crossSigned(400)] }, []],
    [
      'by the name of the issuer but with another key is a stray',
      { sent: [leaf, r3, authority('R3', 'X1', { sha256: 'renewed', subjectKeyId: 'other' })] },
      [/^info chain-order: The server also sends “R3” \(issued by “X1”\), to which no path/],
    ],
    [
      'without the intermediate, which the verdict had from elsewhere, is incomplete',
      { sent: [leaf] },
      [
        /^warning chain-incomplete: The server does not send the intermediate “R3”; clients that do not happen to know it refuse/,
      ],
    ],
    [
      'without the intermediate, which the CA bundle has, is worth reading',
      { sent: [leaf], trust: 'private' },
      [/^info chain-incomplete: .*only clients that know it already, as the CA bundle does, can trust/],
    ],
    [
      'without the intermediate, where the verdict minds something else, is told by the verdict alone',
      { sent: [leaf], chain: [leaf, r3], verdict: not('untrusted') },
      [/^critical untrusted: OpenSSL says why\.$/],
    ],
    [
      'on from an intermediate that was not sent is no stray',
      { sent: [leaf, authority('X1', 'DST')] },
      [/^warning chain-incomplete/],
    ],
    ['with another certificate of the intermediate’s key is complete', { sent: [leaf, authority('R3', 'DST')] }, []],
    [
      'without the intermediate, which the verdict minds, is told by the verdict alone',
      { sent: [leaf], chain: [leaf], verdict: not('chain-incomplete') },
      [/^critical chain-incomplete: OpenSSL says why\.$/],
    ],
    [
      'is not held against the path where the two looks met different certificates',
      { sent: [certificate(70, { sha256: 'rsa', issuer: 'CN=R9' }), authority('R9', 'X1')] },
      [/^info mixed-addresses/],
    ],
  ])('%s', (_, row, expected) => {
    expect(said(judged(row))).toEqual(expected.map((sentence) => expect.stringMatching(sentence)));
  });

  test('a hundred strays make one sentence of bounded length', () => {
    const many = Array.from({ length: 500 }, (_, i) => authority(`${i} ${'x'.repeat(180)}`, 'Else'));
    const { findings } = judged({ sent: [leaf, r3, ...many] });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.sentence).toMatch(/ and 95 more, to which/);
    expect(findings[0]?.sentence.length).toBeLessThan(1_000);
  });

  test('a server that sends nonsense in rings is judged in a moment', () => {
    const ring = Array.from({ length: 5_000 }, (_, i) =>
      authority(`C${i % 90}`, `C${(i + 1) % 90}`, { sha256: `${i}` }),
    );
    const start = performance.now();
    expect(judged({ sent: [leaf, r3, ...ring] }).severity).toBe('info');
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('the date of an element', () => {
  test.each<[string, Row, RegExp[], string]>([
    [
      'that the path needs rules where it is the earliest',
      { chain: [leaf, authority('R3', 'X1', { notAfter: NOW + 5 * DAY, notBefore: NOW - 900 * DAY }), x1] },
      [/^critical chain-element-expiring: The intermediate certificate “R3” expires in 5 days/],
      'R3',
    ],
    [
      'that is the root does not count',
      { chain: [leaf, r3, authority('X1', 'X1', { notAfter: NOW + DAY })] },
      [],
      'www.example.com',
    ],
    [
      'that has the name of its issuer, but another key’s signature, counts',
      { chain: [leaf, r3, authority('X1', 'X1', { authorityKeyId: 'old', notAfter: NOW + DAY })] },
      [/^critical chain-element-expiring: The intermediate certificate “X1” expires in 24 hours/],
      'X1',
    ],
    [
      'for old clients, past and sent along, does not rule, but has to be dropped (AddTrust 2020, DST X3 2021)',
      { sent: [leaf, r3, crossSigned(-30)] },
      [NO_CROSS_SIGN],
      'www.example.com',
    ],
    [
      'for old clients, past and built into the chain that is trusted all the same, has to be dropped',
      { chain: [leaf, r3, crossSigned(-30)], sent: [leaf, r3, crossSigned(-30)] },
      [NO_CROSS_SIGN],
      'www.example.com',
    ],
    [
      'for old clients, past, has to be dropped also where only the chain is seen',
      { chain: [leaf, r3, crossSigned(-30), authority('DST', 'DST', { notAfter: NOW - DAY })] },
      [NO_CROSS_SIGN],
      'www.example.com',
    ],
    [
      'for old clients, past, breaks the service where the path is not trusted because of it',
      { chain: [leaf, r3, crossSigned(-30)], verdict: not('date') },
      [/^critical chain-element-expiring: The intermediate certificate “X1” expired 30 days ago/],
      'X1',
    ],
    [
      'for old clients, near, is worth reading',
      { sent: [leaf, r3, crossSigned(5)] },
      [
        /^info chain-element-expiring: The server also sends “X1” \(issued by “DST”\), which expires in 5 days, on .*drop it before then\.$/,
      ],
      'www.example.com',
    ],
    [
      'that is a stray, past, has to be dropped',
      { sent: [leaf, r3, other(-30)] },
      [
        /^warning chain-order: The server still sends “Other” \(issued by “Else”\), which expired on Fri 23 Oct 2026: drop it/,
      ],
      'www.example.com',
    ],
    [
      'past on the path counts where nobody goes by the path and the verdict proves nothing',
      { chain: [leaf, crossSigned(-30)], trust: 'any' },
      [/^critical chain-element-expiring/],
      'X1',
    ],
    [
      'of the other certificate that the same address serves counts too',
      { sent: [certificate(9, { sha256: 'rsa' })] },
      [/^warning expiring: The certificate “www.example.com” expires in 9 days/, /^info mixed-addresses/],
      'www.example.com',
    ],
  ])('%s', (_, row, expected, ruling) => {
    const assessment = judged(row);
    expect(said(assessment)).toEqual(expected.map((sentence) => expect.stringMatching(sentence)));
    expect(assessment.standing?.expiry.what).toBe(ruling);
  });

  test('that becomes valid later counts on the path alone', () => {
    const early = authority('R3', 'X1', { notBefore: NOW + DAY });
    expect(said(judged({ chain: [leaf, early, x1], verdict: not('date') }))).toEqual([
      expect.stringMatching(/^critical not-yet-valid: The certificate “R3” becomes valid only in 24 hours/),
    ]);
    const crossSign = authority('X1', 'DST', { notBefore: NOW + DAY });
    expect(said(judged({ sent: [leaf, r3, crossSign] }))).toEqual([]);
    expect(said(judged({ chain: [leaf, r3, crossSign] }))).toEqual([]);
  });
});

test.each<[string, Chain, Verdict, string]>([
  ['a path that is trusted', FULL, TRUSTED, ''],
  ['a path to a root that is not known', FULL, not('untrusted'), 'critical untrusted: OpenSSL says why.'],
  [
    'a certificate that signed itself',
    [certificate(60, { selfIssued: true })],
    not('self-signed'),
    'critical self-signed: OpenSSL says why.',
  ],
  ['a leaf whose issuer is missing', [leaf], not('chain-incomplete'), 'critical chain-incomplete: OpenSSL says why.'],
  [
    'a certificate other than the pinned one',
    [leaf],
    not('unexpected-certificate'),
    'critical unexpected-certificate: OpenSSL says why.',
  ],
  [
    'a path whose root has expired',
    [leaf, r3, authority('X1', 'X1', { notAfter: NOW - 1 })],
    not('date'),
    'critical untrusted: OpenSSL says why.',
  ],
])('%s', (_, chain, verdict, expected) => {
  expect(said(judged({ chain, verdict }))).toEqual(expected === '' ? [] : [expected]);
});

test('somebody is told once that an expired element has to be dropped, and once that it is gone', () => {
  const sending = (...sent: Certificate[]) => endpoint(serving(leaf, { chain: FULL, sent }));
  const [tidy, untidy] = [sending(leaf, r3), sending(leaf, r3, crossSigned(-30))];
  expect(
    story([
      [0, tidy],
      [1, untidy],
      [2, untidy],
      [3, tidy],
    ]),
  ).toEqual(['', 'broken warning', '', 'recovered ok']);
});
