/** Does work when it is its turn; undefined where the turn does not come until `until`, in `performance.now()`. */
export type InTurn = <T>(work: () => Promise<T>, until: number) => Promise<T | undefined>;

/** Lets so many pieces of work be under way at the same time; the others wait in the order they came. */
export function turns(most: number): InTurn {
  let free = most;
  const waiting: (() => void)[] = [];
  const pass = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async (work, until) => {
    if (free > 0) free -= 1;
    else if (!(await turnComes(waiting, until))) return undefined;
    try {
      return await work();
    } finally {
      pass();
    }
  };
}

function turnComes(waiting: (() => void)[], until: number): Promise<boolean> {
  return new Promise((resolve) => {
    const mine = () => {
      clearTimeout(timer);
      resolve(true);
    };
    const timer = setTimeout(
      () => {
        waiting.splice(waiting.indexOf(mine), 1);
        resolve(false);
      },
      Math.max(0, until - performance.now()),
    );
    waiting.push(mine);
  });
}

/** What comes of the work, or undefined where it is not done by `until`, in `performance.now()`; the work goes on. */
export async function before<T>(until: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, until - performance.now()));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
