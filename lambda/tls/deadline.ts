/** Calls once when the time is over, unless it is cleared before. */
export interface Deadline {
  /** Instead of any that was set before; in milliseconds of `performance.now()`. */
  readonly set: (at: number) => void;
  readonly clear: () => void;
}

/** Gives up one turn of the event loop late: what came while this process was busy is not for the server to answer for. */
export function createDeadline(giveUp: () => void): Deadline {
  let timer: NodeJS.Timeout | undefined;
  let lastTurn: NodeJS.Immediate | undefined;
  const clear = () => {
    clearTimeout(timer);
    clearImmediate(lastTurn);
  };
  const set = (at: number) => {
    clear();
    timer = setTimeout(
      () => {
        lastTurn = setImmediate(giveUp);
      },
      Math.max(0, at - performance.now()),
    );
  };
  return { set, clear };
}
