import { ACMClient, type ACMClientConfig } from '@aws-sdk/client-acm';

/** Where and as whom to ask; by default what the environment says: the function's role, or the profile on a desk. */
type AcmSettings = Pick<ACMClientConfig, 'endpoint' | 'credentials'>;

/** Milliseconds; a full page of the slowest of these services comes within a few seconds. */
const CONNECT_TIMEOUT = 5_000;
const ANSWER_TIMEOUT = 15_000;

/** For every client: without these, a service that accepts and says nothing would hold a sweep until it is killed. */
export const REQUEST_TIMEOUTS = {
  connectionTimeout: CONNECT_TIMEOUT,
  requestTimeout: ANSWER_TIMEOUT,
  // Without this the SDK only prints a warning when the time is over.
  throwOnRequestTimeout: true,
  // The other two end with the headers; this one bounds a body that stalls.
  socketTimeout: ANSWER_TIMEOUT,
} as const;

/**
 * Gives the client of ACM for a region, made when it is first asked for and kept, so that its connections and what it has
 * learnt of the rate allowed serve every look.
 */
export function acmClients(settings: AcmSettings = {}): (region: string) => ACMClient {
  const clients = new Map<string, ACMClient>();
  return (region) => {
    const client = clients.get(region) ?? newClient(region, settings);
    clients.set(region, client);
    return client;
  };
}

function newClient(region: string, settings: AcmSettings): ACMClient {
  return new ACMClient({
    ...settings,
    region,
    retryMode: 'adaptive',
    maxAttempts: 5,
    requestHandler: REQUEST_TIMEOUTS,
  });
}
