import { ListCertificatesCommand } from '@aws-sdk/client-acm';
import { acmClients } from '../../lambda/aws/clients';
import { startAcm } from '../servers/acm-server';

describe('Clients of ACM', () => {
  it('are kept, one a region', async () => {
    const acm = acmClients();
    expect(acm('eu-west-1')).toBe(acm('eu-west-1'));
    expect(acm('us-east-1')).not.toBe(acm('eu-west-1'));
    expect(await acm('us-east-1').config.region()).toBe('us-east-1');
  });

  it('try five times, at the rate allowed', async () => {
    const { config } = acmClients()('eu-west-1');
    expect(await config.maxAttempts()).toBe(5);
    expect(await config.retryStrategy()).toMatchObject({ mode: 'adaptive' });
  });

  it('wait for no connection, answer or rest of an answer without end', async () => {
    const server = await startAcm({ certificates: [] });
    const client = acmClients({ endpoint: server.endpoint })('eu-west-1');
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
