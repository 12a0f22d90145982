import { deliveryOf, isWrong, type OtherWay, type Subscription, type Subscriptions } from '../../lambda/core/delivery';

const NOW = Date.parse('2026-11-22T12:00:00Z');

function to(endpoint: string, policy?: unknown, more: Partial<Subscription> = {}): Subscription {
  const filter = policy === undefined ? {} : { filter: { policy, of: 'attributes' as const } };
  return { protocol: 'email', endpoint, confirmed: true, ...filter, ...more };
}

function deliveryTo(all: readonly Subscription[], more: Partial<Subscriptions> = {}, others: readonly OtherWay[] = []) {
  return deliveryOf({ all, more: false, ...more }, others, ['Fabrikam', 'Contoso', 'Contoso'], NOW);
}

const ALL = { severity: ['ok', 'info', 'warning', 'critical'] };
const WELL = { at: NOW, nobody: false, unheard: [], unheardInAll: 0, pending: [], disturbed: [] };
const BOTH = ['warning', 'critical'] as const;

test.each<[string, readonly Subscription[], Partial<ReturnType<typeof deliveryOf>>]>([
  ['one who wants everything is enough', [to('a', ALL)], {}],
  ['one for each client is enough', [to('a', { client: ['Contoso'] }), to('b', { client: ['Fabrikam'] })], {}],
  [
    'nobody at all',
    [],
    {
      nobody: true,
      unheard: [
        { client: 'Contoso', severities: BOTH },
        { client: 'Fabrikam', severities: BOTH },
      ],
      unheardInAll: 2,
    },
  ],
  [
    'a client that no filter names',
    [to('a', { client: ['Contoso'] })],
    { unheard: [{ client: 'Fabrikam', severities: BOTH }], unheardInAll: 1 },
  ],
  [
    'a severity that nobody wants, of one client',
    [to('a', { severity: ['critical'] }), to('b', { client: ['Contoso'] })],
    { unheard: [{ client: 'Fabrikam', severities: ['warning'] }], unheardInAll: 1 },
  ],
  [
    'escalation alone is not enough',
    [to('a', { audience: ['escalation'] }), to('b', { audience: ['owner'], client: ['Contoso'] })],
    { unheard: [{ client: 'Fabrikam', severities: BOTH }], unheardInAll: 1 },
  ],
  ['who filters by owner is taken to hear', [to('a', { owner: ['anna'] })], {}],
  [
    'who wants all that is told of dates is enough',
    [to('a', { event: [{ 'anything-but': ['broken', 'unreachable'] }] })],
    {},
  ],
  [
    'and several that want it between them',
    [to('a', { event: ['due', 'overdue'] }), to('b', { event: ['expired', 'not-applied'] })],
    {},
  ],
  [
    'what comes before an expiry, where all want what comes after it',
    [to('a', { event: ['expired', 'overdue'] }), to('b', { client: ['Contoso'], severity: ['warning'] })],
    {
      unheard: [
        { client: 'Contoso', severities: ['critical'], inPart: true },
        { client: 'Fabrikam', severities: BOTH },
      ],
      unheardInAll: 2,
    },
  ],
  [
    'good news alone are not enough',
    [to('a', { event: ['recovered', 'replaced'] })],
    {
      unheard: [
        { client: 'Contoso', severities: BOTH },
        { client: 'Fabrikam', severities: BOTH },
      ],
      unheardInAll: 2,
    },
  ],
  [
    'who has not confirmed hears nothing',
    [to('a', ALL), to('b@example.com', undefined, { confirmed: false })],
    { pending: ['email b@example.com'] },
  ],
  [
    'who filters by the body hears nothing',
    [to('a', ALL), to('b', undefined, { filter: { policy: {}, of: 'body' } })],
    {},
  ],
  [
    'without a filter the canary would disturb',
    [to('a'), to('b', {}), to('c', { audience: [{ 'anything-but': 'escalation' }] })],
    { disturbed: ['email a', 'email b', 'email c'] },
  ],
  ['whose filter cannot be read is taken to hear, and not to be disturbed', [to('a', undefined, { unread: true })], {}],
])('%s', (_, all, expected) => {
  expect(deliveryTo(all)).toEqual({ ...WELL, ...expected });
});

