import { type PeerCertificate, peerChain } from '../../lambda/tls/peer-chain';
import { certificate, tlv } from './der-writer';

const numbered = (n: number) => certificate({ serial: tlv(0x02, Buffer.of(n)) });

function serialsOf(peer: PeerCertificate): string[] | string {
  const read = peerChain(peer);
  return 'problem' in read ? read.problem : read.chain.map(({ serial }) => serial);
}

/** Certificates with these numbers, each issued by the next. */
function path(...numbers: number[]): PeerCertificate | undefined {
  return numbers.reduceRight<PeerCertificate | undefined>(
    (issuerCertificate, n) => ({ raw: numbered(n), ...(issuerCertificate && { issuerCertificate }) }),
    undefined,
  );
}

interface Looping {
  raw: Uint8Array;
  issuerCertificate?: Looping;
}

it.each<[string, PeerCertificate | undefined, string[] | string]>([
  ['from the leaf on', path(1, 2, 3), ['01', '02', '03']],
  ['of a leaf alone', path(1), ['01']],
  ['that comes back to the leaf', path(1, 2, 1, 2), ['01', '02']],
  ['that names a certificate twice', path(1, 2, 2, 3), ['01', '02']],
  [
    'of more than sixteen, cut',
    path(...Array.from({ length: 40 }, (_, i) => i + 1)),
    Array.from({ length: 16 }, (_, i) => (i + 1).toString(16).padStart(2, '0').toUpperCase()),
  ],
  ['that ends before what cannot be read', { raw: numbered(1), issuerCertificate: { raw: Buffer.of(1) } }, ['01']],
  ['that is missing', {}, 'shows no certificate in its TLS hand-shake'],
  ['of a leaf that cannot be read', { raw: Buffer.of(1) }, 'shows a certificate that ends in the middle'],
])('a path %s', (_, peer, expected) => {
  expect(serialsOf(peer ?? {})).toEqual(expected);
});

it('a root that is its own issuer, as Node has it, ends the path', () => {
  const root: Looping = { raw: numbered(2) };
  root.issuerCertificate = root;
  expect(serialsOf({ raw: numbered(1), issuerCertificate: root })).toEqual(['01', '02']);
});
