import { deployedWorld } from '../../lambda/handlers/world';

const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  TARGETS_TABLE: 'targets',
  RESULTS_TABLE: 'results',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:notices',
  OPERATIONS_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:operations',
  HISTORY_DAYS: '400',
};

test.each([
  ['in Lambda’s own network no private address is looked at, and port 25 is shut', {}, false, false],
  ['in a VPC private addresses are looked at', { VPC: 'yes' }, true, false],
  ['port 25 is open where AWS has opened it', { VPC: 'yes', PORT_25: 'yes' }, true, true],
])('%s', (_, more, isPrivateOpen, isMailOpen) => {
  const { look } = deployedWorld({ ...ENVIRONMENT, ...more }, () => {});
  expect(look.guard?.('10.1.2.3') === undefined).toBe(isPrivateOpen);
  expect(look.outbound25).toBe(isMailOpen);
  expect(look.guard?.('169.254.169.254')).toContain('never looked at');
});
