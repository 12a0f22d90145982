import { Readable } from 'node:stream';
import { packed, unpacked } from '../lambda/store/estate-file';
import { indexCertificates } from '../lambda/core/certificate-index';
import { sharedOf } from './held';
async function main() {
  const gc = (globalThis as any).gc as () => void;
  const size = Number(process.argv[2]);
  let shared: any = sharedOf(size);
  let file: Buffer | undefined = await packed(shared); shared = undefined; gc();
  const show = (what: string) => { gc(); gc(); const m = process.memoryUsage(); console.log(what, 'heap', (m.heapUsed/2**20).toFixed(0), 'ext', (m.external/2**20).toFixed(0), 'rss', (m.rss/2**20).toFixed(0)); };
  show('start');
  const t = performance.now();
  const read: any = await unpacked(Readable.from([file])); file = undefined;
  console.log('read ms', performance.now() - t);
  show('read');
  const t2 = performance.now();
  const index = indexCertificates(read.certificates);
  console.log('index ms', performance.now() - t2);
  show('indexed');
  globalThis.keep = [read, index] as any;
}
declare global { var keep: any }
main();
