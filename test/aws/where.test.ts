import { alwaysEnabled, dnsSuffix, globalRegion, partitionOf } from '../../lambda/aws/where';

test.each([
  ['eu-west-1', 'aws', 'us-east-1', 17],
  ['cn-northwest-1', 'aws-cn', 'cn-north-1', 2],
  ['us-gov-east-1', 'aws-us-gov', 'us-gov-west-1', 2],
  ['us-iso-east-1', 'aws-us-iso', 'us-iso-east-1', 1],
  ['us-isob-east-1', 'aws-us-isob', 'us-isob-east-1', 1],
])('%s is in the partition %s, whose global services are in %s', (region, partition, global, always) => {
  expect([partitionOf(region), globalRegion(region), alwaysEnabled(region).length]).toEqual([
    partition,
    global,
    always,
  ]);
});

test.each([
  ['eu-west-1', 'amazonaws.com'],
  ['us-gov-west-1', 'amazonaws.com'],
  ['cn-north-1', 'amazonaws.com.cn'],
  ['eusc-de-east-1', 'amazonaws.eu'],
  ['us-iso-east-1', 'c2s.ic.gov'],
  ['us-isob-east-1', 'sc2s.sgov.gov'],
])('the services of %s are under %s', (region, suffix) => {
  expect(dnsSuffix(region)).toBe(suffix);
});
