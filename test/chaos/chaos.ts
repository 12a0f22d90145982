import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import { TARGETS_KEYS } from '../../lambda/environment';
import { documentClient } from '../../lambda/store/document-client';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import { type S3Emulator, startS3 } from '../servers/s3-emulator';
import { intercept } from '../store/intercept';
import { missing } from './aftermath';
import { estateOf } from './estate';
import { openLedger } from './ledger';
import { type Define, machineOver } from './machine';
import type { Night } from './night';
import { liveThrough } from './round';
import { dynamoFor } from './service';
import { worldOf } from './world';

export interface Chaos {
  /** What must never be and was. */
  readonly wrong: readonly string[];
  readonly sweeps: number;
  readonly killed: number;
  readonly notices: number;
  /** How often a notice arrived once more, for a reason. */
  readonly repeats: number;
  /** Executions that were redriven, and events that tell of one that the engine gave up. */
  readonly redriven: number;
  readonly events: number;
}

const START = Date.parse('2026-11-22T12:00:00Z');
const TARGETS = 15;

/** Once the faults stop, the first of these waits for what the dead still hold. */
const CALM_ROUNDS = 3;

/**
 * Lives through so many rounds of sweeps that meet faults at any call, die at any moment and go two at a time, with clocks that
 * differ. All is drawn from the seed, but for the order in which the services answer two at once.
 *
 * @param define of the state machine, where sweeps are distributed.
 */
export async function chaos(seed: string, rounds: number, define?: Define): Promise<Chaos> {
  const database = await openEmbedded(undefined);
  const s3 = define && (await startS3());
  try {
    const night = nightOf(seed, database, define, s3);
    for (let round = 1; round <= rounds + CALM_ROUNDS; round++) await liveThrough(round, round > rounds, night);
    const { ledger, sweeps, killed, redriven, events } = night;
    const wrong = [...ledger.wrong, ...(await missing(night, database.client))];
    return { wrong, sweeps, killed, notices: ledger.notices.size, repeats: ledger.repeats(), redriven, events };
  } finally {
    await s3?.close();
    await database.close();
  }
}

function nightOf(seed: string, database: Embedded, define: Define | undefined, s3: S3Emulator | undefined): Night {
  const sites = estateOf(seed, START, TARGETS);
  const ledger = openLedger(sites);
  const { client } = database;
  intercept(client, dynamoFor(ledger));
  const wait = async () => {};
  const tables = {
    targets: openTargets(client, EMBEDDED_TABLES.targets, { wait }),
    results: openResults(client, EMBEDDED_TABLES.results, { wait }),
  };
  const world = worldOf(tables, () => night);
  const machine = define && s3 && machineOver(define, database, s3, world);
  const night: Night = {
    seed,
    sites,
    ledger,
    world,
    async remove(target) {
      const Key = { [TARGETS_KEYS.partition]: target };
      await documentClient(client).send(new DeleteCommand({ TableName: EMBEDDED_TABLES.targets, Key }));
    },
    ...(machine && { machine }),
    actors: [],
    loose: [],
    waiting: [],
    late: new Map<number, () => void>(),
    round: 0,
    now: START,
    calls: 0,
    looks: 0,
    killed: 0,
    sweeps: 0,
    redriven: 0,
    events: 0,
  };
  return night;
}
