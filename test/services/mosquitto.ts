import type { Ground, Service } from './service';

export const MOSQUITTO: Service = {
  name: 'mosquitto',
  offers: {
    'over MQTT': { scheme: 'mqtts' },
    // In TLS 1.3 a client has done its part before it hears that it must.
    'where a client must have a certificate': { scheme: 'mqtts', sees: { clientCertificate: 'requested' } },
  },
  prepare: ({ port, certificate, write, ca }: Ground) => {
    const { chain, key } = certificate('mosquitto');
    const configuration = write('mosquitto.conf', [
      'allow_anonymous true',
      'log_dest stderr',
      'user mosquitto',
      `listener ${port('over MQTT')} 127.0.0.1`,
      `certfile ${chain}`,
      `keyfile ${key}`,
      `listener ${port('where a client must have a certificate')} 127.0.0.1`,
      `certfile ${chain}`,
      `keyfile ${key}`,
      `cafile ${ca}`,
      'require_certificate true',
    ]);
    return [{ run: ['mosquitto', '-c', configuration], user: 'mosquitto' }];
  },
};
