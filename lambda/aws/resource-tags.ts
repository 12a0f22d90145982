import { readTags, type Tag, type Tags } from '../core/tags';
import { type JsonCall, TAGGING } from './json-client';
import { jsonPages, listIn, objectsIn, textIn } from './json-pages';
import { allOf } from './pages';

/** The most that GetResources gives at once. */
const PAGE_SIZE = 100;

/**
 * The tags of all that a service holds in one place, by ARN: a call for a hundred, where the services themselves tell those
 * of one certificate a call. What has never had a tag is not among them.
 *
 * @param type as `acm:certificate`; IAM's are told of in the partition's first region alone.
 */
export async function resourceTags(
  call: JsonCall,
  type: string,
  prefix: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Tags>> {
  const filter = { ResourceTypeFilters: [type], ResourcesPerPage: PAGE_SIZE };
  const pages = jsonPages((next) => call(TAGGING, 'GetResources', { ...filter, ...next }, signal), 'PaginationToken');
  const tagged = await allOf(
    pages,
    ({ ResourceTagMappingList }) =>
      listIn(ResourceTagMappingList)?.map(({ ResourceARN, Tags }) => {
        const arn = textIn(ResourceARN);
        return arn === undefined ? undefined : ([arn, readTags(objectsIn(Tags).map(tagOf), prefix)] as const);
      }),
    ([arn]) => arn,
  );
  return new Map(tagged);
}

function tagOf({ Key, Value }: Readonly<Record<string, unknown>>): Tag {
  return { Key: textIn(Key), Value: textIn(Value) };
}
