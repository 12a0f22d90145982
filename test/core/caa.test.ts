import fc from 'fast-check';
import { type CaaRecord, type CaaRefusal, caaRefusal } from '../../lambda/core/caa';

const OURS = ['ca.example', 'brand.example'];

function caa(property: string, value: string, critical = false): CaaRecord {
  return { property, value, critical };
}

const FORBIDDEN: CaaRefusal = { allowed: ['other.example'], property: 'issue' };

test.each<[string, CaaRecord[], CaaRefusal | undefined]>([
  ['no records let everybody', [], undefined],
  ['one that names it lets it', [caa('issue', 'ca.example')], undefined],
  ['one that names a brand of its lets it', [caa('issue', 'brand.example')], undefined],
  ['one that names another does not', [caa('issue', 'other.example')], FORBIDDEN],
  ['one of several is enough', [caa('issue', 'other.example'), caa('issue', 'ca.example')], undefined],
  ['case does not count', [caa('IsSuE', 'CA.Example')], undefined],
  ['blanks do not count', [caa('issue', ' \tca.example\t ')], undefined],
  ['parameters bind others', [caa('issue', 'ca.example; accounturi=https://ca.example/1; x=y')], undefined],
  ['parameters may follow at once', [caa('issue', 'ca.example;validationmethods=dns-01')], undefined],
  ['a name below its is another', [caa('issue', 'sub.ca.example')], { ...FORBIDDEN, allowed: ['sub.ca.example'] }],
  ['a name above its is another', [caa('issue', 'example')], { ...FORBIDDEN, allowed: ['example'] }],
  ['nobody is nobody', [caa('issue', ';')], { ...FORBIDDEN, allowed: [] }],
  ['nobody and somebody is somebody', [caa('issue', ';'), caa('issue', 'ca.example')], undefined],
  ['an empty value is nobody', [caa('issue', '')], { ...FORBIDDEN, allowed: [] }],
  ['what makes no sense is nobody', [caa('issue', '%%%%%')], { ...FORBIDDEN, allowed: [] }],
  ['two names in one value are nobody', [caa('issue', 'ca.example other.example')], { ...FORBIDDEN, allowed: [] }],
  ['a URL is nobody', [caa('issue', 'https://ca.example')], { ...FORBIDDEN, allowed: [] }],
  ['reports alone forbid nothing', [caa('iodef', 'mailto:a@b.example')], undefined],
  ['wildcards are another matter', [caa('issuewild', 'other.example')], undefined],
  ['mail is another matter', [caa('issuemail', ';')], undefined],
  ['a critical property that is known forbids nothing', [caa('iodef', 'mailto:a@b.example', true)], undefined],
  ['a critical issue is an issue', [caa('issue', 'ca.example', true)], undefined],
  [
    'a critical property that nobody knows forbids all',
    [caa('issue', 'ca.example'), caa('tbs', 'x', true)],
    { allowed: [], property: 'tbs' },
  ],
  ['one that is not critical does not', [caa('issue', 'ca.example'), caa('tbs', 'x')], undefined],
  [
    'each other is named once, and no more than five',
    ['a', 'b', 'a', 'c', 'd', 'e', 'f'].map((name) => caa('issue', name)),
    { ...FORBIDDEN, allowed: ['a', 'b', 'c', 'd', 'e'] },
  ],
])('for a name: %s', (_, records, refusal) => {
  expect(caaRefusal(records, false, OURS)).toEqual(refusal);
});

test.each<[string, CaaRecord[], CaaRefusal | undefined]>([
  ['what is let to issue may issue wildcards', [caa('issue', 'ca.example')], undefined],
  ['what is not let to issue may not', [caa('issue', 'other.example')], FORBIDDEN],
  [
    'issuewild goes before issue',
    [caa('issue', 'ca.example'), caa('issuewild', 'other.example')],
    { allowed: ['other.example'], property: 'issuewild' },
  ],
  ['issuewild is enough', [caa('issue', ';'), caa('IssueWild', 'ca.example')], undefined],
  ['none at all', [caa('issue', 'ca.example'), caa('issuewild', ';')], { allowed: [], property: 'issuewild' }],
])('for a wildcard: %s', (_, records, refusal) => {
  expect(caaRefusal(records, true, OURS)).toEqual(refusal);
});

test('whatever strangers write is one short printable line', () => {
  const record = fc.record({ critical: fc.boolean(), property: fc.string(), value: fc.string({ unit: 'binary' }) });
  fc.assert(
    fc.property(fc.array(record), fc.boolean(), (records, wildcard) => {
      const refusal = caaRefusal(records, wildcard, OURS);
      for (const text of [...(refusal?.allowed ?? []), refusal?.property ?? '']) {
        expect(text).toMatch(/^[\P{C}]{0,60}$/u);
      }
    }),
  );
});
