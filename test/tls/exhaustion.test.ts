import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const SCRIPT = join(__dirname, 'out-of-descriptors.ts');

/** A process with so few descriptors that it soon has none left. */
function outOfDescriptors(): unknown {
  const { stdout, stderr } = spawnSync('sh', ['-c', 'ulimit -n 128 && exec node --import tsx "$0"', SCRIPT], {
    encoding: 'utf8',
    timeout: 25_000,
  });
  const said = /^SAID (.*)$/m.exec(stdout)?.[1];
  if (said === undefined) throw new Error(`It said nothing: ${stderr}`);
  return JSON.parse(said);
}

test('being out of descriptors is told as such, never as a missing name, and passes', () => {
  expect(outOfDescriptors()).toEqual({
    dns: 'EMFILE',
    system: 'EMFILE',
    hosts: 'EMFILE',
    afterwards: ['192.0.2.1'],
  });
});
