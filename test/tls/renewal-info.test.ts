import fc from 'fast-check';
import { DAY, HOUR } from '../../lambda/core/instant';
import { directoryOf } from '../../lambda/tls/ari-directories';
import { type Get, type HttpAnswer, httpGet } from '../../lambda/tls/http-get';
import {
  createRenewalInfo,
  type RenewalAnswer,
  type RenewalQuestion,
  renewalInfoId,
} from '../../lambda/tls/renewal-info';
import { renewalInfoUrl, renewalWindow, waitAfter } from '../../lambda/tls/renewal-window';
import { type Document, startWeb, type Web } from '../servers/http-documents';
import { sequence, tlv } from './der-writer';
import { type CertificateParts, certificateFor, extension, NOW, SERIAL, signer } from './signing';

const CA = signer('Test CA');
/** The key identifier of RFC 9773's appendix A. */
const KEY_ID = Buffer.from('69885b6b87464041e1b37b847ba0ae2cde01c8d4', 'hex');
const NAMED = extension('2.5.29.35', sequence(tlv(0x80, KEY_ID)));
const ID = 'aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE';

function leafWith(parts: CertificateParts = {}): Uint8Array {
  return certificateFor(signer('www.test'), CA, { extensions: [NAMED], ...parts });
}

/** The certificate of RFC 9773's appendix A, which has no names to speak of. */
const RFC_CERTIFICATE = `MIIBQzCB66ADAgECAgUAh2VDITAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwpFeGFt
cGxlIENBMCIYDzAwMDEwMTAxMDAwMDAwWhgPMDAwMTAxMDEwMDAwMDBaMBYxFDAS
BgNVBAMTC2V4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeBZu
7cbpAYNXZLbbh8rNIzuOoqOOtmxA1v7cRm//AwyMwWxyHz4zfwmBhcSrf47NUAFf
qzLQ2PPQxdTXREYEnKMjMCEwHwYDVR0jBBgwFoAUaYhba4dGQEHhs3uEe6CuLN4B
yNQwCgYIKoZIzj0EAwIDRwAwRAIge09+S5TZAlw5tgtiVvuERV6cT4mfutXIlwTb
+FYN/8oCIClDsqBklhB9KAelFiYt9+6FDj3z4KGVelYM5MdsO3pK`;

describe('renewalInfoId', () => {
  it('names the certificate of RFC 9773 as its appendix A does', () => {
    expect(renewalInfoId(Buffer.from(RFC_CERTIFICATE, 'base64'))).toBe(ID);
  });

  it.each<[string, CertificateParts, string | undefined]>([
    ['keeps the zero before a serial number', { serial: SERIAL }, ID],
    ['has none where there is none', { serial: Uint8Array.of(0x12) }, 'aYhba4dGQEHhs3uEe6CuLN4ByNQ.Eg'],
    ['has no name for what does not name its issuer', { extensions: [] }, undefined],
  ])('%s', (_, parts, id) => {
    expect(renewalInfoId(leafWith(parts))).toBe(id);
  });

  it('has no name for what is no certificate', () => {
    expect(renewalInfoId(Uint8Array.of(1, 2, 3))).toBeUndefined();
  });
});

describe('directoryOf', () => {
  it.each<[string, string | undefined]>([
    ["CN=R13, O=Let's Encrypt, C=US", 'https://acme-v02.api.letsencrypt.org/directory'],
    ['CN=WE1, O=Google Trust Services, C=US', 'https://dv.acme-v02.api.pki.goog/directory'],
    ['CN=ZeroSSL ECC Domain Secure Site CA, O=ZeroSSL, C=AT', 'https://acme.zerossl.com/v2/DV90'],
    ["CN=E5, O=(STAGING) Let's Encrypt, C=US", undefined],
    ["CN=a\\, O=Let's Encrypt, O=Other", undefined],
    ["O=Let's Encrypt Imitators", undefined],
    ['O=constructor', undefined],
    ['CN=Test CA', undefined],
    ['', undefined],
  ])('of “%s” is %s', (issuer, directory) => {
    expect(directoryOf(issuer)).toBe(directory);
  });
});

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

