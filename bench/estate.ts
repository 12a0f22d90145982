import type { Row } from '../lambda/core/row';
import type { Farm } from './farm';
import { keyOf, listOf, type Mix } from './kinds';

/** An estate in fair order: 2 % never answer, 1 % are slow, 0.5 % refuse, 1 % serve what is wrong. */
const MIX: Mix = {
  'TLSv1.2 and TLSv1.3': 725,
  'TLSv1.2': 150,
  'TLSv1.3': 80,
  silent: 20,
  slow: 10,
  refused: 5,
  expired: 5,
  'of another name': 5,
};

/** At least this share of it is well. */
export const GOOD = 0.96;

/** A prime, so that no client has all that is wrong. */
const CLIENTS = 199;

/** So many rows as people write them, of several clients. Few hosts stand for many: what comes after `#` keeps their rows apart. */
export function estateRows(farm: Farm, count: number): Row[] {
  return listOf(farm, MIX, count).map((listed, i) => ({
    target: `https://${keyOf(listed)}#${i}`,
    address: '127.0.0.1',
    trust: 'private',
    client: `Client ${i % CLIENTS}`,
    service: 'Outlook on the web',
    owner: 'it@example.com',
    impact: 'Nobody can read e-mail from outside',
    runbook: 'https://wiki.example.com/certificates/outlook-on-the-web',
  }));
}
