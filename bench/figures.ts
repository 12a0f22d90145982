/**
 * What `npm run bench sweep` measured of 10,000 TLS endpoints, and `npm run bench million` of batches, on Node 24 and {@link MEASURED_ON};
 * docs/prober-cost.md and docs/distributed.md have it whole.
 */
export const MEASURED = {
  /** Milliseconds of a processor for a target where nothing has changed, and where the day's full check and write are due. */
  cpuQuiet: 1.0,
  cpuDaily: 3.4,
  /** Of these, what is not the look: reading, judging, recording. And what a target of a batch takes more than that, beside its place in the dealing. */
  cpuUnlooked: 0.25,
  cpuInBatch: 0.2,
  cpuDealt: 0.1,
  /** Read units for a target and sweep: its row, and its latest result out of the index. */
  readUnits: 0.22,
  /** Read units for a target of a batch, whose result is read by its key as it stands. */
  keyedReadUnits: 1,
  /** Write units for a target and day where nothing has happened: the table and the index byExpiry. */
  writeUnits: 4.2,
  /** Bytes of a row and of a result. */
  rowBytes: 240,
  resultBytes: 1_575,
  /** Bytes sent to a server by the reader, and by a full check with the reader beside it: their payloads, 250 and 2,170, and TCP/IP headers. */
  sentByReader: 500,
  sentInFull: 2_800,
} as const;

export const MEASURED_ON = '2026-11-22';

/** As the stack is deployed unless the settings say otherwise. */
export const DEPLOYED = {
  /** One whole processor. */
  sweepMib: 1_769,
  /** Seconds that a look at what never answers takes. */
  lookSeconds: 10,
  /** Days that lines of the history, and logs, are kept. */
  historyDays: 400,
  logDays: 90,
  /** The distributed sweep: targets in a batch, and memory of the function that looks at one and of the one that deals them out. */
  batch: 100,
  batchMib: 512,
  dealerMib: 3_008,
  atOnce: 40,
  /** Results and rows that are read at most for edits, of which as many as come within seconds are looked at together. */
  mostForEdits: 100_000,
} as const;

/** What depends on the estate, and is set here for a plain one. */
export const ASSUMED = {
  daysAMonth: 30.4,
  /** Share of targets that never answer, and keep their sweep or their batch waiting. */
  dead: 0.02,
  /** How often in a month a target that answered does not any more: then it is among others, and they wait for it once. */
  outagesAMonth: 0.1,
  /** How often in a month a row is edited, and how many within the same seconds. */
  editsAMonth: 0.1,
  editsTogether: 10,
  targetsAClient: 50,
  /** To the owner of a client, the weekly digest included, and how many mailboxes each goes to. */
  messagesAClientAndWeek: 2,
  mailboxes: 2,
  /** Of a target: renewals, faults that come and go; and write units of one with its notice, history and strike. */
  eventsAMonth: 0.5,
  writeUnitsAnEvent: 20,
  historyBytes: 600,
  /** Seconds for what surrounds the looks: start, reading the tables, telling; in a batch the slowest that answers. */
  startSeconds: 1,
  /** Microseconds for a target that the dealer waits for DynamoDB and S3, besides its own time. */
  dealerWaits: 200,
  /** Of one start of a function: what Lambda and the function write, and the share that X-Ray samples. */
  logBytes: 1_500,
  traced: 0.05,
} as const;
