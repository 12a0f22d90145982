import fc from 'fast-check';
import { DAY } from '../../lambda/core/instant';
import { EVENTS, type Notice } from '../../lambda/core/notice';
import { composeChat, MOST_MESSAGES } from '../../lambda/notify/chat';
import type { ChatMessage } from '../../lambda/notify/chat-message';
import { notices, text } from './any-notice';
import { markupIn } from './markup';
import { address, certificate, DOCUMENTED, NOW, notice, PLACE, renewalCase } from './notices';

function messages(...told: Notice[]): ChatMessage[] {
  return composeChat('Contoso', told, PLACE, NOW).map(({ message }) => message);
}

function only(told: Notice): ChatMessage {
  const [message, ...rest] = messages(told);
  if (message === undefined || rest.length > 0) throw new Error('not one message');
  return message;
}

const threadOf = (told: Notice) => only(told).metadata.threadId;

const ROW =
  'https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets';

test('A reminder says what, when, what breaks, whose it is, how we know, what to do first and where', () => {
  expect(only(notice({ ...DOCUMENTED, renewal: renewalCase({ addresses: [] }) }))).toEqual({
    version: '1.0',
    source: 'custom',
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    content: {
      textType: 'client-markdown',
      title: '[CRITICAL] www.example.com expires in 3 days (Contoso)',
      description: `www.example.com expires in 3 days, on Wed 25 Nov 2026, 12:00 UTC. The new one is issued already, but the old one is still in use.

- What breaks: Nobody can order online.
- Service: Web shop
- Client: Contoso
- Owner: ops@contoso.example
- Escalate to: Erika Mustermann, +49 30 1234567
- Seen: The certificate “www.example.com” expires in 3 days, on Wed 25 Nov 2026, 12:00 UTC.
- Checked: Sun 22 Nov 2026, 10:00 UTC
- What comes next: A reminder follows every day until every address serves a newer certificate. If nothing is done, what relies on it stops on Wed 25 Nov 2026. You hear that it is done once it has been so for a day.
- Notes: The load balancer has to be reloaded by hand.`,
      nextSteps: [
        expect.stringMatching(/^Renew it|^Put the new/),
        'Runbook: wiki.contoso.example/web-shop',
        expect.stringMatching(/^Set “promised” in its row to the day it will be done/),
        ROW,
      ],
      keywords: ['critical', 'due', 'tls', 'Contoso'],
    },
    metadata: {
      threadId: expect.stringMatching(/^[0-9a-f]{32}$/),
      summary: '[CRITICAL] www.example.com expires in 3 days (Contoso)',
      eventType: 'due',
      additionalContext: {
        target: 'www.example.com',
        client: 'Contoso',
        owner: 'ops@contoso.example',
        kind: 'tls',
        event: 'due',
        severity: 'critical',
        expires: '2026-11-25T12:00:00Z',
      },
    },
  });
});

test('Good news asks for nothing', () => {
  const { content } = only(notice({ ...DOCUMENTED, event: 'recovered', severity: 'ok', findings: [] }));
  expect(content.nextSteps).toBeUndefined();
  expect(content.description).toMatch(
    /^www\.example\.com has recovered\.\n[\s\S]*What comes next: Nothing is left to do\./,
  );
});

test('What has been escalated says so', () => {
  const { content } = only(notice({ ...DOCUMENTED, audience: ['owner', 'escalation'] }));
  expect(content.keywords).toContain('escalation');
  expect(content.description).toContain('\n- Escalated to: Erika Mustermann, +49 30 1234567\n');
});

test('What an inventory found is linked in its own console, and named among the resources with what it is attached to', () => {
  const target = 'arn:aws:acm:eu-west-1:123456789012:certificate/0f1e2d3c-0000-4000-8000-123456789abc';
  const attached = ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/1', 'no ARN'];
  const { content, metadata } = only(notice({ target, kind: 'acm', renewal: renewalCase({ attached }) }));
  expect(content.nextSteps?.at(-1)).toBe(
    'https://eu-west-1.console.aws.amazon.com/acm/home?region=eu-west-1#/certificates/0f1e2d3c-0000-4000-8000-123456789abc',
  );
  expect(metadata.relatedResources).toEqual([target, attached[0]]);
});

test('On a desk there is no link', () => {
  const [composed] = composeChat('Contoso', [notice()], { targetsTable: 'Targets' }, NOW);
  expect(composed?.message.content.nextSteps?.join()).not.toContain('://');
});

describe('A thread', () => {
  const first = notice({ renewal: renewalCase() });

  test('is one renewal of a target, from the first warning to the evidence', () => {
    const later = { at: NOW + 40 * DAY, renewal: renewalCase({ closed: NOW + 40 * DAY, step: 'closed' }) } as const;
    expect(threadOf(notice({ ...later, event: 'applied', severity: 'ok' }))).toBe(threadOf(first));
  });

  test('is not that of the next renewal, since few look into one that is a year old', () => {
    expect(threadOf(notice({ renewal: renewalCase({ since: NOW }) }))).not.toBe(threadOf(first));
  });

  test('is not that of another target', () => {
    expect(threadOf(notice({ target: 'www2.example.com', renewal: renewalCase() }))).not.toBe(threadOf(first));
  });

  test('of a fault has its end in it', () => {
    const broken = notice({ event: 'broken' });
    expect(threadOf(notice({ event: 'recovered', at: NOW + DAY }))).toBe(threadOf(broken));
    expect(threadOf(notice({ event: 'broken', at: NOW + 40 * DAY }))).not.toBe(threadOf(broken));
  });

  test('of what several targets share is that of the first by name, in whatever order they come', () => {
    const shared = [notice({ target: 'b.example' }), notice({ target: 'a.example' })];
    const [one, ...rest] = messages(...shared);
    expect(rest).toEqual([]);
    expect(one?.content.description).toContain('On these targets: a.example, b.example');
    expect(one?.metadata.threadId).toBe(threadOf(notice({ target: 'a.example' })));
    expect(messages(...shared.reverse())[0]?.metadata.threadId).toBe(one?.metadata.threadId);
  });
});

