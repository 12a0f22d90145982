import { oneLine } from './safe-text';

/** What may be said of a thing by its tags in AWS. */
const TAGGED = ['client', 'owner', 'service', 'runbook'] as const;
export type Tags = Readonly<Partial<Record<(typeof TAGGED)[number], string>>>;

/** The prefix of tags that are meant for notafter, where no other is set. */
export const TAG_PREFIX = 'notafter:';

export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Finds the tags that are meant for notafter, whatever their case; empty values count as absent. */
export function readTags(tags: readonly Tag[], prefix: string): Tags {
  const wanted = prefix.toLowerCase();
  const known = new Map(tags.map(({ Key = '', Value = '' }) => [Key.trim().toLowerCase(), oneLine(Value, 256)]));
  return Object.fromEntries(
    TAGGED.flatMap((name) => {
      const value = known.get(`${wanted}${name}`);
      return value ? [[name, value]] : [];
    }),
  );
}
