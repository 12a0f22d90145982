import type { Sighting } from '../core/observation';
import type { Target } from '../core/target';
import type { Look } from './probe';

/** Looks at a target with the probe of its kind. Never throws. */
export declare function probe(target: Target, look: Look): Promise<readonly [Sighting, ...Sighting[]]>;
