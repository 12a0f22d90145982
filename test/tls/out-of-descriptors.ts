import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lookup } from '../../lambda/tls/addresses';
import { openHostsFile } from '../../lambda/tls/hosts-file';
import { createResolver, systemLookup } from '../../lambda/tls/resolver';
import { startDnsServer } from '../servers/dns-server';

/** Takes every descriptor that the process may have. */
function takeAll(): number[] {
  const taken: number[] = [];
  for (let more = true; more && taken.length < 1_000; ) {
    try {
      taken.push(openSync(devNull, 'r'));
    } catch {
      more = false;
    }
  }
  return taken;
}

/** Takes what there is until nothing more becomes free: what c-ares gives up, it closes a little later. */
async function exhaust(taken: number[]): Promise<void> {
  for (let round = 0, quiet = 0; round < 200 && quiet < 10; round++) {
    const more = takeAll();
    taken.push(...more);
    quiet = more.length === 0 ? quiet + 1 : 0;
    await pause(10);
  }
}

async function wordOf(find: Lookup, name: string): Promise<unknown> {
  try {
    return await find(name);
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : String(error);
  }
}

async function main(): Promise<void> {
  const server = await startDnsServer(() => ({ addresses: ['192.0.2.1'] }));
  const nobody = async () => [];
  const find = createResolver({ servers: [server.address], hosts: nobody, system: nobody });
  const listed = createResolver({ servers: [server.address], hosts: openHostsFile(), system: nobody });
  const taken: number[] = [];
  await exhaust(taken);
  const dns = await wordOf(find, 'www.example.com');
  await exhaust(taken);
  const system = await wordOf(systemLookup, 'localhost');
  await exhaust(taken);
  const hosts = await wordOf(listed, 'localhost');
  for (const file of taken) closeSync(file);
  const afterwards = await wordOf(find, 'www.example.com');
  await server.close();
  process.stdout.write(`SAID ${JSON.stringify({ dns, system, hosts, afterwards })}\n`);
}

void main();
