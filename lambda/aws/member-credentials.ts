import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Instant } from '../core/instant';
import { remembering } from './remember';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** How accounts see who came. */
const SESSION = 'notafter';

/** Milliseconds: credentials are fetched anew this long before their end, as the SDK does with its own. */
const REFRESH_BEFORE = 5 * 60_000;

/** Credentials of a role by its ARN, fetched when they are first asked for and kept until shortly before their end. */
export function memberCredentials(
  sts: () => STSClient,
  externalId: string | undefined,
  now: () => Instant,
): (role: string) => Promise<Credentials> {
  const kept = remembering<Credentials>(now, ({ expiration }) => (expiration?.getTime() ?? 0) - REFRESH_BEFORE - now());
  return (role) => kept(role, () => assume(sts(), role, externalId));
}

async function assume(sts: STSClient, RoleArn: string, ExternalId: string | undefined): Promise<Credentials> {
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: SESSION, ...(ExternalId && { ExternalId }) });
  const { Credentials: given } = await sts.send(command);
  if (!given?.AccessKeyId || !given.SecretAccessKey) throw new Error('STS gave no credentials');
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    ...(given.SessionToken && { sessionToken: given.SessionToken }),
    ...(given.Expiration && { expiration: given.Expiration }),
  };
}
