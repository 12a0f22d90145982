import { type Instant, iso } from '../../lambda/core/instant';
import type { Row } from '../../lambda/core/row';

/** A record of the stream of Targets, as Lambda hands it over. */
export function recordOf(before: Row | undefined, after: Row | undefined, at: Instant) {
  const { target } = after ?? before ?? {};
  const eventName = after === undefined ? 'REMOVE' : before === undefined ? 'INSERT' : 'MODIFY';
  return {
    eventID: 'c4ca4238a0b923820dcc509a6f75849b',
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: at / 1000,
      Keys: { target: { S: String(target) } },
      ...(after && { NewImage: image(after) }),
      ...(before && { OldImage: image(before) }),
      SequenceNumber: '4421584500000000017450439091',
      SizeBytes: 59,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: `arn:aws:dynamodb:eu-west-1:123456789012:table/Targets/stream/${iso(at)}`,
  };
}

export type StreamRecord = ReturnType<typeof recordOf>;

function image(row: Row): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typed(value)]));
}

function typed(value: unknown): unknown {
  if (value === null) return { NULL: true };
  if (typeof value === 'boolean') return { BOOL: value };
  if (typeof value === 'number') return { N: String(value) };
  return typeof value === 'string' ? { S: value } : { L: [{ S: String(value) }] };
}
