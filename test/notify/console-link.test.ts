import { arnLink, newRowLink, rowLink } from '../../lambda/notify/console-link';

const TABLE = 'notafter-Targets-1A2B';

test.each([
  [
    'a host',
    'eu-west-1',
    'www.example.com',
    'https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets-1A2B',
  ],
  [
    'a key with all that means something in a link',
    'eu-west-1',
    "dated:Müller & Söhne (50%) #1 'x'",
    'https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=dated%3AM%C3%BCller%20%26%20S%C3%B6hne%20%2850%25%29%20%231%20%27x%27&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets-1A2B',
  ],
  [
    'China',
    'cn-north-1',
    'a.cn',
    'https://cn-north-1.console.amazonaws.cn/dynamodbv2/home?region=cn-north-1#edit-item?itemMode=2&pk=a.cn&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets-1A2B',
  ],
  [
    'GovCloud',
    'us-gov-west-1',
    'a.gov',
    'https://us-gov-west-1.console.amazonaws-us-gov.com/dynamodbv2/home?region=us-gov-west-1#edit-item?itemMode=2&pk=a.gov&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets-1A2B',
  ],
])('The row of %s opens in its console', (_name, region, target, link) => {
  expect(rowLink(target, { targetsTable: TABLE, region })).toBe(link);
});

test('A row on a desk has no link, nor has a key that makes one too long', () => {
  expect(rowLink('www.example.com', { targetsTable: TABLE })).toBeUndefined();
  expect(rowLink('株'.repeat(600), { targetsTable: TABLE, region: 'eu-west-1' })).toBeUndefined();
});

test('Half a surrogate pair in a key throws nothing', () => {
  expect(rowLink('a\ud800', { targetsTable: TABLE, region: 'eu-west-1' })).toContain('pk=a%EF%BF%BD&');
});

test('A new row opens empty, with its key still to be typed', () => {
  expect(newRowLink({ targetsTable: TABLE, region: 'eu-west-1' })).toBe(
    'https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=1&route=ROUTE_ITEM_EXPLORER&table=notafter-Targets-1A2B',
  );
  expect(newRowLink({ targetsTable: TABLE })).toBeUndefined();
});

test.each([
  [
    'arn:aws:acm:eu-west-1:123456789012:certificate/0f1e2d3c-0000-4000-8000-123456789abc',
    'https://eu-west-1.console.aws.amazon.com/acm/home?region=eu-west-1#/certificates/0f1e2d3c-0000-4000-8000-123456789abc',
  ],
  [
    'arn:aws-cn:acm:cn-north-1:123456789012:certificate/0f1e2d3c',
    'https://cn-north-1.console.amazonaws.cn/acm/home?region=cn-north-1#/certificates/0f1e2d3c',
  ],
  [
    'arn:aws:route53domains::123456789012:domain/example.com',
    'https://us-east-1.console.aws.amazon.com/route53/domains/home?region=us-east-1#/DomainDetails/example.com',
  ],
  [
    'arn:aws:rds:eu-central-1:123456789012:db:orders-1',
    'https://eu-central-1.console.aws.amazon.com/rds/home?region=eu-central-1#database:id=orders-1;is-cluster=false',
  ],
  [
    'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0f1e2d3c-0000-4000-8000-123456789abc',
    'https://eu-west-1.console.aws.amazon.com/acm-pca/home?region=eu-west-1#/certificateAuthority?arn=arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0f1e2d3c-0000-4000-8000-123456789abc',
  ],
  ['arn:aws:iam::123456789012:server-certificate/cloudfront/old', undefined],
  ['arn:aws:acm:evil.example/:123456789012:certificate/0f1e2d3c', undefined],
  ['arn:aws:acm:eu-west-1:123456789012:certificate/0f1e?evil=1', undefined],
  ['arn:aws:constructor:eu-west-1:123456789012:certificate/0f1e', undefined],
  ['www.example.com', undefined],
])('%s in the console of its service', (target, link) => {
  expect(arnLink(target)).toBe(link);
});
