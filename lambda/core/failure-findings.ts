import type { Finding } from './finding';
import type { Failure } from './observation';

/** What a look that saw nothing comes to. What is the row's own fault, or its inventory's, or the monitor's, is said there already. */
export function failureFindings({ reason, sentence }: Failure): Finding[] {
  switch (reason) {
    case 'not-understood':
    case 'inventory-unread':
    case 'not-looked':
      return [];
    case 'not-found':
      return [{ reason: 'not-found', severity: 'warning', sentence }];
    case 'access-denied':
      return [{ reason: 'access-denied', severity: 'warning', sentence }];
    case 'region-disabled':
      return [{ reason: 'region-skipped', severity: 'info', sentence }];
    case 'not-tls':
      return [{ reason: 'not-tls', severity: 'critical', sentence }];
    case 'no-tls':
      return [{ reason: 'no-tls', severity: 'critical', sentence }];
    case 'address-refused':
      return [{ reason: 'address-refused', severity: 'warning', sentence }];
    // A closed port 25 stays closed: it is told of once, as what is unreachable is, and does not come and go.
    case 'port-blocked':
    case 'refused':
    case 'timed-out':
    case 'no-such-host':
    case 'dns-failed':
    case 'no-route':
    case 'reset':
    case 'closed':
    case 'handshake-refused':
    case 'service-failed':
    case 'internal-error':
      return [{ reason: 'unreachable', severity: 'warning', sentence }];
    default:
      return reason satisfies never;
  }
}
