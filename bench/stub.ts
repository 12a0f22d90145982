import { createHash } from 'node:crypto';
import { DAY, type Instant } from '../lambda/core/instant';
import type { Row } from '../lambda/core/row';
import type { World } from '../lambda/stages/world';
import { certificate, endpoint, REFUSED, serving, unseen } from '../test/core/builders';

/** Clients of the estates that are only thought up: so few that batches fill as rows are read, since fauxqs takes no part of a manifest above 11 MiB. */
const CLIENTS = 50;

/** The row of a target that nobody serves: its number is in its name. */
export function stubRow(i: number, clients = CLIENTS): Row {
  return {
    target: stubName(i),
    client: stubClient(i, clients),
    service: 'Outlook on the web',
    owner: 'it@example.com',
    impact: 'Nobody can read e-mail from outside',
    runbook: 'https://wiki.example.com/certificates/outlook-on-the-web',
  };
}

export function stubName(i: number): string {
  return `host-${stubNumber(i)}.bench.example`;
}

/** Of the same length for each, and like nothing else in a result. */
export function stubNumber(i: number): string {
  return `98760${String(i).padStart(7, '0')}`;
}

export function stubClient(i: number, clients = CLIENTS): string {
  return `Client C${String(i % clients).padStart(4, '0')}`;
}

/** The number of the target of this name; undefined where it is another. */
export function numberIn(target: string | undefined): number | undefined {
  const digits = /^host-98760(\d{7})\.bench\.example$/.exec(target ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Two of a hundred never answer. One of a thousand is not seen for the second time now, which is told. */
export type Lot = 'seen' | 'unseen' | 'unseen once';

export function lotOf(i: number): Lot {
  if (i % 50 === 0) return 'unseen';
  return i % 1_000 === 1 ? 'unseen once' : 'seen';
}

/** What a look comes to where none is made: a certificate of its own, confirmed by the reader or, once a day, settled anew. */
export function stubProbe(now: () => Instant, lots: (i: number) => Lot = lotOf): NonNullable<World['probe']> {
  return async (target, _look, remembered) => {
    const i = numberIn(target.id);
    if (i === undefined || lots(i) !== 'seen') return [{ target, observation: endpoint(unseen(REFUSED)) }];
    const number = stubNumber(i);
    const sha256 = number.padStart(64, 'a');
    const changes = { serial: `0A${number}`, sha256, names: [target.id], subject: `CN=${target.id}` };
    const known = remembered?.chains.find(({ verifiedAt }) => now() - verifiedAt < DAY);
    const path = [sha256, ...AUTHORITIES];
    const anew = { chainHash: sha256, trustKey: 'bench', verifiedAt: now(), trusted: true, tls13Only: false, path };
    return [{ target, observation: endpoint(serving(certificate(60, changes), { settled: known ?? anew })) }];
  };
}

const AUTHORITIES = ['issuing', 'root'].map((name) => createHash('sha256').update(name).digest('hex'));
