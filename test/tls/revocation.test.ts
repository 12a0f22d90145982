import type { Revocation } from '../../lambda/core/ca-answer';
import { DAILY, DAY, HOUR } from '../../lambda/core/instant';
import { createCrlStore } from '../../lambda/tls/crl-store';
import { type Get, httpGet } from '../../lambda/tls/http-get';
import { type RevocationQuestion, revocationOf } from '../../lambda/tls/revocation';
import { type Document, startWeb, trickle, type Web } from '../servers/http-documents';
import { sequence, tlv } from './der-writer';
import {
  type CertificateParts,
  type CrlParts,
  certificateFor,
  crlOf,
  extension,
  fullName,
  NOW,
  ocspOf,
  revoked,
  SERIAL,
  signer,
  UNKNOWN,
} from './signing';

const CA = signer('Test CA');
const OTHER = signer('Other CA');
const WWW = signer('www.test');
const ISSUER = certificateFor(CA, CA);
const REVOKED = revoked(SERIAL, NOW - 2 * DAY, 1);

const get: Get = (url, rules) => httpGet(url, { ...rules, lookup: async () => ['127.0.0.1'] });

interface Scene {
  readonly documents?: Readonly<Record<string, Document>>;
  /** Paths of the CRLs that the leaf names; by default `/1.crl`. */
  readonly names?: readonly string[];
  readonly leaf?: CertificateParts;
  readonly asks?: Partial<RevocationQuestion>;
  readonly within?: number;
}

interface Shown {
  readonly found: Revocation | undefined;
  readonly web: Web;
  readonly again: (asks?: Partial<RevocationQuestion>) => Promise<Revocation | undefined>;
}

/** What comes of a question about a leaf whose CRLs a web server has. */
async function shown(scene: Scene, look: (shown: Shown) => Promise<void> | void): Promise<void> {
  const web = await startWeb(scene.documents ?? {});
  try {
    const crlUrls = (scene.names ?? ['/1.crl']).map((path) => `${web.origin}${path}`);
    const leaf = certificateFor(WWW, CA, { crlUrls, ...scene.leaf });
    const crls = createCrlStore(get);
    const again = (asks: Partial<RevocationQuestion> = {}) => {
      const until = performance.now() + (scene.within ?? 5_000);
      return revocationOf({ leaf, issuer: ISSUER, now: NOW, until, ...scene.asks, ...asks }, crls);
    };
    await look({ found: await again(), web, again });
  } finally {
    await web.close();
  }
}

function withCrl(parts: CrlParts = {}): Scene {
  return { documents: { '/1.crl': crlOf(CA, parts) } };
}

const GOOD: Revocation = { status: 'good', by: 'crl', until: NOW + 6 * DAY, askAgainAt: NOW + DAILY };

