/** An Amazon Resource Name, taken apart. */
export interface Arn {
  /** `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partition: string;
  readonly service: string;
  /** Empty where the service has no regions. */
  readonly region: string;
  /** Twelve digits; empty where the resource belongs to none. */
  readonly account: string;
  readonly resource: string;
}

/** Undefined where the text is no ARN. */
export function readArn(text: string): Arn | undefined {
  const [, partition, service, region, account, resource] =
    /^arn:(aws[a-z-]{0,20}):([a-z0-9-]{1,40}):([a-z0-9-]{0,40}):(\d{12}|):([!-~]{1,1500})$/.exec(text) ?? [];
  if (!partition || !service || region === undefined || account === undefined || !resource) return undefined;
  return { partition, service, region, account, resource };
}
