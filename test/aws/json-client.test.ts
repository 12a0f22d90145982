import { createAws } from '../../lambda/aws/clients';
import { PRIVATE_CA, TAGGING } from '../../lambda/aws/json-client';
import { type AwsServer, keysOf, type Reply, startAws } from '../servers/aws-server';

let server: AwsServer;
afterEach(() => server.close());

/** Calls where the answers come in this order, the last one for good; keeps the pauses in between. */
async function calling(...replies: Reply[]) {
  let turn = 0;
  const pauses: number[] = [];
  server = await startAws({ 'acm-pca': () => replies[Math.min(turn++, replies.length - 1)] ?? 'cut' });
  const wait = async (milliseconds: number) => pauses.push(milliseconds);
  const aws = createAws({ endpoint: server.endpoint, credentials: keysOf('222222222222'), wait });
  const call = aws.call({ region: 'eu-central-1' });
  return {
    pauses,
    call: (signal = AbortSignal.timeout(10_000)) =>
      call(PRIVATE_CA, 'ListCertificateAuthorities', { MaxResults: 1 }, signal),
  };
}

const THROTTLED = { error: 'com.amazonaws.acmpca#ThrottlingException:http://internal/', message: 'Rate exceeded' };

test('a call is signed for its service, its region and its account', async () => {
  const { call } = await calling({ output: { CertificateAuthorities: [] } });
  expect(await call()).toEqual({ CertificateAuthorities: [] });
  expect(server.asked).toEqual([
    {
      service: 'acm-pca',
      account: '222222222222',
      region: 'eu-central-1',
      operation: 'ListCertificateAuthorities',
      input: { MaxResults: 1 },
    },
  ]);
});

test('what passes is tried again, after pauses that grow, five times in all', async () => {
  const { call, pauses } = await calling(THROTTLED);
  await expect(call()).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
  expect(server.asked).toHaveLength(5);
  expect(pauses).toHaveLength(4);
  for (const [i, pause] of pauses.entries()) expect(pause).toBeLessThanOrEqual(500 * 2 ** i);
});

test.each<[string, Reply]>([
  ['AWS turned it away', THROTTLED],
  ['what lies before AWS failed', 'html'],
  ['the connection was cut', 'cut'],
])('the second attempt succeeds where %s', async (_, reply) => {
  const { call } = await calling(reply, { output: { x: 1 } });
  expect(await call()).toEqual({ x: 1 });
});

test('what does not pass is not tried again', async () => {
  const { call } = await calling({ error: 'AccessDeniedException', message: 'no' });
  await expect(call()).rejects.toMatchObject({ name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
  expect(server.asked).toHaveLength(1);
});

test('an answer without end is none', async () => {
  const { call } = await calling({ output: { x: 'x'.repeat(9 * 1024 * 1024) } });
  await expect(call()).rejects.toThrow('AWS answered with more than 8388608 bytes');
});

test('nobody waits longer than until the signal', async () => {
  const { call } = await calling('silent');
  await expect(call(AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'AbortError' });
  expect(server.asked).toHaveLength(1);
});

test('another service has its own name and target', async () => {
  server = await startAws({ tagging: ({ operation }) => ({ output: { operation } }) });
  const call = createAws({ endpoint: server.endpoint }).call({ region: 'eu-west-1' });
  const answer = await call(TAGGING, 'GetResources', {}, AbortSignal.timeout(10_000));
  expect(answer).toEqual({ operation: 'GetResources' });
});
