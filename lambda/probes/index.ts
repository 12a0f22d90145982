import { NOTHING_REMEMBERED, type Remembered } from '../core/known-chain';
import type { Sighting } from '../core/observation';
import { oneLine } from '../core/safe-text';
import type { Kind, Target } from '../core/target';
import { probeAcm } from './acm';
import { probePca } from './acm-pca';
import { probeArn } from './arn';
import { probeDated } from './dated';
import { probeIam } from './iam';
import { probeMonitor } from './monitor';
import type { Look, Probe } from './probe';
import { probeRds } from './rds';
import { probeRoute53 } from './route53';
import { probeTls } from './tls';
import { probeUnreadable } from './unreadable';

/** One probe a kind; each has the kind's name for its file. */
export const PROBES = {
  tls: probeTls,
  dated: probeDated,
  acm: probeAcm,
  iam: probeIam,
  route53: probeRoute53,
  rds: probeRds,
  'acm-pca': probePca,
  arn: probeArn,
  monitor: probeMonitor,
  unreadable: probeUnreadable,
} satisfies { [K in Kind]: Probe<K> };

/** Looks at a target with the probe of its kind. Never throws: a bug in a probe becomes an observation of its target alone. */
export async function probe(
  target: Target,
  look: Look,
  remembered: Remembered = NOTHING_REMEMBERED,
): Promise<readonly [Sighting, ...Sighting[]]> {
  try {
    return await probeByKind(target, look, remembered);
  } catch (error) {
    const sentence = oneLine(`The look at it failed by a fault of the monitor: ${String(error)}`);
    return [{ target, observation: { saw: 'nothing', failure: { reason: 'internal-error', sentence } } }];
  }
}

function probeByKind(target: Target, look: Look, remembered: Remembered): ReturnType<Probe<Kind>> {
  switch (target.kind) {
    case 'tls':
      return PROBES.tls(target, look, remembered);
    case 'dated':
      return PROBES.dated(target);
    case 'acm':
      return PROBES.acm(target, look);
    case 'monitor':
      return PROBES.monitor(target);
    case 'iam':
      return PROBES.iam(target, look);
    case 'route53':
      return PROBES.route53(target, look);
    case 'rds':
      return PROBES.rds(target, look);
    case 'acm-pca':
      return PROBES['acm-pca'](target, look);
    case 'arn':
      return PROBES.arn(target, look);
    case 'unreadable':
      return PROBES.unreadable(target);
    default:
      return target satisfies never;
  }
}
