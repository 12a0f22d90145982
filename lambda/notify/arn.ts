import type { Notice } from '../core/notice';

/** A certificate's ARN in AWS Certificate Manager, taken apart. */
export interface AcmArn {
  readonly region: string;
  readonly id: string;
}

/** What an inventory found is named by its ARN and has no row; a row with such a key is one that cannot be understood. */
export function wasFound({ target, kind }: Pick<Notice, 'target' | 'kind'>): boolean {
  return target.startsWith('arn:') && kind !== 'unreadable';
}

/** Undefined where it is another service's, or not of the form that links can be made of. */
export function readAcmArn(target: string): AcmArn | undefined {
  const [, region, id] =
    /^arn:[a-z-]+:acm:([a-z]{2}(?:-[a-z]+)+-\d{1,2}):\d*:certificate\/([0-9A-Za-z-]{1,64})$/.exec(target) ?? [];
  return region === undefined || id === undefined ? undefined : { region, id };
}
