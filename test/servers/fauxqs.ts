import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** An emulator of SNS, SQS and S3, in a process of its own since it is an ES module. */
export async function startFauxqs() {
  const script = "import('fauxqs').then((m) => m.startFauxqs({ port: 0 })).then((s) => console.log('port', s.port))";
  const child = spawn(process.execPath, ['-e', script], { cwd: process.cwd(), stdio: ['pipe', 'pipe', 'inherit'] });
  return {
    endpoint: `http://127.0.0.1:${await portOf(child)}`,
    close: async () => {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('the emulator has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /^port (\d+)$/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error('the emulator did not start');
}
