import { audienceOf, isEscalated } from '../../lambda/core/audience';
import { conclude, type Remembrance } from '../../lambda/core/conclude';
import { NOTHING_ELSE_KNOWN } from '../../lambda/core/estate';
import { BEFORE_THE_LADDER, type Expiry } from '../../lambda/core/expiry';
import { DAY } from '../../lambda/core/instant';
import type { Told } from '../../lambda/core/memory';
import type { Row } from '../../lambda/core/row';
import { endpoint, healthy, type LookInStory, NOW, target, unseen } from './builders';

/** Looks whose rows change, and what each told to whom: `due → owner`. */
function addressed(looks: readonly LookInStory[]): string[] {
  let before: Remembrance | undefined;
  return looks.map(([day, observation, watched = target({ ladder: '30,14,7' })]) => {
    const { assessment, renewal, decision } = conclude(
      watched,
      observation,
      before,
      NOTHING_ELSE_KNOWN,
      NOW + day * DAY,
    );
    before = { memory: decision.memory, renewal, holds: assessment.holds };
    return decision.notices.map(({ event, audience }) => `${event} → ${audience.join(' and ')}`).join(', ');
  });
}

/** A certificate that expires on day 30. */
const SAME = healthy(30);
const NEWER = healthy(80);
const DARK = endpoint(unseen());
const row = (more: Row) => target({ ladder: '30,14,7', ...more });
const day = (n: number) => new Date(NOW + n * DAY).toISOString();

const STORIES: Record<string, { looks: readonly LookInStory[]; told: readonly string[] }> = {
  'the first reminder goes to the owner alone, the next without a promise besides to those above': {
    looks: [
      [1, SAME],
      [17, SAME],
      [24, SAME],
    ],
    told: ['due → owner', 'due → owner and escalation', 'due → owner and escalation'],
  },
  'whoever has been told is told of the end, once': {
    looks: [
      [1, SAME],
      [17, SAME],
      [18, NEWER],
      [19, NEWER],
      [20, NEWER],
      [70, NEWER],
    ],
    told: ['due → owner', 'due → owner and escalation', '', 'replaced → owner and escalation', '', 'due → owner'],
  },
  'whoever has not been told hears nothing of the end': {
    looks: [
      [1, SAME],
      [2, NEWER],
      [3, NEWER],
    ],
    told: ['due → owner', '', 'replaced → owner'],
  },
  'a promise that holds keeps them out of it': {
    looks: [
      [1, SAME],
      [17, SAME, row({ promised: day(20) })],
      [19, NEWER, row({ promised: day(20) })],
      [20, NEWER, row({ promised: day(20) })],
    ],
    told: ['due → owner', '', '', 'replaced → owner'],
  },
  'a promise for the last day is told of to the owner alone, until it is broken': {
    looks: [
      [1, SAME],
      [23, SAME, row({ promised: day(29.5) })],
      [29.6, SAME, row({ promised: day(29.5) })],
    ],
    told: ['due → owner', 'due → owner', 'overdue → owner and escalation'],
  },
  'a broken promise is told to them': {
    looks: [
      [1, SAME, row({ promised: day(5) })],
      [9, SAME, row({ promised: day(5) })],
      [11, NEWER, row({ promised: day(5) })],
      [12, NEWER, row({ promised: day(5) })],
    ],
    told: ['', 'overdue → owner and escalation', '', 'replaced → owner and escalation'],
  },
  'a new promise after a broken one rests for them too, and what follows is told to them': {
    looks: [
      [9, SAME, row({ promised: day(5) })],
      [10, SAME, row({ promised: day(27) })],
      [25, SAME, row({ promised: day(27) })],
      [26, NEWER, row({ promised: day(27) })],
      [27, NEWER, row({ promised: day(27) })],
    ],
    told: ['overdue → owner and escalation', '', 'due → owner and escalation', '', 'replaced → owner and escalation'],
  },
  'a first look at what has expired is told to them': {
    looks: [[31, SAME]],
    told: ['expired → owner and escalation'],
  },
  'however late the first reminder is, it is the owner’s': {
    looks: [
      [25, SAME],
      [26, SAME],
    ],
    told: ['due → owner', 'due → owner'],
  },
  'another certificate that is near too begins anew': {
    looks: [
      [1, SAME],
      [17, healthy(29)],
    ],
    told: ['due → owner', 'due → owner'],
  },
  'whoever has been told of one of two that are served in turn is told of the end': {
    looks: [
      [1, SAME],
      [17, SAME],
      [17.1, healthy(29)],
      [17.2, SAME],
      [17.3, healthy(29)],
      [22, NEWER],
      [23, NEWER],
    ],
    told: [
      'due → owner',
      'due → owner and escalation',
      'due → owner and escalation',
      '',
      '',
      '',
      'replaced → owner and escalation',
    ],
  },
  'what has nothing to do with a date is the owner’s': {
    looks: [
      [0, DARK],
      [1, DARK],
      [2, NEWER],
    ],
    told: ['', 'unreachable → owner', 'recovered → owner'],
  },
  'a row that names nobody to escalate to is told to that audience all the same': {
    looks: [[31, SAME, row({ escalate: '' })]],
    told: ['expired → owner and escalation'],
  },
};

test.each(Object.entries(STORIES))('%s', (_name, { looks, told }) => {
  expect(addressed(looks)).toEqual(told);
});

const expiry: Expiry = { of: 'certificate', what: 'a', expires: NOW + 30 * DAY, serial: '1' };
const told = (changes: Partial<NonNullable<Told['expiry']>>) =>
  ({ expiry, event: 'due', rung: 30, at: NOW, ...changes }) as const;

test.each([
  ['nothing told before', { event: 'due', rung: 14 }, undefined, false],
  ['the same rung again', { event: 'due', rung: 7 }, told({ rung: 7 }), false],
  ['the same rung, but a new one is not in use', { event: 'not-applied', rung: 30 }, told({}), false],
  [
    'the first rung after a new one was found not in use',
    { event: 'due', rung: 30 },
    told({ rung: BEFORE_THE_LADDER }),
    false,
  ],
  ['the next rung', { event: 'not-applied', rung: 14 }, told({}), true],
  ['the next rung, though it is promised', { event: 'due', rung: 14, promised: true }, told({}), false],
  [
    'the next rung, promised once those above have heard',
    { event: 'due', rung: 14, promised: true },
    told({ escalated: true }),
    true,
  ],
  [
    'the next rung of another certificate',
    { event: 'due', rung: 14 },
    told({ expiry: { ...expiry, serial: '2' } }),
    false,
  ],
  [
    'the first of another certificate, while the end of the former has not been told',
    { event: 'due', rung: 30 },
    told({ escalated: true, expiry: { ...expiry, serial: '2' } }),
    true,
  ],
  ['a broken promise', { event: 'overdue', rung: 30 }, undefined, true],
  ['expired', { event: 'expired', rung: 0 }, undefined, true],
] as const)('%s', (_name, now, before, escalated) => {
  expect(isEscalated({ expiry, promised: false, ...now }, before)).toBe(escalated);
});

test('what is about the monitor itself is for operations alone', () => {
  expect(audienceOf({ kind: 'monitor' }, true)).toEqual(['operations']);
});
