import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { startFauxqs } from './fauxqs';

/** An S3 with one bucket. */
export interface S3Emulator {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly endpoint: string;
  readonly get: (key: string) => Promise<string>;
  readonly put: (key: string, body: string) => Promise<void>;
  /** The keys that begin so, in order. */
  readonly list: (prefix: string) => Promise<string[]>;
  readonly close: () => Promise<void>;
}

export async function startS3(bucket = 'sweep-files'): Promise<S3Emulator> {
  const emulator = await startFauxqs();
  const { endpoint } = emulator;
  const s3 = new S3Client({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    s3,
    bucket,
    endpoint,
    async get(Key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return (await Body?.transformToString()) ?? '';
    },
    async put(Key, Body) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    },
    async list(Prefix) {
      const keys: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix }))
        keys.push(...Contents.map(({ Key = '' }) => Key));
      return keys.sort();
    },
    close: async () => {
      s3.destroy();
      await emulator.close();
    },
  };
}
