import { readTags } from '../../lambda/core/tags';

const TAGS = [
  { Key: 'notafter:Client', Value: ' Contoso ' },
  { Key: 'notafter:owner', Value: '' },
  { Key: 'owner', Value: 'cost centre 7' },
  { Key: 'Service', Value: 'Shop\u202e\n' },
  { Key: 'notafter:expires', Value: '2030-01-01' },
  {},
];

test.each([
  ['with its prefix, and none without', 'notafter:', { client: 'Contoso' }],
  ['whatever the case of the prefix', 'NotAfter:', { client: 'Contoso' }],
  ['without a prefix, as one printable line', '', { owner: 'cost centre 7', service: 'Shop' }],
])('a tag counts %s', (_, prefix, expected) => {
  expect(readTags(TAGS, prefix)).toEqual(expected);
});
