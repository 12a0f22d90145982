import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

/** S3 takes no part below 5 MiB but the last, and 10,000 at most: 80 GB, more than the engine reads. All but the last have this size. */
const PART_BYTES = 8 * 1024 * 1024;

/**
 * Writes one object of text that comes piece by piece, without ever holding more than a few parts of it. Pieces may be given
 * by several at once; each stays whole. Nothing of it is there before it is complete, and where this throws nothing is left,
 * unless it was only the last answer that got lost.
 */
export async function uploadParts(
  s3: S3Client,
  place: Place,
  produce: (write: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(place));
  const upload = { ...place, UploadId };
  const parts: { ETag: string | undefined; PartNumber: number }[] = [];
  let pieces: Buffer[] = [];
  let bytes = 0;
  let queued = 0;
  let sending: Promise<void> = Promise.resolve();
  let isOver = false;
  const send = async (Body: Buffer, PartNumber: number) => {
    const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    parts.push({ ETag, PartNumber });
  };
  const queue = (part: Buffer) => {
    const number = ++queued;
    sending = sending.then(() => send(part, number));
  };
  /** Sends what makes whole parts; the rest waits for more. */
  const flush = () => {
    const all = Buffer.concat(pieces);
    bytes = all.length % PART_BYTES;
    const whole = all.length - bytes;
    for (let at = 0; at < whole; at += PART_BYTES) queue(all.subarray(at, at + PART_BYTES));
    pieces = [all.subarray(whole)];
    return sending;
  };
  try {
    await produce(async (text) => {
      if (isOver) throw new Error(`The writing of ${place.Key} was given up`);
      const piece = Buffer.from(text);
      pieces.push(piece);
      bytes += piece.length;
      if (bytes >= PART_BYTES) await flush();
    });
    // One part there has to be, be it empty.
    if (bytes > 0 || queued === 0) queue(Buffer.concat(pieces));
    await sending;
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }));
  } catch (error) {
    // Of several that produce, others may go on.
    isOver = true;
    await sending.catch(() => undefined);
    await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}
