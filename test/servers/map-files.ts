import { StateMachine } from 'aws-local-stepfunctions';
import type { Child, Fields, Machine } from './execution';

/** Evaluates a payload template, as the interpreter does for a state. */
export async function filled(template: unknown, input: unknown, context: Fields): Promise<Fields> {
  const definition = { StartAt: 'It', States: { It: { Type: 'Pass', Parameters: template, End: true } } };
  const { result } = new StateMachine(definition as never, { validationOptions: { noValidate: true } }).run(
    input as never,
    { context },
  );
  return (await result) as Fields;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
export async function itemsOf(reader: Fields, input: unknown, { s3 }: Machine, context: Fields): Promise<unknown[]> {
  const { Bucket, Key, Prefix } = await filled(reader.Parameters, input, context);
  if (Bucket !== s3.bucket) throw new Error(`there is no bucket ${Bucket}`);
  if (String(reader.Resource).endsWith(':s3:listObjectsV2'))
    return (await s3.list(String(Prefix))).map((key) => ({ Key: key }));
  if ((reader.ReaderConfig as Fields).InputType !== 'JSONL') throw new Error('only JSON lines are read here');
  const lines = (await s3.get(String(Key))).split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    // The input of a child execution has at most 256 KiB.
    if (Buffer.byteLength(line) > 256 * 1024) throw new Error('States.DataLimitExceeded');
    return JSON.parse(line);
  });
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html: failed ones come with all that is known of them. */
export async function writeResults(
  writer: Fields,
  children: readonly Child[],
  waiting: readonly unknown[],
  input: unknown,
  { s3 }: Machine,
  context: Fields,
) {
  const { Prefix } = await filled(writer.Parameters, input, context);
  const { OutputType, Transformation } = writer.WriterConfig as Fields;
  if (OutputType !== 'JSONL' || Transformation !== 'COMPACT')
    throw new Error('only compact JSON lines are written here');
  const folder = `${Prefix}/0b7c4d1e-run`;
  const succeeded = children.flatMap(({ outcome }) => ('output' in outcome ? [outcome.output] : []));
  const failed = children.flatMap(({ outcome, given }) =>
    'error' in outcome
      ? [{ Status: 'FAILED', Input: JSON.stringify(given), Error: outcome.error, Cause: outcome.cause }]
      : [],
  );
  const write = async (status: string, records: readonly unknown[]) => {
    if (records.length === 0) return [];
    const Key = `${folder}/${status}_0.jsonl`;
    await s3.put(Key, records.map((record) => JSON.stringify(record)).join('\n'));
    return [{ Key, Size: 1 }];
  };
  const ResultFiles = {
    SUCCEEDED: await write('SUCCEEDED', succeeded),
    FAILED: await write('FAILED', failed),
    PENDING: await write(
      'PENDING',
      waiting.map(() => ({ Status: 'PENDING' })),
    ),
  };
  await s3.put(
    `${folder}/manifest.json`,
    JSON.stringify({ DestinationBucket: s3.bucket, MapRunArn: 'arn', ResultFiles }),
  );
  return { MapRunArn: 'arn', ResultWriterDetails: { Bucket: s3.bucket, Key: `${folder}/manifest.json` } };
}
