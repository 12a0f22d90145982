import { assessEndpoint } from './assess-endpoint';
import { assessHeld } from './assess-held';
import { assessInventory } from './assess-inventory';
import { assessManaged } from './assess-managed';
import { assessMonitor } from './assess-monitor';
import { failureFindings } from './failure-findings';
import type { Instant } from './instant';
import type { Judgement } from './judgement';
import type { Observation } from './observation';
import type { Target } from './target';
import { judgeUnchanged } from './unchanged';

/** What an observation comes to by itself, by what it is of. */
export function judge(target: Target, observation: Observation, now: Instant): Judgement {
  switch (observation.saw) {
    case 'endpoint':
      return assessEndpoint(target, observation.addresses, observation.left ?? [], now);
    case 'managed':
      return assessManaged(observation.certificate, now);
    case 'server-certificate':
    case 'domain':
    case 'database':
    case 'authority':
      return assessHeld(observation, now);
    case 'date': {
      const what = target.kind === 'dated' ? target.name : target.id;
      return { findings: [], expiries: [{ of: 'date', what, expires: observation.expires }], well: '' };
    }
    case 'inventory':
      return assessInventory(observation);
    case 'monitor':
      return assessMonitor(target, observation.noticed, now);
    case 'unchanged':
      return judgeUnchanged(observation);
    case 'nothing':
      return { findings: failureFindings(observation.failure), expiries: [], well: observation.failure.sentence };
    default:
      return observation satisfies never;
  }
}
