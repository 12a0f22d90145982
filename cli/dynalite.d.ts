/** The little of dynalite 4 that is used; the package has no types of its own. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** Where LevelDB keeps the tables; in memory without it. */
    readonly path?: string;
    /** Milliseconds until a table is ACTIVE; 500 without it. */
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  /** A DynamoDB that has yet to listen. Closing it closes its database. */
  export default function dynalite(options?: Options): Server;
}
