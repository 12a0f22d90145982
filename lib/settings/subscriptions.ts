import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { NotAllowed } from './not-allowed';
import { quoted, type Reader, text } from './readers';
import { readSubscription, type Subscriber } from './subscription';
import { readYaml } from './yaml-file';

/** What is subscribed already, and what says so: SNS takes an endpoint once a topic. */
export type Taken = ReadonlyMap<string, string>;

export function keyOf({ topic, means, endpoint }: Pick<Subscriber, 'topic' | 'means' | 'endpoint'>): string {
  return `${topic} ${means} ${means === 'email' ? endpoint.toLowerCase() : endpoint}`;
}

/** What the settings themselves subscribe. */
export function takenBy({
  email,
  sms,
  operationsEmail,
}: Readonly<Record<'email' | 'sms' | 'operationsEmail', readonly string[]>>): Taken {
  return new Map([
    ...email.map((endpoint) => [keyOf({ topic: 'notices', means: 'email', endpoint }), 'the setting email'] as const),
    ...sms.map((endpoint) => [keyOf({ topic: 'notices', means: 'sms', endpoint }), 'the setting sms'] as const),
    ...operationsEmail.map((endpoint) => {
      return [keyOf({ topic: 'operations', means: 'email', endpoint }), 'the setting operationsEmail'] as const;
    }),
  ]);
}

const LARGEST_FILE = 1024 * 1024;

/** SNS: filter policies of one topic, unless its quota has been raised. */
const MOST_POLICIES = 200;

/** Reads the file at a path. Throws NotAllowed with all that is wrong with it, a line each. */
export function subscriptionsFile(taken: Taken): Reader<Subscriber[]> {
  return (value) => {
    const path = resolve(text(value));
    const file = statSync(path, { throwIfNoEntry: false });
    if (!file?.isFile()) throw new NotAllowed(`is no file: there is no ${path}`);
    if (file.size > LARGEST_FILE) throw new NotAllowed('is larger than 1 MiB');
    const { subscribers, flaws } = readSubscriptions(readFileSync(path, 'utf8'), taken);
    if (flaws.length > 0) throw new NotAllowed('has errors, which are told below', flaws);
    return subscribers;
  };
}

/** @returns what is wrong, each with line and column; and the subscribers, of use where nothing is. */
export function readSubscriptions(source: string, taken: Taken): { subscribers: Subscriber[]; flaws: string[] } {
  const file = readYaml(source);
  if (file.flaws.length > 0) return { subscribers: [], flaws: [...file.flaws] };
  const flaws: string[] = [];
  const flaw = (node: unknown, what: string) => void flaws.push(`${file.at(node)}: ${what}`);
  const declared = file.elements(file.top);
  if (declared === undefined) flaw(file.top, 'there is no list; begin each subscription with “- who: …”');
  const known = new Map(taken);
  const subscribers = (declared ?? []).flatMap((node) => {
    const entries = file.entries(node);
    if (entries !== undefined) return readSubscription({ file, node, entries, flaw });
    flaw(
      node,
      'this is no subscription; it begins with “- who: …”, with “email: …” and the like below, indented alike',
    );
    return [];
  });
  for (const { at, ...subscriber } of subscribers) {
    const key = keyOf(subscriber);
    const former = known.get(key);
    if (former === undefined) known.set(key, file.at(at));
    else
      flaw(
        at,
        `${quoted(subscriber.endpoint)} is subscribed already, by ${former}; SNS takes it once, so let one say all`,
      );
  }
  const policies = [...known.keys()].filter((key) => key.startsWith('notices ')).length;
  if (policies > MOST_POLICIES)
    flaw(file.top, `with these there are ${policies} endpoints for notices, and SNS filters for ${MOST_POLICIES}`);
  return { subscribers: subscribers.map(({ at, ...subscriber }) => subscriber), flaws };
}