describe('by the CRL that the certificate names', () => {
  it('a certificate that is not on it is good for as long as the CRL, and asked about every day', async () => {
    await shown(withCrl({ entries: [revoked(Uint8Array.of(1), NOW - DAY)] }), ({ found }) =>
      expect(found).toEqual(GOOD),
    );
    await shown(withCrl({ nextUpdate: NOW + HOUR }), ({ found }) =>
      expect(found).toEqual({ ...GOOD, until: NOW + HOUR, askAgainAt: NOW + HOUR }),
    );
  });

  it('a certificate that is on it is revoked', async () => {
    await shown(withCrl({ entries: [REVOKED] }), ({ found }) =>
      expect(found).toEqual({
        status: 'revoked',
        by: 'crl',
        at: NOW - 2 * DAY,
        reason: 'keyCompromise',
        askAgainAt: NOW + DAILY,
      }),
    );
  });

  it('a CRL for this distribution point counts, one for another does not', async () => {
    const pointing =
      (path: string): Document =>
      (response, { headers }) => {
        const point = extension('2.5.29.28', sequence(fullName(`http://${headers.host}${path}`)), true);
        response.end(crlOf(CA, { extensions: [point] }));
      };
    await shown({ documents: { '/1.crl': pointing('/1.crl') } }, ({ found }) => expect(found).toEqual(GOOD));
    await shown({ documents: { '/1.crl': pointing('/2.crl') } }, ({ found, web }) =>
      expect(found).toEqual(unknown(`The CRL ${web.origin}/1.crl is for another distribution point.`)),
    );
  });

  const yes = Uint8Array.of(0xff);
  const usersOnly = extension('2.5.29.28', sequence(tlv(0x81, yes)), true);
  const ca = extension('2.5.29.19', sequence(tlv(0x01, yes)), true);

  it.each<[string, Scene, string]>([
    ['is of yesterday', withCrl({ nextUpdate: NOW - HOUR, entries: [REVOKED] }), 'is out of date'],
    ['is of tomorrow', withCrl({ thisUpdate: NOW + HOUR }), 'is of the future'],
    ['has no end', withCrl({ nextUpdate: null }), 'does not say until when it is good'],
    ['is of another issuer', withCrl({ issuer: OTHER.name }), 'is of another issuer'],
    [
      'is signed by another',
      { documents: { '/1.crl': crlOf({ ...OTHER, name: CA.name }) } },
      'is not signed by the issuer of the certificate',
    ],
    [
      'is a delta',
      withCrl({ extensions: [extension('2.5.29.27', tlv(2, Uint8Array.of(1)), true)] }),
      'is a delta, which tells of changes only',
    ],
    [
      'is about users, and the certificate is a CA',
      { ...withCrl({ extensions: [usersOnly] }), leaf: { extensions: [ca] } },
      'is not about certificates of CAs, as this one is',
    ],
    [
      'has an entry that is not understood',
      withCrl({ entries: [revoked(SERIAL, NOW, 1, extension('2.5.29.29', sequence(), true))] }),
      'has a critical extension in its entry that is not understood',
    ],
    ['is not there', {}, 'answers with the HTTP status 404'],
    [
      'is a web page',
      { documents: { '/1.crl': Buffer.from('<html>') } },
      'holds no CRL: it is none, but something else',
    ],
    ['is cut', { documents: { '/1.crl': crlOf(CA).subarray(0, 99) } }, 'holds no CRL: it ends in the middle'],
    ['takes too long', { documents: { '/1.crl': trickle }, within: 300 }, 'does not answer in time'],
  ])('nothing is known by one that %s', async (_, scene, why) => {
    await shown(scene, ({ found, web }) => expect(found).toEqual(unknown(`The CRL ${web.origin}/1.crl ${why}.`)));
  });

  it('the next that it names is asked where the first has no answer', async () => {
    const scene = { documents: { '/2.crl': crlOf(CA, { entries: [REVOKED] }) }, names: ['/1.crl', '/2.crl', '/3.crl'] };
    await shown(scene, ({ found, web }) => {
      expect(found).toMatchObject({ status: 'revoked' });
      expect(web.asked).toEqual(['/1.crl', '/2.crl']);
    });
  });
});

function unknown(sentence: string): Revocation {
  return { status: 'unknown', sentence };
}

describe('by the stapled OCSP response', () => {
  it('without asking anybody where it has an answer', async () => {
    const scene = { ...withCrl({ entries: [REVOKED] }), asks: { staple: ocspOf(CA) } };
    await shown(scene, ({ found, web }) => {
      expect(found).toEqual({ status: 'good', by: 'staple', until: NOW + 3 * DAY, askAgainAt: NOW + DAILY });
      expect(web.asked).toEqual([]);
    });
  });

  it('else by the CRL', async () => {
    await shown({ ...withCrl(), asks: { staple: ocspOf(CA, { status: UNKNOWN }) } }, ({ found }) =>
      expect(found).toEqual(GOOD),
    );
  });

  it('and both are told of where neither has an answer', async () => {
    await shown({ asks: { staple: Uint8Array.of(0) } }, ({ found, web }) => {
      const crl = `The CRL ${web.origin}/1.crl answers with the HTTP status 404.`;
      expect(found).toEqual(unknown(`The stapled OCSP response ends in the middle. ${crl}`));
    });
    await shown({ names: [], asks: { staple: Uint8Array.of(0) } }, ({ found }) =>
      expect(found).toEqual(unknown('The stapled OCSP response ends in the middle.')),
    );
  });
});

