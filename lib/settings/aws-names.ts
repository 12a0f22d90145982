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
