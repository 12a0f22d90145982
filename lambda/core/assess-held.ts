import type { Judgement } from './judgement';
import type { Observation } from './observation';

type Held = Extract<Observation, { saw: 'server-certificate' | 'domain' | 'database' | 'authority' }>;

/** Judges what inventories other than ACM found. */
export function assessHeld(held: Held): Judgement {
  switch (held.saw) {
    case 'server-certificate': {
      const { name, notAfter } = held.certificate;
      return { findings: [], expiries: [{ of: 'certificate', what: name, expires: notAfter }], well: '' };
    }
    case 'domain': {
      const { name, expires } = held.domain;
      return { findings: [], expiries: [{ of: 'date', what: name, expires }], well: '' };
    }
    case 'database': {
      const { name, notAfter } = held.database;
      const expiries = notAfter === undefined ? [] : [{ of: 'certificate' as const, what: name, expires: notAfter }];
      return { findings: [], expiries, well: '' };
    }
    case 'authority': {
      const { name, notAfter } = held.authority;
      const expiries = notAfter === undefined ? [] : [{ of: 'certificate' as const, what: name, expires: notAfter }];
      return { findings: [], expiries, well: '' };
    }
    default:
      return held satisfies never;
  }
}
