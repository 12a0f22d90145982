import { createSlots } from './budget';

/** Does work when it is its turn; undefined where the turn does not come until `until`, in `performance.now()`. */
export type InTurn = <T>(work: () => Promise<T>, until: number) => Promise<T | undefined>;

/** Lets so many pieces of work be under way at the same time; the others wait in the order they came. */
export function turns(most: number): InTurn {
  const slots = createSlots(most);
  return async (work, until) => {
    let late = false;
    let begin = () => {};
    const begun = new Promise<true>((resolve) => {
      begin = () => resolve(true);
    });
    const done = slots.run(async () => {
      begin();
      return late ? undefined : work();
    });
    late = (await before(until, begun)) === undefined;
    return late ? undefined : done;
  };
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
