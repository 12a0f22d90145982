import fc from 'fast-check';
import { DAY } from '../../lambda/core/instant';
import { EVENTS, type Notice } from '../../lambda/core/notice';
import type { Message } from '../../lambda/notify/channel';
import { notify } from '../../lambda/stages/notify';
import type { ResultsTable } from '../../lambda/store/results-table';
import { quiet } from '../store/results';
import { address, CERTIFICATE, NOW, notice, PLACE, renewalCase, SUCCESSOR } from './notices';

const WILDCARD = { ...CERTIFICATE, what: '*.example.com', expires: NOW + 12 * DAY };

/** All that a client's rows and inventories say; the certificate itself is known to whoever is served it. */
function of(client: string, account: string, n: number, event: Notice['event']): Notice {
  const own = (what: string) => `${what}-of-${client}-${n}`;
  return notice({
    event,
    client,
    audience: n % 2 === 0 ? ['owner'] : ['owner', 'escalation'],
    severity: n % 3 === 0 ? 'warning' : 'critical',
    target: `${client}${n}.example.com`.toLowerCase(),
    expiry: WILDCARD,
    service: own('service'),
    impact: own('impact'),
    owner: own('owner'),
    escalate: own('escalate'),
    runbook: own('runbook'),
    notes: own('notes'),
    findings: [{ reason: 'expiring', severity: 'warning', sentence: own('sentence'), address: own('place') }],
    renewal: renewalCase({
      old: WILDCARD,
      promised: { until: NOW + DAY, by: own('promise') },
      successor: { ...SUCCESSOR, id: SUCCESSOR.id.replace('123456789012', account) },
      attached: [`arn:aws:elasticloadbalancing:eu-west-1:${account}:loadbalancer/app/${client}/${n}`],
      addresses: [address(own('address'), 'old', 10)],
    }),
  });
}

async function messagesOf(notices: readonly Notice[]): Promise<Message[]> {
  const sent: Message[] = [];
  const results = {
    outbox: async (_known, see) => see(notices.map((one) => quiet(one.target, { client: one.client, pending: [one] }))),
    pending: async () => new Map(notices.map((one) => [one.target, [one]])),
    keep: async () => {},
    strike: async () => {},
    takeLease: async (lease) => lease,
    renewLease: async () => true,
    releaseLease: async () => {},
  } satisfies Partial<ResultsTable> as unknown as ResultsTable;
  const channel = async (message: Message) => void sent.push(message);
  await notify([], { results, channel, place: PLACE, look: { now: () => NOW } as never });
  return sent;
}

const counts = fc.integer({ min: 1, max: 30 });

test('Of a certificate that two clients share, each is told its own part, and nothing of the other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...EVENTS), counts, counts, async (event, contosos, fabrikams) => {
      const notices = [
        ...Array.from({ length: contosos }, (_, n) => of('Contoso', '111111111111', n, event)),
        ...Array.from({ length: fabrikams }, (_, n) => of('Fabrikam', '222222222222', n, event)),
      ];
      const messages = await messagesOf(notices);
      const said = (client: string) =>
        JSON.stringify(messages.filter(({ attributes }) => attributes.client === client));
      expect(new Set(messages.map(({ attributes }) => attributes.client))).toEqual(new Set(['Contoso', 'Fabrikam']));
      expect(said('Contoso')).not.toMatch(/fabrikam|222222222222/i);
      expect(said('Fabrikam')).not.toMatch(/contoso|111111111111/i);
      expect(said('Contoso')).toMatch(/owner-of-Contoso-0/);
      const keys = messages.map(
        ({ attributes: { client, audience, severity } }) => `${client} ${audience} ${severity}`,
      );
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { numRuns: 60 },
  );
});