const [START, END] = ['2026-12-01T04:00:00Z', '2026-12-02T04:00:00Z'];
const INFO = { from: Date.parse(START), until: Date.parse(END) };
const WINDOW = { suggestedWindow: { start: START, end: END } };

describe('renewalWindow', () => {
  it.each<[string, unknown, object | undefined]>([
    ['a window', WINDOW, INFO],
    [
      'other zones and fractions',
      { suggestedWindow: { start: '2026-12-01T05:00:00.000000000+01:00', end: END } },
      INFO,
    ],
    [
      'a page',
      { ...WINDOW, explanationURL: 'https://ca.test/why?a=b' },
      { ...INFO, explanation: 'https://ca.test/why?a=b' },
    ],
    ['a page without TLS', { ...WINDOW, explanationURL: 'http://ca.test/' }, INFO],
    ['a script for a page', { ...WINDOW, explanationURL: 'javascript:alert(1)' }, INFO],
    ['a page with a password', { ...WINDOW, explanationURL: 'https://ca.test@evil.test/' }, INFO],
    ['a page of a novel’s length', { ...WINDOW, explanationURL: `https://ca.test/${'a'.repeat(600)}` }, INFO],
    [
      'a page that grows when it is escaped',
      { ...WINDOW, explanationURL: `https://ca.test/${'\u202e'.repeat(300)}` },
      INFO,
    ],
    ['a number for a page', { ...WINDOW, explanationURL: 7 }, INFO],
    ['a window without length', { suggestedWindow: { start: START, end: START } }, undefined],
    ['a window that ends first', { suggestedWindow: { start: END, end: START } }, undefined],
    ['a window without an end', { suggestedWindow: { start: START } }, undefined],
    ['a date without a time', { suggestedWindow: { start: '2026-12-01', end: END } }, undefined],
    ['a time without a zone', { suggestedWindow: { start: '2026-12-01T04:00:00', end: END } }, undefined],
    ['a day that is none', { suggestedWindow: { start: '2026-13-41T04:00:00Z', end: END } }, undefined],
    ['numbers', { suggestedWindow: { start: 1, end: 2 } }, undefined],
    ['null', null, undefined],
    ['a list', [], undefined],
    ['a list for a window', { suggestedWindow: [START, END] }, undefined],
  ])('reads %s', (_, answer, expected) => {
    expect(renewalWindow(json(answer))).toEqual(expected);
  });

  it('reads nothing that is no JSON or too long', () => {
    expect(renewalWindow(Buffer.from('<html>'))).toBeUndefined();
    expect(renewalWindow(new Uint8Array())).toBeUndefined();
    expect(renewalWindow(Buffer.from(`${JSON.stringify(WINDOW)}${' '.repeat(70_000)}`))).toBeUndefined();
    expect(renewalWindow(Buffer.from(`${'['.repeat(60_000)}`))).toBeUndefined();
  });

  it('shows nothing but pages over https, whatever it reads', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.constantFrom('https://ca.test/\u0007', '//a'));
    const property = fc.property(text, fc.string({ unit: 'binary' }), (page, tail) => {
      const explanation = renewalWindow(json({ ...WINDOW, explanationURL: `${page}${tail}` }))?.explanation;
      return explanation === undefined || /^https:\/\/[\x21-\x7e]{1,492}$/.test(explanation);
    });
    fc.assert(property, { numRuns: 3_000 });
    fc.assert(
      fc.property(fc.json(), (any) => renewalWindow(Buffer.from(any)) === undefined),
      { numRuns: 1_000 },
    );
  });
});

