import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** Calls that IAM does not limit to resources: what there is, is what they ask. */
const OF_EVERYTHING = [
  'acm:SearchCertificates',
  'acm:ListCertificates',
  'tag:GetResources',
  'iam:ListServerCertificates',
  'route53domains:ListDomains',
  'rds:DescribeCertificates',
  'acm-pca:ListCertificateAuthorities',
];

interface Found {
  readonly service: string;
  readonly actions: readonly string[];
  /** Rows name any region, or all of them; empty where the service has none. */
  readonly region: '*' | '';
  readonly resource: string;
}

const OF_WHAT_IS_FOUND: readonly Found[] = [
  {
    actions: ['acm:DescribeCertificate'],
    service: 'acm',
    region: '*',
    resource: 'certificate/*',
  },
  {
    actions: ['iam:GetServerCertificate'],
    service: 'iam',
    region: '',
    resource: 'server-certificate/*',
  },
  { actions: ['rds:DescribeDBInstances'], service: 'rds', region: '*', resource: 'db:*' },
  { actions: ['account:ListRegions'], service: 'account', region: '', resource: 'account' },
];

/** What inventories may do in the account they are taken of, be it the monitor's own or another: to read these, and no more. */
export function inventoryStatements(scope: Construct): PolicyStatement[] {
  const { partition, account } = Stack.of(scope);
  return [
    new PolicyStatement({ actions: OF_EVERYTHING, resources: ['*'] }),
    ...OF_WHAT_IS_FOUND.map(
      ({ actions, ...found }) =>
        new PolicyStatement({ actions: [...actions], resources: [arnOf(found, partition, account)] }),
    ),
  ];
}

/** Accepts what cdk-nag says of {@link inventoryStatements}. @param others who else may do something to everything, and why. */
export function acknowledgeInventories(role: Role, others = ''): void {
  const everything = `${OF_EVERYTHING.join(', ')}${others} have no resource-level permissions.`;
  acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', everything);
  for (const found of OF_WHAT_IS_FOUND.filter(({ resource }) => resource.includes('*'))) {
    const arn = arnOf(found, '<AWS::Partition>', '<AWS::AccountId>');
    acknowledge(role, `AwsSolutions-IAM5[Resource::${arn}]`, READS_WHAT_IT_FINDS);
  }
}

const READS_WHAT_IT_FINDS =
  'An inventory reads whatever it finds, in the regions that rows name; these actions change nothing and tell no private key.';

function arnOf({ service, region, resource }: Omit<Found, 'actions'>, partition: string, account: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
