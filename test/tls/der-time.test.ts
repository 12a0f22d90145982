import { iso } from '../../lambda/core/instant';
import { readCertificate } from '../../lambda/tls/certificate';
import { certificate, generalizedTime, utcTime, utf8 } from './der-writer';
import { readWith } from './read';

describe('dates', () => {
  it.each<[string, Uint8Array, string]>([
    ['UTCTime before 2050', utcTime('491231235959Z'), '2049-12-31T23:59:59Z'],
    ['UTCTime of the last century', utcTime('500101000000Z'), '1950-01-01T00:00:00Z'],
    ['UTCTime without seconds', utcTime('2612312359Z'), '2026-12-31T23:59:00Z'],
    ['UTCTime with an offset', utcTime('261231235959+0130'), '2026-12-31T22:29:59Z'],
    ['UTCTime with an offset to the west', utcTime('261231235959-0030'), '2027-01-01T00:29:59Z'],
    ['GeneralizedTime', generalizedTime('20500101000000Z'), '2050-01-01T00:00:00Z'],
    ['GeneralizedTime with fractions', generalizedTime('20261231235959.999Z'), '2026-12-31T23:59:59Z'],
    ['the date that means never (RFC 5280 §4.1.2.5)', generalizedTime('99991231235959Z'), '9999-12-31T23:59:59Z'],
    ['the year one', generalizedTime('00010101000000Z'), '0001-01-01T00:00:00Z'],
    ['a leap day', utcTime('280229120000Z'), '2028-02-29T12:00:00Z'],
    ['a leap second', utcTime('161231235960Z'), '2017-01-01T00:00:00Z'],
  ])('%s is read', (_, notAfter, expected) => {
    expect(iso(readWith({ notAfter }).notAfter)).toBe(expected);
  });

  it.each<[string, Uint8Array]>([
    ['a month that is none', utcTime('261301000000Z')],
    ['a day that is none', utcTime('260230000000Z')],
    ['an hour that is none', utcTime('260101240000Z')],
    ['a local time', utcTime('260101000000')],
    ['four digits of a year in UTCTime', utcTime('20260101000000Z')],
    ['two digits of a year in GeneralizedTime', generalizedTime('260101000000Z')],
    ['five digits of a year', generalizedTime('120260101000000Z')],
    ['a sign before the year', generalizedTime('-0010101000000Z')],
    ['nothing', utcTime('')],
    ['a long text', utcTime('2'.repeat(1_000))],
    ['another type', utf8('260101000000Z')],
  ])('%s is a problem', (_, notAfter) => {
    expect(readCertificate(certificate({ notAfter }))).toEqual({
      problem: expect.stringMatching(/^has (a|no) notAfter/),
    });
    expect(readCertificate(certificate({ notBefore: notAfter }))).toEqual({
      problem: expect.stringContaining('notBefore'),
    });
  });
});