describe('renewalInfoUrl', () => {
  it.each<[unknown, string | undefined]>([
    [{ renewalInfo: 'https://ca.test/ari/' }, 'https://ca.test/ari'],
    [{ renewalInfo: 'http://ca.test/ari' }, undefined],
    [{ renewalInfo: { a: 1 } }, undefined],
    [{ newOrder: 'https://ca.test/order' }, undefined],
  ])('of %j is %s', (directory, url) => {
    expect(renewalInfoUrl(json(directory))).toBe(url);
  });
});

describe('waitAfter', () => {
  it.each<[string | undefined, number]>([
    ['21600', 6 * HOUR],
    ['0', 60_000],
    ['9999999', DAY],
    ['99999999999999', 6 * HOUR],
    [new Date(NOW + 2 * HOUR).toUTCString(), 2 * HOUR],
    [new Date(NOW - HOUR).toUTCString(), 60_000],
    ['-5', 6 * HOUR],
    ['Soon', 6 * HOUR],
    ['', 6 * HOUR],
    [undefined, 6 * HOUR],
  ])('“%s” is %d milliseconds', (header, wait) => {
    expect(waitAfter(header, NOW)).toBe(wait);
  });
});

interface Scene {
  readonly ask: (odd?: Partial<RenewalQuestion>) => Promise<RenewalAnswer | undefined>;
  readonly web: Web;
}

/** A CA at https://ca.test, which is a server of this machine's without TLS. */
async function withCa(
  documents: Readonly<Record<string, Document>>,
  look: (scene: Scene) => Promise<void>,
): Promise<void> {
  const web = await startWeb({ '/directory': json({ renewalInfo: 'https://ca.test/ari' }), ...documents });
  const get: Get = (url, rules) =>
    httpGet(url.replace('https://ca.test', web.origin), { ...rules, lookup: async () => ['127.0.0.1'] });
  const renewalInfoOf = createRenewalInfo(get, (issuer) =>
    issuer === 'CN=Test CA' ? 'https://ca.test/directory' : undefined,
  );
  const leaf = leafWith();
  const ask = (odd: Partial<RenewalQuestion> = {}) =>
    renewalInfoOf({ leaf, now: NOW, until: performance.now() + 2_000, ...odd });
  try {
    await look({ ask, web });
  } finally {
    await web.close();
  }
}

const answering =
  (value: unknown, headers: Record<string, string> = {}, status = 200): Document =>
  (response) =>
    response.writeHead(status, headers).end(JSON.stringify(value));

const AT = `/ari/${ID}`;

