import type { Bundle } from '../test/system/bundle';
import type { Report } from './report';

/** What the benches of one run share. */
export interface Workspace {
  /** For files; removed after the run. */
  readonly folder: string;
  /** Small sizes, which only show that the bench works. */
  readonly quick: boolean;
  /** Sizes that take an hour. */
  readonly full: boolean;
  /** The sweep function as it would be deployed; synthesised at the first call. */
  readonly sweepBundle: () => Bundle;
}

export type Bench = (workspace: Workspace) => Promise<Report>;
