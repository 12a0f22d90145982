import { setTimeout } from 'node:timers/promises';
import { startDnsServer } from '../test/servers/dns-server';

const ANSWERS_AFTER = 20;

// A name server in a process of its own, which never answers for names that begin with `dead`.
startDnsServer(async (name) => {
  if (name.startsWith('dead')) return undefined;
  await setTimeout(ANSWERS_AFTER);
  return { addresses: ['192.0.2.1'] };
}).then(({ address }) => process.send?.(address));
process.once('disconnect', () => process.exit());