describe('Many of one client', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => notice({ target: `www${i}.example.com`, expiry: certificate(i) }));

  test('up to five are told one by one', () => {
    expect(messages(...many(MOST_MESSAGES)).map(({ metadata }) => metadata.eventType)).toEqual([
      'due',
      'due',
      'due',
      'due',
      'due',
    ]);
  });

  test('more are one message that lists the worst and counts the rest', () => {
    const [summary, ...rest] = messages(...many(30), notice({ target: 'old.example', event: 'expired' }));
    expect(rest).toEqual([]);
    expect(summary?.content.title).toBe('[CRITICAL] Contoso: 31 notices, soonest old.example in 3 days');
    const lines = summary?.content.description.split('\n') ?? [];
    expect(lines).toHaveLength(21);
    expect(lines[0]).toMatch(/^- CRITICAL: old\.example expires in 3 days/);
    expect(lines[20]).toBe('- And 11 more');
    expect(summary?.metadata).toMatchObject({ eventType: 'summary', additionalContext: { notices: '31' } });
    expect(summary?.metadata.threadId).toBeUndefined();
  });

  test('all of them count as told', () => {
    const told = many(30);
    const [summary] = composeChat('Contoso', told, PLACE, NOW);
    expect(new Set(summary?.tells)).toEqual(new Set(told));
  });
});

test('The same notices have the same id, and others another', () => {
  expect(only(notice()).id).toBe(only(notice()).id);
  expect(only(notice({ at: NOW + 1 })).id).not.toBe(only(notice()).id);
  expect(messages(notice({ target: 'a' }), notice({ target: 'b' }))[0]?.id).toBe(
    messages(notice({ target: 'b' }), notice({ target: 'a' }))[0]?.id,
  );
});

/** https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html */
function expectToFit({ content, metadata }: ChatMessage): void {
  expect(content.title.length).toBeLessThanOrEqual(250);
  expect(content.description.length).toBeLessThanOrEqual(8_000);
  for (const step of content.nextSteps ?? []) expect(step.length).toBeLessThanOrEqual(350);
  for (const keyword of content.keywords) expect(keyword.length).toBeLessThanOrEqual(75);
  expect([content.title, content.description, ...content.keywords]).not.toContain('');
  expect(Object.values(metadata.additionalContext)).not.toContain('');
  expect(metadata.relatedResources?.length ?? 0).toBeLessThanOrEqual(10);
}

const LINK = /^https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\/[\w!$%&'()+,./:;=?@#-]+$/;

test('Whatever rows and networks say, it is only text, fits the schema, and each notice is told once', () => {
  fc.assert(
    fc.property(text(100), fc.array(notices, { minLength: 1, maxLength: 12 }), (client, told) => {
      const composed = composeChat(client, told, PLACE, NOW);
      expect(composed.flatMap(({ tells }) => tells)).toHaveLength(told.length);
      expect(new Set(composed.flatMap(({ tells }) => tells))).toEqual(new Set(told));
      for (const { message } of composed) {
        const { content, metadata } = message;
        expectToFit(message);
        const steps = (content.nextSteps ?? []).filter((step) => !LINK.test(step));
        expect((content.nextSteps ?? []).length - steps.length).toBeLessThanOrEqual(1);
        const context = Object.values(metadata.additionalContext);
        const shown = [content.title, metadata.summary, metadata.eventType, ...content.keywords, ...steps, ...context];
        const [headline = '', blank = '', ...facts] = content.description.split('\n');
        for (const line of [headline, blank, ...facts, ...shown]) expect(markupIn(line)).toEqual([]);
        for (const fact of facts) expect(fact).toMatch(/^- [A-Z][A-Za-z ]+: |^- And \d+ more$/);
      }
    }),
    { numRuns: 300 },
  );
});

test('The largest that there can be fits too', () => {
  const long = '𝓍'.repeat(2_000);
  const wordy = Object.fromEntries(Object.keys(DOCUMENTED).map((name) => [name, long]));
  const addresses = Array.from({ length: 48 }, (_, i) => address(`${long}${i}`, 'old', i));
  const finding = { reason: 'not-applied', severity: 'critical', sentence: long, address: long } as const;
  for (const event of EVENTS) {
    const largest = notice({
      ...wordy,
      event,
      target: long,
      findings: Array(60).fill(finding),
      expiry: certificate(0, { what: long }),
      renewal: renewalCase({ addresses, attached: Array(20).fill(long) }),
    });
    for (const message of messages(largest)) expectToFit(message);
    const shared = Array.from({ length: 40 }, (_, i) => ({ ...largest, target: `${i}${long}` }));
    for (const message of messages(...shared)) expectToFit(message);
  }
});
