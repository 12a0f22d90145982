import { ListCertificatesCommand } from '@aws-sdk/client-acm';
import { createAws } from '../../lambda/aws/clients';
import { startAcm } from '../servers/acm-server';

describe('Clients of ACM', () => {
  it('are kept, one a region and account', async () => {
    const { acm } = createAws();
    const [ireland, virginia] = [{ region: 'eu-west-1' }, { region: 'us-east-1' }];
    expect(acm(ireland)).toBe(acm({ ...ireland }));
    expect(acm(virginia)).not.toBe(acm(ireland));
    expect(acm({ ...ireland, account: { id: '222222222222', own: false } })).not.toBe(acm(ireland));
    expect(await acm(virginia).config.region()).toBe('us-east-1');
  });

  it('are made anew where there are too many to keep', () => {
    const { acm } = createAws();
    const where = (i: number) => ({ account: { id: String(i).padStart(12, '0'), own: false }, region: 'eu-west-1' });
    const first = acm(where(0));
    for (let i = 1; i < 200; i++) acm(where(i));
    expect(acm(where(0))).toBe(first);
    acm(where(200));
    expect(acm(where(0))).not.toBe(first);
  });

  it('try five times, at the rate allowed', async () => {
    const { config } = createAws().acm({ region: 'eu-west-1' });
    expect(await config.maxAttempts()).toBe(5);
    expect(await config.retryStrategy()).toMatchObject({ mode: 'adaptive' });
  });

  it('wait for no connection, answer or rest of an answer without end', async () => {
    const server = await startAcm({ certificates: [] });
    const client = createAws({ endpoint: server.endpoint }).acm({ region: 'eu-west-1' });
    await client.send(new ListCertificatesCommand({}));
    await server.close();
    const handler = client.config.requestHandler;
    expect(Reflect.apply(Reflect.get(handler, 'httpHandlerConfigs'), handler, [])).toMatchObject({
      connectionTimeout: 5_000,
      requestTimeout: 15_000,
      throwOnRequestTimeout: true,
      socketTimeout: 15_000,
    });
  });
});
