import { assess } from '../../lambda/core/assess';
import type { KnownCertificate } from '../../lambda/core/known-certificate';
import type { Observation } from '../../lambda/core/observation';
import type { Preflight } from '../../lambda/core/preflight';
import type { Trust } from '../../lambda/core/target';
import type { CaAnswer, CaQuestion } from '../../lambda/tls/ca-answers';
import type { PreflightQuestion } from '../../lambda/tls/preflight';
import { besidePreflight, withPreflight } from '../../lambda/tls/preflight-of';
import { managed, NOW as NOW_OF_CORE, target } from '../core/builders';
import { sequence, tlv } from './der-writer';
import { certificateFor, extension, NOW, signer } from './signing';

const CA = signer('Test CA');
const NAMES = extension('2.5.29.17', sequence(tlv(0x82, Buffer.from('www.test')), tlv(0x82, Buffer.from('*.test'))));
const LEAF = certificateFor(signer('www.test'), CA, { extensions: [NAMES] });
const FOUND: Preflight = { at: NOW, obstacles: [{ why: 'name-gone', name: 'www.test' }] };
const SAID: CaAnswer = { revocation: { status: 'good', by: 'crl', until: NOW + 1 } };

/** What comes of a question, and what of it a preflight was made for. */
async function asked(changes: Partial<CaQuestion>, ca?: CaAnswer) {
  const questions: PreflightQuestion[] = [];
  const answers = besidePreflight(
    async (question) => {
      questions.push(question);
      return FOUND;
    },
    ca && (async () => ca),
  );
  const trust: Trust = { by: 'public' };
  const answer = await answers({ evidence: { leaf: LEAF }, trust, now: NOW, until: Number.MAX_VALUE, ...changes });
  return { answer, questions };
}

test('the preflight is beside what the CA says', async () => {
  const { answer, questions } = await asked({ known: { preflight: FOUND } }, SAID);
  expect(answer).toEqual({ ...SAID, preflight: FOUND });
  expect(questions).toEqual([
    expect.objectContaining({ names: ['www.test', '*.test'], issuer: 'CN=Test CA', now: NOW, known: FOUND }),
  ]);
  expect(questions[0]?.until).toBeLessThanOrEqual(performance.now() + 5_000);
});

test('the preflight is made where CAs are not asked', async () => {
  const { answer } = await asked({});
  expect(answer).toEqual({ preflight: FOUND });
});

test.each<[string, Partial<CaQuestion>]>([
  ['is of a private CA', { trust: { by: 'private' } }],
  ['is trusted by its fingerprint', { trust: { by: 'pin', sha256: '' } }],
  ['cannot be read', { evidence: { leaf: Uint8Array.of(1) } }],
])('none is made of what %s', async (_, changes) => {
  const { answer, questions } = await asked(changes, SAID);
  expect(answer).toEqual(SAID);
  expect(questions).toEqual([]);
});

describe('Before ACM renews a certificate', () => {
  const seen = managed(50, { validationRecords: ['_a.test CNAME _b.test'] });
  const now = NOW_OF_CORE;
  const { holds: held } = assess(target(), seen, undefined, now);
  if (held === undefined) throw new Error('It holds none');
  const before: KnownCertificate = {
    ...held,
    preflight: { ...FOUND, at: now - 1 },
  };

  /** What it is asked with, and what is told, where it finds nothing. */
  async function looked(observation: Observation, known: KnownCertificate | undefined) {
    const questions: PreflightQuestion[] = [];
    const preflight = async (question: PreflightQuestion) => {
      questions.push(question);
      return { at: now, obstacles: [] };
    };
    const certificates = observation.saw === 'managed' ? [observation.certificate] : [];
    const [told] = await withPreflight(certificates, preflight, now, () => known);
    return { known: questions[0]?.known, asked: questions.length, told: told?.preflight };
  }

  test('what was found of it earlier is at hand', async () => {
    expect(await looked(seen, before)).toEqual({ known: before.preflight, asked: 1, told: { at: now, obstacles: [] } });
  });

  test('what was found of the one before it is not', async () => {
    expect(await looked(seen, { ...before, notAfter: before.notAfter - 1 })).toMatchObject({ known: undefined });
  });

  test('what was found holds while its details cannot be read', async () => {
    const missed = managed(50, { detailMissed: true });
    expect(await looked(missed, before)).toEqual({ known: undefined, asked: 0, told: before.preflight });
  });
});
