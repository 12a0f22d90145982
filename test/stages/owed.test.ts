import type { PendingNotice } from '../../lambda/core/notice';
import type { Delivery } from '../../lambda/notify/delivery';
import { bitOf, readOwed, waitingOf } from '../../lambda/stages/owed';
import { memoryResults } from '../simulation/memory-tables';
import { NOW, notice, quiet } from '../store/results';

const DELIVERIES = ['owner', 'escalation', 'events'].map((key): Delivery => {
  const wants: Delivery['wants'] = ({ audience }) => key === 'events' || audience.some((one) => one === key);
  return { key, wants, async *send() {} };
});
const [OWNER, ESCALATION, EVENTS] = [bitOf(0), bitOf(1), bitOf(2)] as const;

async function read(...pending: PendingNotice[]) {
  const results = memoryResults(() => undefined);
  await results.record(quiet('a', { pending }), []);
  return readOwed([], DELIVERIES, results);
}

test.each<[string, Partial<PendingNotice>, number]>([
  ['what nobody has accepted is owed to all that want it', {}, OWNER | EVENTS],
  ['what one has accepted is owed to the others', { sent: ['owner'] }, EVENTS],
  ['what one has accepted that is not there any more is owed all the same', { sent: ['chat'] }, OWNER | EVENTS],
  ['what all have accepted is owed to nobody', { audience: ['escalation'], sent: ['events', 'escalation'] }, 0],
  ['what is for several is owed to each', { audience: ['owner', 'escalation'] }, OWNER | ESCALATION | EVENTS],
])('%s', async (_, more, owed) => {
  expect([...(await read({ ...notice('a'), ...more }))]).toEqual([
    ['Contoso', [{ target: 'a', event: 'due', at: NOW, severity: 'warning', owed, told: false }]],
  ]);
});

test('each client has its own, and what it is told of one target is of the worst severity of that', async () => {
  const owed = await read(
    notice('a'),
    notice('a', { event: 'broken', client: 'Fabrikam' }),
    notice('a', { event: 'expired', severity: 'critical' }),
  );
  const shown = [...owed].map(([client, debts]) => [client, ...debts.map(({ event, severity }) => event + severity)]);
  expect(shown).toEqual([
    ['Contoso', 'duecritical', 'expiredcritical'],
    ['Fabrikam', 'brokenwarning'],
  ]);
});

test('what waits is what somebody is still to get, and the oldest of that', async () => {
  const owed = await read(notice('a', { at: NOW - 5 }), notice('a', { event: 'broken' }), {
    ...notice('a', { event: 'expired', at: NOW - 9 }),
    sent: ['owner', 'events'],
  });
  expect(waitingOf(owed, NOW + 1)).toEqual({ notices: 2, oldest: 6 });
  expect(waitingOf(new Map(), NOW)).toEqual({ notices: 0, oldest: 0 });
});
