export interface Event {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

interface Target {
  readonly InputTransformer: {
    readonly InputPathsMap: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
}

/**
 * What the only rule of a template gives its target of an event, as EventBridge would; undefined where its pattern does not match.
 *
 * @param machine ARN of the only state machine.
 */
export function deliveredBy(
  resources: Readonly<Record<string, Resource>>,
  { machine }: { readonly machine: string },
  event: Event,
): Record<string, unknown> | undefined {
  const rule = Object.values(resources).find(({ Type }) => Type === 'AWS::Events::Rule');
  const { EventPattern, Targets } = rule?.Properties ?? {};
  if (!matches(EventPattern, event, machine)) return undefined;
  const [{ InputTransformer }] = Targets as [Target];
  const { InputPathsMap, InputTemplate } = InputTransformer;
  const values = Object.entries(InputPathsMap).map(([name, path]) => [name, JSON.stringify(at(path, event))] as const);
  return JSON.parse(values.reduce((text, [name, value]) => text.replaceAll(`<${name}>`, value), InputTemplate));
}

/** Each field of the pattern has the values of which the event's is one. */
function matches(pattern: unknown, event: unknown, machine: string): boolean {
  if (!Array.isArray(pattern))
    return Object.entries(pattern as object).every(([name, inner]) =>
      matches(inner, (event as Readonly<Record<string, unknown>>)[name], machine),
    );
  // What the template refers to instead of naming it.
  return pattern.map((value) => (typeof value === 'object' ? machine : value)).includes(event);
}

/** @param path as `$.detail.name`. */
function at(path: string, event: object): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>>)[name], event);
}
