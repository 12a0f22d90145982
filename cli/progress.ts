/** Shows on a terminal how far a run has come; says nothing where the output goes to a file or a pipe. */
export function progress(stream: NodeJS.WriteStream): {
  update: (done: number, all: number) => void;
  clear: () => void;
} {
  if (!stream.isTTY) return { update: () => {}, clear: () => {} };
  return {
    update: (done, all) => stream.write(`\r\x1b[K${done} of ${all} looked at`),
    clear: () => stream.write('\r\x1b[K'),
  };
}
