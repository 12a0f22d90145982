import type { EstateFacts } from '../../lambda/core/estate';

/** What was read, to be compared with what was written: its certificates are parsed as they are asked for. */
export function listed<T extends EstateFacts>(facts: T | undefined) {
  return facts && { ...facts, certificates: [...facts.certificates] };
}
