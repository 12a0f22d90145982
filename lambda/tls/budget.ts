/** A number of places that work has to wait for, first come, first served. */
export interface Slots {
  /**
   * Runs the work as soon as a place is free, and gives the place on when it has ended, well or not.
   *
   * @param work is told how many milliseconds it had to wait; whatever deadline it has should be that much later.
   */
  readonly run: <T>(work: (waited: number) => Promise<T>) => Promise<T>;
  readonly taken: () => number;
}

/**
 * What all looks of a process share. Where both are needed, the socket comes first and the full check inside of it: whoever
 * holds a full check then never waits for a socket, so that nobody waits for ever.
 */
export interface Budget {
  /** One for each look at an address; it has one connection at a time and has closed it when it ends. */
  readonly sockets: Slots;
  readonly fullChecks: Slots;
}

/** Lambda gives 1,024 descriptors; the rest is for names, the AWS clients and files. */
const MOST_SOCKETS = 900;

/** Each in flight makes the event loop answer the others about a millisecond later. */
const MOST_FULL_CHECKS = 100;

export function createBudget(limits: { readonly sockets?: number; readonly fullChecks?: number } = {}): Budget {
  return {
    sockets: createSlots(limits.sockets ?? MOST_SOCKETS),
    fullChecks: createSlots(limits.fullChecks ?? MOST_FULL_CHECKS),
  };
}

export function createSlots(limit: number): Slots {
  // A Set keeps the order, and its first is taken out in the same time however many there are.
  const waiting = new Set<() => void>();
  let taken = 0;
  const acquire = async () => {
    if (taken < limit) {
      taken++;
      return;
    }
    await new Promise<void>((resolve) => waiting.add(resolve));
  };
  // The place goes to the next directly, so that no newcomer gets in between.
  const release = () => {
    const [next] = waiting;
    if (next === undefined) {
      taken--;
      return;
    }
    waiting.delete(next);
    next();
  };
  const run: Slots['run'] = async (work) => {
    const asked = performance.now();
    await acquire();
    try {
      return await work(performance.now() - asked);
    } finally {
      release();
    }
  };
  return { run, taken: () => taken };
}
