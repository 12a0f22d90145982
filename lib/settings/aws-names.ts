import { NotAllowed } from './not-allowed';
import { text } from './readers';

/** The name of an IAM role (CreateRole). Throws NotAllowed. */
export function roleName(value: unknown): string {
  const written = text(value);
  if (!/^[\w+=,.@-]{1,64}$/.test(written))
    throw new NotAllowed('is not a name of 1 to 64 letters, digits and any of +=,.@_-');
  return written;
}

/** An external id (AssumeRole takes up to 1,224 characters; an environment of Lambda has 4 KB for all). Throws NotAllowed. */
export function externalId(value: unknown): string {
  const written = text(value);
  if (!/^[\w+=,.@:/-]{2,256}$/.test(written)) throw new NotAllowed('is not an external id');
  return written;
}

/** What keys of tags begin with: they have 128 characters, and `aws:` is AWS's own. Throws NotAllowed. */
export function tagPrefix(value: unknown): string {
  const written = text(value);
  if (!/^[\p{L}\p{N} _.:/=+@-]{1,100}$/u.test(written)) throw new NotAllowed('is not what a tag may begin with');
  if (/^aws:/i.test(written)) throw new NotAllowed('begins with aws:, which is for AWS alone');
  return written;
}

/**
 * Whether there is to be a key of the customer's, or the ARN of one that is there; no alias, since log groups take
 * none. Throws NotAllowed.
 */
export function encryptionKey(value: unknown): string {
  const written = text(value);
  if (/^(yes|no)$/i.test(written)) return written.toLowerCase();
  if (/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:alias\//.test(written))
    throw new NotAllowed('is an alias and not the key itself');
  if (!/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-)?[0-9a-f-]{32,36}$/.test(written))
    throw new NotAllowed('is not the ARN of a key');
  return written;
}
