import { NotAllowed } from './not-allowed';
import { listOf, type Reader, text, yesOrNo } from './readers';

/** Where sweeps run, if not in Lambda's own network. */
export interface NetworkSettings {
  /** The VPC whose private addresses are looked at. Default none: sweeps run in Lambda's own network. */
  readonly vpc?: string;
  /** Private subnets of it. docs/vpc.md says what they need. */
  readonly subnets?: readonly string[];
  /** Security groups of it, which let out what is looked at. */
  readonly securityGroups?: readonly string[];
  /** Whether its subnets have IPv6 too. Default `no`. */
  readonly ipv6: 'yes' | 'no';
  /** Whether AWS has opened port 25 for the account. Default `no`. */
  readonly port25: 'yes' | 'no';
}

/** What each may be, in the words of its error. */
export const NETWORK_ALLOWED = {
  vpc: 'the id of a VPC, such as vpc-0123456789abcdef0',
  subnets: 'ids of subnets separated by commas, 1 to 16, such as subnet-0123456789abcdef0',
  securityGroups: 'ids of security groups separated by commas, 1 to 5, such as sg-0123456789abcdef0',
  ipv6: 'yes or no',
  port25: 'yes or no',
} as const;

type Given = <T>(key: keyof NetworkSettings, read: Reader<T>, fallback: T) => T;

/** @param given reads a setting, or answers with the fallback where it is not given. */
export function networkSettings(given: Given): NetworkSettings {
  const vpc = given<string | undefined>('vpc', idOf('vpc'), undefined);
  // Lambda takes no more (VpcConfig).
  const subnets = given<string[] | undefined>('subnets', upTo(16, idOf('subnet')), undefined);
  const securityGroups = given<string[] | undefined>('securityGroups', upTo(5, idOf('sg')), undefined);
  return {
    ...(vpc !== undefined && { vpc }),
    ...(subnets && { subnets }),
    ...(securityGroups && { securityGroups }),
    ipv6: given<'yes' | 'no'>('ipv6', yesOrNo, 'no'),
    port25: given<'yes' | 'no'>('port25', yesOrNo, 'no'),
  };
}

/** A line for each setting that another needs and that is not given. */
export function withoutNetwork(settings: NetworkSettings): string[] {
  const { vpc, subnets, securityGroups, ipv6, port25 } = settings;
  const parts = { vpc, subnets, securityGroups };
  const given = Object.entries({ ...parts, ipv6: ipv6 === 'yes' || undefined, port25: port25 === 'yes' || undefined });
  const needs = given.find(([, value]) => value !== undefined)?.[0];
  if (needs === undefined) return [];
  const missing = (['vpc', 'subnets', 'securityGroups'] as const).filter((key) => parts[key] === undefined);
  return missing.map((key) => `${key}: is missing, and ${needs} needs it. Allowed: ${NETWORK_ALLOWED[key]}.`);
}

/** Ids are of 8 hexadecimal digits, or of 17 since 2018. Another app may give what CloudFormation knows but later: a token. */
function idOf(prefix: 'vpc' | 'subnet' | 'sg'): Reader<string> {
  return (value) => {
    const written = text(value);
    if (!new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(written) && !/^\$\{Token\[[^\]]+\]\}$/.test(written))
      throw new NotAllowed(`is not an id that begins with ${prefix}-`);
    return written;
  };
}

function upTo<T>(most: number, item: Reader<T>): Reader<T[]> {
  return (value) => {
    const items = listOf(item)(value);
    if (items.length === 0) throw new NotAllowed('names nothing');
    if (items.length > most) throw new NotAllowed(`has ${items.length}; at most ${most} are possible`);
    return items;
  };
}