describe('where nobody can be asked', () => {
  const days = (count: number, from: string): CertificateParts => ({
    notBefore: Date.parse(from),
    notAfter: Date.parse(from) + count * DAY,
  });
  const NOTHING_NAMED = unknown('The certificate names no CRL, and the server staples no OCSP response.');

  it.each<[string, CertificateParts, Revocation | undefined]>([
    ['an ordinary certificate is unknown', {}, NOTHING_NAMED],
    ['one of seven days is nothing to speak of', days(7, '2026-11-20T00:00:00Z'), undefined],
    ['one of eight days is', days(8, '2026-11-20T00:00:00Z'), NOTHING_NAMED],
    ['one of ten days was nothing to speak of before March 2026', days(10, '2026-03-14T00:00:00Z'), undefined],
    ['and is since', days(10, '2026-03-15T00:00:00Z'), NOTHING_NAMED],
  ])('%s', async (_, leaf, expected) => {
    await shown({ names: [], leaf }, ({ found }) => expect(found).toEqual(expected));
  });

  it('a certificate that signed itself is nothing to speak of', async () => {
    await shown({ asks: { leaf: ISSUER, issuer: ISSUER } }, ({ found }) => expect(found).toBeUndefined());
  });

  it('no answer can be checked without the issuer, or with another', async () => {
    const why = unknown(
      'The certificate of the issuer was not seen, and without it no answer about revocation can be checked.',
    );
    for (const issuer of [certificateFor(OTHER, OTHER), Uint8Array.of(1)]) {
      await shown({ ...withCrl(), asks: { issuer } }, ({ found, web }) => {
        expect(found).toEqual(why);
        expect(web.asked).toEqual([]);
      });
    }
  });

  it('bytes that are no certificate are unknown', async () => {
    await shown({ asks: { leaf: Uint8Array.of(0x30, 0) } }, ({ found }) =>
      expect(found).toEqual(unknown('The certificate cannot be read.')),
    );
  });
});

describe('what is known already', () => {
  const revokedFor = (reason: string, askAgainAt?: number): Revocation => ({
    ...{ status: 'revoked', by: 'crl', at: NOW, reason },
    ...(askAgainAt !== undefined && { askAgainAt }),
  });
  const good = (until: number, askAgainAt?: number): Revocation => ({
    ...{ status: 'good', by: 'crl', until },
    ...(askAgainAt !== undefined && { askAgainAt }),
  });
  const UNKNOWN_BEFORE = unknown('No.');

  it.each<[string, Revocation, boolean]>([
    ['is given again until it is due', good(NOW + DAY, NOW + 1), true],
    ['is looked at anew once it is due', good(NOW + DAY, NOW), false],
    ['is looked at anew where it does not say when it is due', good(NOW + DAY), false],
    ['is given again where it is revoked, for good', revokedFor('superseded', NOW), true],
    ['is given again where it is on hold, until it is due', revokedFor('certificateHold', NOW + 1), true],
    ['is looked at anew where it is on hold', revokedFor('certificateHold', NOW), false],
    ['is looked at anew where nothing was', UNKNOWN_BEFORE, false],
  ])('%s', async (_, known, rests) => {
    await shown({ ...withCrl(), asks: { known } }, ({ found, web }) => {
      expect(found).toEqual(rests ? known : GOOD);
      expect(web.asked).toHaveLength(rests ? 0 : 1);
    });
  });

  it.each<[string, Revocation, boolean]>([
    ['stays revoked', revokedFor('certificateHold', NOW), true],
    ['stays good for as long as what said so', good(NOW + 1, NOW), true],
    ['stays good no longer than that', good(NOW, NOW), false],
    ['is unknown where it was', UNKNOWN_BEFORE, false],
  ])('%s while nobody answers', async (_, known, stays) => {
    await shown({ asks: { known } }, ({ found, web }) => {
      const why = unknown(`The CRL ${web.origin}/1.crl answers with the HTTP status 404.`);
      expect(found).toEqual(stays ? known : why);
      expect(web.asked).toHaveLength(1);
    });
  });

  it('stays revoked also where there is nobody to ask any more', async () => {
    const known = revokedFor('certificateHold', NOW);
    const short = { notBefore: NOW - DAY, notAfter: NOW + DAY };
    await shown({ names: [], leaf: short, asks: { known } }, ({ found }) => expect(found).toEqual(known));
  });

  it('is good again once the hold has been lifted', async () => {
    await shown({ ...withCrl(), asks: { known: revokedFor('certificateHold', NOW) } }, ({ found }) =>
      expect(found).toEqual(GOOD),
    );
  });
});