test.each<[string, readonly OtherWay[], ReturnType<typeof deliveryOf>['unheard']]>([
  ['that takes everything is enough', [{}], []],
  ['of one client is enough for that one', [{ clients: ['Contoso'] }], [{ client: 'Fabrikam', severities: BOTH }]],
  [
    'of what is critical is enough for that',
    [{ severities: ['critical'] }],
    [
      { client: 'Contoso', severities: ['warning'] },
      { client: 'Fabrikam', severities: ['warning'] },
    ],
  ],
  ['finds its clients whatever their case', [{ clients: ['contoso'] }, { clients: ['FABRIKAM'] }], []],
  ['and another that have all between them are enough', [{ clients: ['Contoso'] }, { clients: ['Fabrikam'] }], []],
])('without any subscription, a chat channel or event bus %s', (_, others, unheard) => {
  expect(deliveryTo([], {}, others)).toEqual({ ...WELL, unheard, unheardInAll: unheard.length });
});

test('only those that filter by the body are nobody', () => {
  expect(deliveryTo([to('b', undefined, { filter: { policy: {}, of: 'body' } })])).toMatchObject({ nobody: true });
});

test('where there are more than were read, nobody is said to be missing', () => {
  expect(deliveryTo([], { more: true })).toEqual(WELL);
});

test.each([
  ['the sandbox', { sandbox: true, monthlyLimit: 50 }, { sandbox: true, spendLimit: 50 }],
  ['a limit that a new account has', { sandbox: false, monthlyLimit: 1 }, { spendLimit: 1 }],
  ['a limit that is not known', { sandbox: false }, {}],
])('of text messages is remembered, and wrong: %s', (_, sms, remembered) => {
  const delivery = deliveryTo([to('a', ALL)], { sms });
  expect(delivery).toEqual({ ...WELL, ...remembered });
  expect(isWrong(delivery)).toBe(Object.keys(remembered).length > 0);
});

test('a limit that does for some time is remembered, and not wrong', () => {
  const delivery = deliveryTo([to('a', ALL)], { sms: { sandbox: false, monthlyLimit: 50 } });
  expect(delivery).toEqual({ ...WELL, spendLimit: 50 });
  expect(isWrong(delivery)).toBe(false);
});

test.each<[string, readonly Subscription[], Partial<ReturnType<typeof deliveryOf>>]>([
  ['one without a filter is enough', [to('a')], {}],
  ['one for alarms and one for messages are enough', [to('a', { audience: [{ exists: false }] }), to('b', ALL)], {}],
  ['nobody at all', [], { operationsUnheard: true }],
  [
    'who has not confirmed hears nothing',
    [to('a', undefined, { confirmed: false })],
    { operationsUnheard: true, pending: ['email a (operations)'] },
  ],
  ['who filters by an attribute hears no alarm, since alarms have none', [to('a', ALL)], { operationsUnheard: true }],
  [
    'who wants what is the owner’s hears no message',
    [to('a', { audience: ['owner', { exists: false }] })],
    { operationsUnheard: true },
  ],
])('of operations: %s', (_, all, expected) => {
  const delivery = deliveryTo([to('x', ALL)], { operations: { all, more: false } });
  expect(delivery).toEqual({ ...WELL, ...expected });
  expect(isWrong(delivery)).toBe(delivery.operationsUnheard === true);
});

test('where operations have more subscriptions than were read, nobody is said to be missing', () => {
  expect(deliveryTo([to('x', ALL)], { operations: { all: [], more: true } })).toEqual(WELL);
});

test('what is remembered is bounded', () => {
  const all = Array.from({ length: 300 }, (_, i) => to(`${i}@example.com`, undefined, { confirmed: i % 2 === 0 }));
  const clients = Array.from({ length: 300 }, (_, i) => `client ${i}`);
  const delivery = deliveryOf({ all, more: false }, [], clients, NOW);
  expect([delivery.pending.length, delivery.disturbed.length]).toEqual([20, 20]);
  const none = deliveryOf({ all: [to('a', { client: ['x'] })], more: false }, [], clients, NOW);
  expect([none.unheard.length, none.unheardInAll]).toEqual([20, 300]);
});
