import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Values } from '../core/read-target';
import { oneLine } from '../core/safe-text';
import type { Tally } from '../core/tally';
import { SWEEP_FILES } from '../environment';
import { type Facts, packed, unpacked } from './estate-file';
import { uploadParts } from './s3-upload';
import type { FailedBatch, LatestEstate, Lost, Shared, SweepFiles } from './sweep-files';

interface Bucket {
  readonly s3: S3Client;
  readonly name: string;
}

/** The files of sweeps in an S3 bucket. */
export function openSweepFiles(s3: S3Client, name: string): SweepFiles {
  const bucket: Bucket = { s3, name };
  return {
    writeBatches: (sweep, produce) =>
      uploadParts(s3, { Bucket: name, Key: SWEEP_FILES.manifest(sweep) }, (write) =>
        produce((batches) => write(batches.map((batch) => `${JSON.stringify(batch)}\n`).join(''))),
      ),
    writeShared: async (sweep, { clients, ...shared }) =>
      put(bucket, SWEEP_FILES.shared(sweep), await packed({ ...shared, clients: [...clients] })),
    async readShared(sweep): Promise<Shared> {
      const { clients, ...shared } = await unpacked<SharedRest>(await bodyOf(bucket, SWEEP_FILES.shared(sweep)));
      return { ...shared, clients: new Map(clients) };
    },
    writeLatest: async (latest) => put(bucket, SWEEP_FILES.latest, await packed(latest)),
    readLatest: () =>
      bodyOf(bucket, SWEEP_FILES.latest).then(unpacked<LatestRest>, (error: unknown) => {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }),
    async keepLost(sweep, batch, lost) {
      const key = `${SWEEP_FILES.lost(sweep)}${batch}.json`;
      if (lost.sightings.length > 0) await put(bucket, key, JSON.stringify(lost));
      else await s3.send(new DeleteObjectCommand({ Bucket: name, Key: key }));
    },
    async readLost(key): Promise<Lost> {
      return JSON.parse((await get(bucket, key)).toString());
    },
    keepTally: (sweep, tally) => put(bucket, SWEEP_FILES.gathered(sweep), JSON.stringify(tally)),
    readTally: async (sweep): Promise<Tally> => JSON.parse((await get(bucket, SWEEP_FILES.gathered(sweep))).toString()),
    tallies: (manifest) => talliesOf(bucket, manifest),
  };
}

/** What has no lines of its own in the files. */
type SharedRest = Omit<Shared, keyof Facts | 'clients'> & { readonly clients: readonly (readonly [string, Values])[] };
type LatestRest = Omit<LatestEstate, keyof Facts>;

async function put({ s3, name }: Bucket, Key: string, Body: string | Buffer): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: name, Key, Body }));
}

async function get({ s3, name }: Bucket, Key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: name, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** Of what https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html calls the manifest. */
interface Manifest {
  readonly ResultFiles: Readonly<Record<string, readonly { readonly Key: string }[]>>;
}

async function* talliesOf(bucket: Bucket, manifest: string | undefined): AsyncIterable<Tally | FailedBatch> {
  if (manifest === undefined) return;
  const { ResultFiles }: Manifest = JSON.parse((await get(bucket, manifest)).toString());
  for (const [status, files] of Object.entries(ResultFiles)) {
    for (const { Key } of files) {
      for await (const line of linesOf(bucket, Key)) {
        yield status === 'SUCCEEDED' ? JSON.parse(line) : { failed: whyFailed(line) };
      }
    }
  }
}

async function* linesOf(bucket: Bucket, Key: string): AsyncIterable<string> {
  for await (const line of createInterface({ input: await bodyOf(bucket, Key) })) if (line !== '') yield line;
}

async function bodyOf({ s3, name }: Bucket, Key: string): Promise<Readable> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: name, Key }));
  return Body instanceof Readable ? Body : Readable.from([]);
}

/** The name of the batch stands first in its input, which may be large. */
function whyFailed(line: string): string {
  const { Input = '', Error: error = 'not run', Cause = '' } = JSON.parse(line);
  const batch = /"(?:batch|key)":\s*"([^"]+)"/.exec(String(Input).slice(0, 500))?.[1] ?? '?';
  return oneLine(`Batch ${batch} failed at every attempt: ${error} ${causeOf(String(Cause))}`, 300);
}

/** Lambda gives an error as JSON, with its stack. */
function causeOf(cause: string): string {
  return /"errorMessage":\s*"((?:[^"\\]|\\.)*)"/.exec(cause)?.[1] ?? cause;
}
