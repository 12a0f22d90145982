/** Addresses that a prober in the cloud keeps away from. */
export interface Closed {
  /** After the address, in a sentence. */
  readonly is: string;
  readonly ranges: readonly string[];
  /** Who may open them: nobody, the deployment's owner by name, or that and the prober's standing in a VPC. */
  readonly open: 'never' | 'by name' | 'in a VPC';
}

/** By the IANA registries of special-purpose addresses (RFC 6890); the narrower before the wider. */
export const NETWORKS: readonly Closed[] = [
  {
    is: 'is an address of the cloud’s own metadata services',
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html; .170 hands out credentials to containers.
    ranges: ['169.254.169.0/24', '169.254.170.0/24', 'fd00:ec2::/32'],
    open: 'never',
  },
  { is: 'stands for no machine', ranges: ['0.0.0.0/8', '::/128'], open: 'never' },
  {
    is: 'stands for many machines at once',
    ranges: ['224.0.0.0/4', '255.255.255.255/32', 'ff00::/8'],
    open: 'never',
  },
  // Lambda's runtime API listens here: 127.0.0.1:9001.
  { is: 'is the prober’s own machine', ranges: ['127.0.0.0/8', '::1/128'], open: 'by name' },
  { is: 'is a link-local address', ranges: ['169.254.0.0/16', 'fe80::/10'], open: 'by name' },
  {
    is: 'is a private address',
    ranges: [
      ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10'],
      // Protocol assignments, benchmarks, the reserved class E and NAT64 for local use: routed inside networks alone.
      ...['192.0.0.0/24', '198.18.0.0/15', '240.0.0.0/4', '64:ff9b:1::/48'],
    ],
    open: 'in a VPC',
  },
];
