/** An account that the monitor enters. */
export interface Account {
  /** Twelve digits. */
  readonly id: string;
  /** As the organisation calls it, where it was asked. */
  readonly name?: string;
  /** It is the monitor's own, which takes no role. */
  readonly own: boolean;
}

/** Where something is asked: a region of an account; without an account, of the monitor's own. */
export interface Where {
  readonly account?: Account;
  readonly region: string;
}

/** Each partition is an AWS of its own, with its own accounts, regions and names. */
export function partitionOf(region: string): string {
  const special = /^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/.exec(region)?.[1];
  return special === undefined ? 'aws' : `aws-${special}`;
}

/** By how the names of their regions begin (the SDK's list of partitions). */
const DNS_SUFFIXES: readonly (readonly [prefix: string, suffix: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
];

/** What the host names of AWS's services end with in the partition that this region is in. */
export function dnsSuffix(region: string): string {
  return DNS_SUFFIXES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
}

/**
 * Regions that no account can switch off (https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html);
 * the first of each partition is where its global services are.
 */
const ALWAYS_ENABLED: Readonly<Record<string, readonly string[]>> = {
  aws: [
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'eu-central-1',
    'eu-north-1',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'ap-south-1',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-southeast-1',
    'ap-southeast-2',
    'ca-central-1',
    'sa-east-1',
  ],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
};

/** Those of the partition that this region is in; of a partition that is not known, the region itself. */
export function alwaysEnabled(region: string): readonly string[] {
  return ALWAYS_ENABLED[partitionOf(region)] ?? [region];
}

/** Where the partition's services without regions are asked, and the tags of what they hold. */
export function globalRegion(region: string): string {
  return alwaysEnabled(region)[0] ?? region;
}
