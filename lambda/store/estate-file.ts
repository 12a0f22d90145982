import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { KnownCertificates } from '../core/certificate-index';
import type { EstateFacts, ServedTo } from '../core/estate';
import type { KnownCertificate } from '../core/known-certificate';
import { packedLines } from './packed-lines';

/** What has a line each. */
export type Facts = Pick<EstateFacts, 'certificates' | 'served'>;

/**
 * What is known of everything, compressed: a line of JSON for the rest, one for each pair of what is served, an array, and one for
 * each certificate, an object. The text as a whole would take more memory than all that is made of it, and beyond 512 MiB be none.
 */
export async function packed<T extends Facts>({ certificates, served, ...rest }: T): Promise<Buffer> {
  const compressed = createGzip();
  const [file] = await Promise.all([
    buffer(compressed),
    pipeline(Readable.from(inPieces(linesOf(rest, certificates, served))), compressed),
  ]);
  return file;
}

function* linesOf(rest: object, certificates: KnownCertificates, served: ServedTo): Iterable<string> {
  yield JSON.stringify(rest);
  for (const [key, whose] of served) yield JSON.stringify([key, typeof whose === 'string' ? whose : [...whose]]);
  for (const certificate of certificates) yield JSON.stringify(certificate);
}

/** Lines of a piece: each goes through the compressor by itself. */
const LINES = 1_000;

function* inPieces(lines: Iterable<string>): Iterable<string> {
  let piece: string[] = [];
  for (const line of lines) {
    piece.push(`${line}\n`);
    if (piece.length < LINES) continue;
    yield piece.join('');
    piece = [];
  }
  yield piece.join('');
}

/** Reads what {@link packed} has written. @throws where it ends too early, or is nothing of that kind. */
export async function unpacked<Rest extends object>(file: Readable): Promise<Rest & Facts> {
  const certificates = packedLines<KnownCertificate>();
  const served: ServedTo = new Map();
  const sameText = sharedTexts();
  let rest: Rest | undefined;
  await pipeline(file, createGunzip(), (text: AsyncIterable<Buffer>) =>
    eachLine(text, (line) => {
      if (rest === undefined) rest = JSON.parse(line.toString());
      else if (line[0] === OPENS_OBJECT) certificates.add(line);
      else {
        const [key, whose]: [string, string | string[]] = JSON.parse(line.toString());
        served.set(key, typeof whose === 'string' ? sameText(whose) : new Set(whose.map(sameText)));
      }
    }),
  );
  if (rest === undefined) throw new Error('The file is empty');
  return { ...rest, certificates, served };
}

const OPENS_OBJECT = '{'.charCodeAt(0);
const END = 0x0a;

/** Not by readline, for which U+2028 ends a line, too: in JSON it may stand as it is. */
async function eachLine(text: AsyncIterable<Buffer>, see: (line: Buffer) => void): Promise<void> {
  let begun: Buffer[] = [];
  for await (const chunk of text) {
    let from = 0;
    for (let end = chunk.indexOf(END); end >= 0; end = chunk.indexOf(END, from)) {
      const last = chunk.subarray(from, end);
      see(begun.length > 0 ? Buffer.concat([...begun, last]) : last);
      begun = [];
      from = end + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) throw new Error('The file ends in the midst of a line');
}

/** Few clients have what very many certificates are: each name is kept once. */
function sharedTexts(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same === undefined) known.set(text, text);
    return same ?? text;
  };
}
