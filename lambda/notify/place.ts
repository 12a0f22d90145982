/** Where people find the Targets table, so that a message can say how to quiet it. */
export interface Place {
  readonly targetsTable: string;
  /** The tables' region; undefined where they are embedded on a desk. */
  readonly region?: string;
}
