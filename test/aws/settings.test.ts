import { awsSettings } from '../../lambda/aws/settings';

test.each([
  ['nothing', {}, {}],
  [
    'all there is',
    {
      AWS_REGION: 'eu-west-1',
      MEMBER_ROLE: 'reader',
      EXTERNAL_ID: 'word',
      TAG_PREFIX: 'x:',
      AWS_ENDPOINT_URL: 'http://localhost',
    },
    {
      region: 'eu-west-1',
      memberRole: 'reader',
      externalId: 'word',
      tagPrefix: 'x:',
      jsonEndpoint: 'http://localhost',
    },
  ],
  ['that tags have no prefix', { TAG_PREFIX: '' }, { tagPrefix: '' }],
  ['empty values elsewhere', { AWS_REGION: '', MEMBER_ROLE: '', EXTERNAL_ID: '' }, {}],
  ['the region of a desk', { AWS_DEFAULT_REGION: 'us-west-2' }, { region: 'us-west-2' }],
])('an environment that says %s', (_, environment, settings) => {
  expect(awsSettings(environment)).toEqual(settings);
});
