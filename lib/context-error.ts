/** All that is wrong with the context, or with the props, a line each. */
export class ContextError extends Error {
  override readonly name = 'ContextError';
  constructor(source: string, problems: readonly string[]) {
    super([`${source} cannot be deployed:`, ...problems.map((problem) => `  ${problem}`)].join('\n'));
  }
}
