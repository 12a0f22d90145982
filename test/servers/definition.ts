interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** What the definition of a state machine refers to. */
export interface Referred {
  readonly bucket: string;
  /** ARNs of the functions. */
  readonly gather: string;
  readonly check: string;
}

/** The only state machine of a template, as CloudFormation would put it together. */
export function definitionIn(
  { Resources }: { readonly Resources: Readonly<Record<string, Resource>> },
  referred: Referred,
): Record<string, unknown> {
  const machine = Object.values(Resources).find(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
  return JSON.parse(joined(machine?.Properties.DefinitionString, referred));
}

function joined(value: unknown, referred: Referred): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, of] = ['', undefined]] = Object.entries(value as object);
  if (intrinsic === 'Fn::Join') return of[1].map((part: unknown) => joined(part, referred)).join(of[0]);
  const [id] = [of].flat();
  if (id === 'AWS::Partition') return 'aws';
  if (/^SweepFiles/.test(id)) return referred.bucket;
  if (/^Gather/.test(id)) return referred.gather;
  if (/^Check/.test(id)) return referred.check;
  throw new Error(`the definition refers to ${id}`);
}
