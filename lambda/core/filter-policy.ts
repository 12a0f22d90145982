/** The values of a message's attributes; `any` where they differ from message to message. What is not named, no message has. */
export type Attributes = Readonly<Record<string, readonly (string | number)[] | 'any'>>;

/**
 * Whether a subscription with this filter policy would receive a message with these attributes, or some message where they may be
 * any. Follows https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html; what is not understood is taken to
 * let messages through, since a false alarm each day would be worse than none.
 *
 * @param policy as SNS gives it, parsed; undefined lets everything through.
 */
export function wouldReceive(policy: unknown, attributes: Attributes): boolean {
  if (!isMap(policy)) return true;
  return Object.entries(policy).every(([name, conditions]) => {
    if (!Array.isArray(conditions)) return true;
    if (name === '$or') return conditions.some((alternative) => wouldReceive(alternative, attributes));
    const values = attributes[name] ?? [];
    return values === 'any' || conditions.some((condition) => isMet(condition, values));
  });
}

/** Of an attribute with several values one is enough. */
function isMet(condition: unknown, values: readonly (string | number)[]): boolean {
  if (!isMap(condition)) return values.some((value) => value === condition);
  return Object.entries(condition).every(([operator, operand]) => {
    switch (operator) {
      case 'exists':
        return operand === values.length > 0;
      case 'prefix':
        return values.some((value) => typeof value === 'string' && value.startsWith(String(operand)));
      case 'suffix':
        return values.some((value) => typeof value === 'string' && value.endsWith(String(operand)));
      case 'equals-ignore-case':
        return values.some((value) => String(value).toLowerCase() === String(operand).toLowerCase());
      case 'anything-but':
        return values.some((value) => ![operand].flat().some((refused) => isMet(refused, [value])));
      case 'numeric':
        return values.some((value) => typeof value === 'number' && isWithin(value, operand));
      default:
        return true;
    }
  });
}

/** `[">", 0, "<=", 30]` */
function isWithin(value: number, range: unknown): boolean {
  if (!Array.isArray(range)) return true;
  const bounds = range.flatMap((operator, i) => (i % 2 === 0 ? [[operator, Number(range[i + 1])] as const] : []));
  return bounds.every(([operator, bound]) => {
    switch (operator) {
      case '=':
        return value === bound;
      case '<':
        return value < bound;
      case '<=':
        return value <= bound;
      case '>':
        return value > bound;
      case '>=':
        return value >= bound;
      default:
        return true;
    }
  });
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
