import { alwaysEnabled, globalRegion, partitionOf } from '../../lambda/aws/where';

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
