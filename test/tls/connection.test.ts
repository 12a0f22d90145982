import { openStream } from '../../lambda/tls/connection';
import { startSilent } from '../servers/odd-servers';

it('a moment in which this process was busy is not for the server to answer for', async () => {
  const running = await startSilent();
  const { address, port } = running;
  const place = { host: 'localhost', address, port, protocol: 'tls', timeout: 20 } as const;
  const opened = openStream(place, performance.now() + 20);
  for (const until = performance.now() + 60; performance.now() < until; );
  expect(await opened).toHaveProperty('stream');
  const prepared = await opened;
  if ('socket' in prepared) prepared.socket.destroy();
  await running.close();
});