describe('renewal information', () => {
  it('is asked for by the name of the certificate, and not again before the CA allows', async () => {
    await withCa({ [AT]: answering(WINDOW, { 'retry-after': '7200' }) }, async ({ ask, web }) => {
      const answer = { info: INFO, askAgainAt: NOW + 2 * HOUR };
      expect(await Promise.all([ask(), ask()])).toEqual([answer, answer]);
      expect(await ask({ now: NOW + 2 * HOUR - 1 })).toEqual(answer);
      expect(web.asked).toEqual(['/directory', AT]);
      expect(await ask({ now: NOW + 2 * HOUR })).toEqual({ info: INFO, askAgainAt: NOW + 4 * HOUR });
      expect(web.asked).toEqual(['/directory', AT, AT]);
    });
  });

  it('is not asked for where it is remembered from another process', async () => {
    await withCa({}, async ({ ask, web }) => {
      const known: RenewalAnswer = { info: INFO, askAgainAt: NOW + 1 };
      expect(await ask({ known })).toBe(known);
      expect(web.asked).toEqual([]);
    });
  });

  it('is not asked for after the certificate has expired, of an unknown CA, or without a name for the certificate', async () => {
    await withCa({ [AT]: answering(WINDOW) }, async ({ ask, web }) => {
      expect(await ask({ now: NOW + 60 * DAY })).toBeUndefined();
      const other = certificateFor(signer('www.test'), signer('Other CA'), { extensions: [NAMED] });
      expect(await ask({ leaf: other })).toBeUndefined();
      expect(await ask({ leaf: leafWith({ extensions: [] }) })).toBeUndefined();
      expect(await ask({ leaf: Uint8Array.of(1) })).toBeUndefined();
      expect(web.asked).toEqual([]);
    });
  });

  it.each<[string, Document, number]>([
    ['says that it does not know it', answering({}, {}, 404), 6 * HOUR],
    ['is busy for a while', answering({}, { 'retry-after': '60' }, 503), 6 * HOUR],
    ['is busy for long', answering({}, { 'retry-after': '80000' }, 429), 80_000_000],
    ['gives a window that ends first', answering({ suggestedWindow: { start: END, end: START } }), 6 * HOUR],
    ['answers with more than is read', answering('x'.repeat(70_000)), 6 * HOUR],
    ['breaks off', (response) => response.destroy(), 6 * HOUR],
  ])('stays what it was where the CA %s', async (_, document, wait) => {
    await withCa({ [AT]: document }, async ({ ask, web }) => {
      expect(await ask()).toEqual({ askAgainAt: NOW + wait });
      await ask({ now: NOW + wait - 1 });
      expect(web.asked).toEqual(['/directory', AT]);
      const known: RenewalAnswer = { info: INFO, askAgainAt: NOW + wait };
      expect(await ask({ known, now: NOW + wait })).toEqual({ info: INFO, askAgainAt: NOW + 2 * wait });
    });
  });

  it('of a CA without any is not asked for, and its directory once a day', async () => {
    await withCa({ '/directory': json({ newOrder: 'https://ca.test/order' }) }, async ({ ask, web }) => {
      expect(await ask()).toEqual({ askAgainAt: NOW + DAY });
      await ask({ now: NOW + DAY - 1 });
      expect(web.asked).toEqual(['/directory']);
      await ask({ now: NOW + DAY });
      expect(web.asked).toEqual(['/directory', '/directory']);
    });
  });

  it('of a CA whose directory cannot be read is asked for six hours later', async () => {
    await withCa({ '/directory': answering({}, {}, 500) }, async ({ ask, web }) => {
      expect(await ask()).toEqual({ askAgainAt: NOW + 6 * HOUR });
      expect(web.asked).toEqual(['/directory']);
    });
  });

  it('is given up in time, and what is known stays known', async () => {
    await withCa({ [AT]: () => undefined }, async ({ ask }) => {
      const known: RenewalAnswer = { info: INFO, askAgainAt: NOW };
      const start = performance.now();
      expect(await ask({ known, until: start + 100 })).toMatchObject({ info: INFO });
      expect(performance.now() - start).toBeLessThan(1_000);
    });
  });

  it('is asked for of eight certificates at the same time', async () => {
    const waiting: (() => void)[] = [];
    const get: Get = async (url) => {
      const answer: HttpAnswer = {
        status: 200,
        headers: {},
        body: json({ renewalInfo: 'https://ca.test/ari', ...WINDOW }),
      };
      if (!url.endsWith('/directory')) await new Promise<void>((resolve) => waiting.push(resolve));
      return answer;
    };
    const renewalInfoOf = createRenewalInfo(get, () => 'https://ca.test/directory');
    const leaves = Array.from({ length: 10 }, (_, i) => leafWith({ serial: Uint8Array.of(i + 1) }));
    const all = leaves.map((leaf) => renewalInfoOf({ leaf, now: NOW, until: performance.now() + 500 }));
    for (let round = 0; round < 50 && waiting.length < 8; round += 1) await new Promise(setImmediate);
    expect(waiting).toHaveLength(8);
    const answers = await Promise.all(all);
    expect(answers.at(-1)).toEqual({ askAgainAt: NOW });
    for (const answer of waiting) answer();
  });
});
