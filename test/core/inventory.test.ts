import { readArn } from '../../lambda/core/arn';
import { couldFind, inGap, isInventory } from '../../lambda/core/inventory';
import { readTargets } from '../../lambda/core/read-targets';
import type { Row } from '../../lambda/core/row';

const ACM = 'arn:aws:acm:eu-west-1:111111111111:certificate/1';
const IAM = 'arn:aws:iam::111111111111:server-certificate/old';

test.each([
  ['everything', {}, ACM, true],
  ['its account', { account: '111111111111' }, ACM, true],
  ['another account', { account: '222222222222' }, ACM, false],
  ['its region', { region: 'eu-west-1' }, ACM, true],
  ['another region', { region: 'us-east-1' }, ACM, false],
  ['its account and another region', { account: '111111111111', region: 'us-east-1' }, ACM, false],
  ['another account and its region', { account: '222222222222', region: 'eu-west-1' }, ACM, false],
  ['a region, for what has none', { region: 'eu-west-1' }, IAM, false],
  ['every region but its own', { outside: ['us-east-1', 'eu-west-1'] }, ACM, false],
  ['every region but others', { account: '111111111111', outside: ['us-east-1'] }, ACM, true],
  ['every region but others of another account', { account: '222222222222', outside: ['us-east-1'] }, ACM, false],
  ['any part, for what is no ARN', { account: '222222222222' }, 'example.com', true],
])('where %s could not be read', (_, gap, id, expected) => {
  expect(inGap(gap, id)).toBe(expected);
});

test.each<[string, Row, string, boolean]>([
  ['its region', { target: 'acm:eu-west-1' }, ACM, true],
  ['every region', { target: 'acm:*', account: 'organization' }, ACM, true],
  ['another region', { target: 'acm:us-east-1' }, ACM, false],
  ['its account', { target: 'acm:*', account: '222222222222 111111111111' }, ACM, true],
  ['another account', { target: 'acm:*', account: '222222222222' }, ACM, false],
  ['another service', { target: 'iam:' }, ACM, false],
  ['what has no regions', { target: 'iam:' }, IAM, true],
])('an inventory of %s', (_, row, id, expected) => {
  const [inventory] = readTargets([row]);
  expect(inventory !== undefined && isInventory(inventory) && couldFind(inventory, id)).toBe(expected);
});

test.each([
  ['', undefined],
  ['arn:aws:acm:eu-west-1:12345:certificate/1', undefined],
  ['arn:aws:acm:eu-west-1:111111111111:certificate/a b', undefined],
  [
    'arn:aws-us-gov:rds:us-gov-west-1:111111111111:db:a:b',
    { partition: 'aws-us-gov', service: 'rds', region: 'us-gov-west-1', account: '111111111111', resource: 'db:a:b' },
  ],
])('%p as an ARN', (text, expected) => {
  expect(readArn(text)).toEqual(expected);
});
