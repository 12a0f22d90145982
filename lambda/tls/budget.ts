/** A number of places that work has to wait for, first come, first served. */
export interface Slots {
  /**
   * Runs the work as soon as a place is free, and gives the place on when it has ended, well or not; where a place is for
   * so long only, at that time if it is earlier.
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
  /** One for each name that is looked up, which ends before its sockets begin. */
  readonly names: Slots;
}

/** Lambda gives 1,024 descriptors; the rest is for names, the AWS clients and files. */
const MOST_SOCKETS = 900;

/** Each in flight makes the event loop answer the others about a millisecond later. */
const MOST_FULL_CHECKS = 100;

/**
 * 1,500 a second of a resolver that takes 20 ms and leaves 2 % unanswered. Route 53 drops what is more than 1,024 packets a
 * second of one interface, of which a name takes two.
 */
const MOST_NAMES = 200;

/** Milliseconds; what takes longer only waits for a server, which costs nobody anything. */
const LONGEST_PLACE = 1_000;

export function createBudget(limits: { readonly [K in keyof Budget]?: number } = {}): Budget {
  return {
    sockets: createSlots(limits.sockets ?? MOST_SOCKETS),
    fullChecks: createSlots(limits.fullChecks ?? MOST_FULL_CHECKS, LONGEST_PLACE),
    names: createSlots(limits.names ?? MOST_NAMES, LONGEST_PLACE),
  };
}

/** @param longest milliseconds that a place is kept at most; default until its work has ended. */
export function createSlots(limit: number, longest?: number): Slots {
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
    const place = once(release);
    const timer = longest === undefined ? undefined : setTimeout(place, longest);
    try {
      return await work(performance.now() - asked);
    } finally {
      clearTimeout(timer);
      place();
    }
  };
  return { run, taken: () => taken };
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
