import { pageOf, type Service, UNKNOWN } from './aws-server';

export type TagsByArn = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The Resource Groups Tagging API: the tags of what lies in the region and account that ask. */
export function tagging(tags: TagsByArn): Service {
  return ({ operation, input, region, account }) => {
    if (operation !== 'GetResources') return UNKNOWN;
    const [service, type = ''] = String([input.ResourceTypeFilters].flat()[0]).split(':');
    const here = Object.entries(tags).filter(([arn]) => {
      const [, , itsService, itsRegion, itsAccount, resource = ''] = arn.split(':');
      // IAM has no regions; its tags are told of in one.
      const isHere = itsRegion === region || (itsRegion === '' && region === 'us-east-1');
      return itsService === service && isHere && itsAccount === account && resource.startsWith(type);
    });
    const { page, next = '' } = pageOf(here, Number(input.ResourcesPerPage), input.PaginationToken || undefined);
    const ResourceTagMappingList = page.map(([ResourceARN, of]) => ({
      ResourceARN,
      Tags: Object.entries(of).map(([Key, Value]) => ({ Key, Value })),
    }));
    return { output: { ResourceTagMappingList, PaginationToken: next } };
  };
}
