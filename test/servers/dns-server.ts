import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';
import { bytesOf } from '../../lambda/tls/ip-address';

/** What the server says to a question; undefined for no answer at all. */
export interface DnsReply {
  /** RFC 1035 §4.1.1: 2 is SERVFAIL, 3 NXDOMAIN, 5 REFUSED. Default 0. */
  readonly code?: number;
  /** Only those of the family that was asked for are sent. */
  readonly addresses?: readonly string[];
  /** The name is another name for this one, whose addresses these are. */
  readonly alias?: string;
}
export type DnsFamily = 'A' | 'AAAA';
export type Zone = (
  name: string,
  family: DnsFamily,
  count: number,
) => DnsReply | undefined | Promise<DnsReply | undefined>;

export interface DnsServer {
  /** `127.0.0.1:5353`, as resolvers take it. */
  readonly address: string;
  /** Every question that came, as `www.example.com A`. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

const TYPES: ReadonlyMap<number, DnsFamily> = new Map([
  [1, 'A'],
  [28, 'AAAA'],
]);

/** A name server on 127.0.0.1 over UDP; `count` tells the zone how often this very question has come. */
export async function startDnsServer(zone: Zone): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  const counts = new Map<string, number>();
  let open = true;
  const answer = async (query: Buffer, { port, address }: RemoteInfo) => {
    const { name, family, end } = questionIn(query);
    const question = `${name} ${family}`;
    const count = (counts.get(question) ?? 0) + 1;
    asked.push(question);
    counts.set(question, count);
    const reply = await zone(name, family, count);
    if (reply !== undefined && open)
      socket.send(response(query.subarray(0, end), family, reply), port, address, () => undefined);
  };
  socket.on('message', (query, from) => void answer(query, from));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const close = async () => {
    open = false;
    socket.close();
    await once(socket, 'close');
  };
  return { address: `127.0.0.1:${socket.address().port}`, asked, close };
}

function questionIn(query: Buffer): { name: string; family: DnsFamily; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const family = TYPES.get(query.readUInt16BE(at + 1));
  if (family === undefined) throw new Error('Only A and AAAA are asked for here.');
  return { name: labels.join('.').toLowerCase(), family, end: at + 5 };
}

/** Header and question as they came, with the flags of a recursive answer, then the records. */
function response(query: Buffer, family: DnsFamily, { code = 0, addresses = [], alias }: DnsReply): Buffer {
  const owner = alias === undefined ? POINTER_TO_QUESTION : nameOf(alias);
  const wanted = addresses.filter((address) => isIPv4(address) === (family === 'A'));
  const records = wanted.map((address) => record(owner, family === 'A' ? 1 : 28, bytesOf(address)));
  if (alias !== undefined) records.unshift(record(POINTER_TO_QUESTION, 5, nameOf(alias)));
  const head = Buffer.from(query);
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(records.length, 6);
  head.fill(0, 8, 12);
  return Buffer.concat([head, ...records]);
}

const POINTER_TO_QUESTION = Buffer.of(0xc0, 12);

function nameOf(name: string): Buffer {
  return Buffer.concat([
    ...name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.of(0),
  ]);
}

/** Of class IN, to be kept for a minute. */
function record(owner: Buffer, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(60, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, fixed, data]);
}