describe('a CRL is fetched', () => {
  it('once for all who ask, for a day', async () => {
    await shown(withCrl(), async ({ again, web }) => {
      await Promise.all([again(), again({ now: NOW + 23 * HOUR })]);
      expect(web.asked).toHaveLength(1);
      const later = await Promise.all([1, 2, 3].map(() => again({ now: NOW + 24 * HOUR })));
      expect(web.asked).toHaveLength(2);
      expect(later[0]).toEqual({ ...GOOD, askAgainAt: NOW + DAY + DAILY });
    });
  });

  it('again once it is out of date, however young', async () => {
    await shown(withCrl({ nextUpdate: NOW + HOUR }), async ({ again, web }) => {
      expect(await again({ now: NOW + 2 * HOUR })).toMatchObject({ status: 'unknown' });
      expect(web.asked).toHaveLength(2);
    });
  });

  it('not again for ten minutes after a failure', async () => {
    await shown({}, async ({ again, web }) => {
      await again({ now: NOW + 9 * 60_000 });
      expect(web.asked).toHaveLength(1);
      await again({ now: NOW + 10 * 60_000 });
      expect(web.asked).toHaveLength(2);
    });
  });

  it('and the old one goes on to count where there is no new one', async () => {
    let there = true;
    const crl = crlOf(CA);
    const document: Document = (response) => response.writeHead(there ? 200 : 500).end(there ? crl : '');
    await shown({ documents: { '/1.crl': document } }, async ({ again, web }) => {
      there = false;
      expect(await again({ now: NOW + 25 * HOUR })).toEqual(GOOD);
      expect(await again({ now: NOW + 25 * HOUR })).toEqual(GOOD);
      expect(web.asked).toHaveLength(2);
    });
  });
});

describe('the store of CRLs', () => {
  const crl = crlOf(CA);
  const soon = () => performance.now() + 5_000;
  const counting = () => {
    const asked: string[] = [];
    const get: Get = async (url) => {
      asked.push(url);
      return { status: 200, headers: {}, body: crl };
    };
    return { asked, get };
  };

  it.each<[string, number, number]>([
    ['so many', 2, 1_000_000],
    ['so many bytes', 1_000, crl.length * 2],
  ])('keeps %s, and those that were asked for last', async (_, most, mostBytes) => {
    const { asked, get } = counting();
    const store = createCrlStore(get, most, mostBytes);
    for (const url of ['a', 'b', 'a', 'c', 'a', 'b']) await store.crlAt(url, NOW, soon());
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
  });

  it('fetches four at the same time, and gives up on the others in time', async () => {
    const waiting: (() => void)[] = [];
    const get: Get = () =>
      new Promise((resolve) => waiting.push(() => resolve({ status: 200, headers: {}, body: crl })));
    const store = createCrlStore(get);
    const first = ['a', 'b', 'c', 'd'].map((url) => store.crlAt(url, NOW, soon()));
    const patient = store.crlAt('e', NOW, soon());
    expect(await store.crlAt('f', NOW, performance.now() + 50)).toEqual({
      problem: expect.stringContaining('in time'),
    });
    expect(waiting).toHaveLength(4);
    for (const answer of waiting) answer();
    expect(await Promise.all(first)).not.toContainEqual(expect.objectContaining({ problem: expect.anything() }));
    waiting.at(-1)?.();
    expect(await patient).toMatchObject({ fetched: NOW });
    expect(waiting).toHaveLength(5);
  });

  it('does not let one who has time wait for one who has more', async () => {
    const store = createCrlStore(() => new Promise(() => undefined));
    const patient = store.crlAt('a', NOW, performance.now() + 500);
    expect(await store.crlAt('a', NOW, performance.now() + 50)).toEqual({ problem: 'does not answer in time' });
    expect(await Promise.race([patient, undefined])).toBeUndefined();
    await patient;
  });
});
