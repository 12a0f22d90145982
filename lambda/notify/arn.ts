import { type Arn, readArn } from '../core/arn';
import type { Notice } from '../core/notice';

/** What an inventory found is named by its ARN and has no row of its own, or one that only says more of it. */
export function wasFound({ target, kind }: Pick<Notice, 'target' | 'kind'>): boolean {
  return target.startsWith('arn:') && kind !== 'unreadable' && kind !== 'arn';
}

const HOLDERS: ReadonlyMap<string, string> = new Map([
  ['acm', 'ACM'],
  ['iam', 'IAM'],
  ['rds', 'RDS'],
  ['route53domains', 'Route 53'],
  ['acm-pca', 'Private CA'],
]);

/** `ACM eu-west-1`; undefined where it is none of the services that are watched. */
export function holderOf({ service, region }: Arn): string | undefined {
  const holder = HOLDERS.get(service);
  return holder && `${holder} ${region}`.trimEnd();
}

/** The last part of a resource, which is what people call it or its id. */
export function ownNameOf({ resource }: Arn): string {
  return /[^/:]+$/.exec(resource)?.[0] ?? resource;
}

/** What a certificate is attached to, as people call it: `load balancer app/web/50dc6c49 in eu-west-1`. */
export function attachmentOf(text: string): string {
  const arn = readArn(text);
  const [, type = '', name = ''] = /^\/?([a-z]+)\/(.+)$/.exec(arn?.resource ?? '') ?? [];
  const called = arn && ATTACHMENTS.get(`${arn.service} ${type}`);
  if (called === undefined) return text;
  return `${called} ${name}${arn?.region ? ` in ${arn.region}` : ''}`;
}

const ATTACHMENTS: ReadonlyMap<string, string> = new Map([
  ['elasticloadbalancing loadbalancer', 'load balancer'],
  ['cloudfront distribution', 'CloudFront distribution'],
  ['apigateway domainnames', 'API Gateway domain'],
  ['apigateway restapis', 'API Gateway'],
  ['apigateway apis', 'API Gateway'],
  ['appsync domainnames', 'AppSync domain'],
]);
