/**
 * The work's outcome, or a rejection with the signal's reason as soon as it is aborted. The SDK heeds the signal in some of
 * its steps alone: credentials, for one, are fetched without it.
 */
export function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const outOfTime = () => reject(signal.reason);
    if (signal.aborted) outOfTime();
    signal.addEventListener('abort', outOfTime, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', outOfTime));
  });
}
