import { type FilterPolicy, filterPolicy, tooLarge } from './filter-policy';
import { AUDIENCES, type Audience } from './message-words';
import { NotAllowed } from './not-allowed';
import { quoted } from './readers';
import {
  AUDIENCE,
  CLIENT,
  ENDPOINTS,
  EVENT,
  MEANS,
  type Means,
  OWNER,
  otherName,
  type Rule,
  SEVERITY,
} from './subscription-rules';
import type { Entry, YamlFile } from './yaml-file';

/** An endpoint that hears what comes on a topic, or what of it the filter policy lets through. */
export interface Subscriber {
  readonly topic: 'notices' | 'operations';
  readonly means: Means;
  readonly endpoint: string;
  readonly filter?: FilterPolicy;
}

/** A subscription as it stands in a file, and what is told of what is wrong with it. */
export interface Declaration {
  readonly file: YamlFile;
  readonly node: unknown;
  readonly entries: readonly Entry[];
  readonly flaw: (node: unknown, what: string) => void;
}

const FILTERS = ['clients', 'severities', 'events', 'owners'] as const;
const NAMES = ['who', ...MEANS, 'audiences', ...FILTERS];

/** The subscribers that a declaration comes to, each with the node that names its endpoint. */
export function readSubscription(declaration: Declaration): (Subscriber & { readonly at: unknown })[] {
  const { file, node, entries, flaw } = declaration;
  for (const { name, key } of entries) if (!NAMES.includes(name)) flaw(key, otherName(name, NAMES));
  const who = entries.find(({ name }) => name === 'who');
  if (file.text(who?.value) === undefined)
    flaw(who?.value ?? node, 'who is it? Write “who: …” with a name, for people');
  if (!entries.some(({ name }) => MEANS.some((means) => means === name)))
    flaw(node, `where to? Write one or more of ${MEANS.join(', ')}`);
  const topics = topicsOf(declaration);
  return MEANS.flatMap((means) =>
    listed(declaration, means, ENDPOINTS[means]).flatMap(({ value: endpoint, at }) =>
      topics.map((topic) => ({ ...(means === 'sms' ? withoutDigests(topic) : topic), means, endpoint, at })),
    ),
  );
}

/** What concerns the monitor itself comes on a topic of its own, with alarms that have no attributes to filter by. */
function topicsOf(declaration: Declaration): Pick<Subscriber, 'topic' | 'filter'>[] {
  const { node, entries, flaw } = declaration;
  const audiences = orElse<Audience>(words(declaration, 'audiences', AUDIENCE), [AUDIENCES[0]]);
  const filter = filterPolicy({
    clients: words(declaration, 'clients', CLIENT),
    severities: words(declaration, 'severities', SEVERITY),
    events: words(declaration, 'events', EVENT),
    owners: words(declaration, 'owners', OWNER),
    audiences: audiences.filter((audience) => audience !== 'operations'),
  });
  const hearsNotices = audiences.some((audience) => audience !== 'operations');
  const large = tooLarge(filter);
  if (large !== undefined) flaw(node, large);
  const idle = hearsNotices ? undefined : entries.find(({ name }) => FILTERS.some((known) => known === name));
  if (idle !== undefined)
    flaw(idle.key, `operations hears all of it, so that ${idle.name} changes nothing; leave it out`);
  return [
    ...(hearsNotices ? [{ topic: 'notices', filter } as const] : []),
    ...(audiences.includes('operations') ? [{ topic: 'operations' } as const] : []),
  ];
}

/** No digest is read on a telephone. */
function withoutDigests({ topic, filter }: Pick<Subscriber, 'topic' | 'filter'>): Pick<Subscriber, 'topic' | 'filter'> {
  return filter === undefined || 'event' in filter
    ? { topic, ...(filter && { filter }) }
    : { topic, filter: { ...filter, event: [{ 'anything-but': ['digest'] }] } };
}

function orElse<T>(given: readonly T[], fallback: readonly T[]): readonly T[] {
  return given.length === 0 ? fallback : given;
}

function words<T>(declaration: Declaration, name: string, rule: Rule<T>): T[] {
  return [...new Set(listed(declaration, name, rule).map(({ value }) => value))];
}

/** One value or a list of them; none where the declaration does not have the name. */
function listed<T>(
  { file, entries, flaw }: Declaration,
  name: string,
  { read, allowed }: Rule<T>,
): { value: T; at: unknown }[] {
  const entry = entries.find((one) => one.name === name);
  if (entry === undefined) return [];
  const nodes = file.elements(entry.value) ?? [entry.value];
  if (nodes.length === 0) flaw(entry.value, `${name} is empty; leave it out, or name one`);
  return nodes.flatMap((at) => {
    const written = file.text(at);
    if (written === undefined) {
      flaw(at ?? entry.key, `${name} has something that is no text. Allowed: ${allowed}`);
      return [];
    }
    try {
      return [{ value: read(written), at }];
    } catch (error) {
      if (!(error instanceof NotAllowed)) throw error;
      flaw(at, `${quoted(written)} ${error.message}. Allowed: ${allowed}`);
      return [];
    }
  });
}
