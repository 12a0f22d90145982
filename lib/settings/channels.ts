import { SEVERITIES, type Severity } from './message-words';
import { NotAllowed } from './not-allowed';
import { listOf, oneOf, type Reader, text } from './readers';

/** The ways besides e-mail and SMS; each is off unless asked for. */
export interface ChannelSettings {
  /** The Slack workspace, as the console of Amazon Q Developer in chat applications names it. Default none. */
  readonly slackWorkspace?: string;
  /** The channel in it. Default none. */
  readonly slackChannel?: string;
  /** The tenant of Microsoft Teams. Default none. */
  readonly teamsTenant?: string;
  /** The team in it. Default none. */
  readonly teamsTeam?: string;
  /** The channel of that team. Default none. */
  readonly teamsChannel?: string;
  /** Which severities are told in chat. Default all. */
  readonly chatSeverity?: readonly Severity[];
  /** Of which clients is told in chat. Default all. */
  readonly chatClients?: readonly string[];
  /** The EventBridge bus that notices are put on: `default`, a name, or an ARN. Default none. */
  readonly events?: string;
}

/** What each may be, in the words of its error. */
export const CHANNELS_ALLOWED = {
  slackWorkspace: 'the id of a Slack workspace, such as T0123ABCD',
  slackChannel: 'the id of a channel in Slack, such as C0123ABCD',
  teamsTenant: 'the id of a tenant, such as 01234567-89ab-cdef-0123-456789abcdef',
  teamsTeam: 'the id of a team, such as 01234567-89ab-cdef-0123-456789abcdef',
  teamsChannel: 'the id of a channel in Teams, such as 19:0123abcd@thread.tacv2',
  chatSeverity: `${SEVERITIES.join(', ')}, separated by commas`,
  chatClients: 'clients as rows name them, separated by commas, 1,000 characters in all',
  events: 'default, the name of an event bus, or its ARN',
} as const;

type Given = <T>(key: keyof ChannelSettings, read: Reader<T>, fallback: T) => T;

/** @param given reads a setting, or answers with the fallback where it is not given. */
export function channelSettings(given: Given): ChannelSettings {
  const only = <K extends keyof ChannelSettings, T>(key: K, read: Reader<T>): { [P in K]?: T } => {
    const setting: { [P in K]?: T } = {};
    const value = given<T | undefined>(key, read, undefined);
    if (value !== undefined) setting[key] = value;
    return setting;
  };
  return {
    ...only('slackWorkspace', slackId),
    ...only('slackChannel', slackId),
    ...only('teamsTenant', uuid),
    ...only('teamsTeam', uuid),
    ...only('teamsChannel', teamsChannelId),
    ...only('chatSeverity', some(oneOf(SEVERITIES))),
    ...only('chatClients', clients),
    ...only('events', busName),
  };
}

/** What belongs together: all of one, or none. */
const TOGETHER = [
  ['slackWorkspace', 'slackChannel'],
  ['teamsTenant', 'teamsTeam', 'teamsChannel'],
] as const satisfies readonly (readonly (keyof ChannelSettings)[])[];

/** A line for each setting that another needs and that is not given. */
export function incomplete(settings: ChannelSettings): string[] {
  return TOGETHER.flatMap((keys) => {
    const given = keys.find((key) => settings[key] !== undefined);
    const missing = keys.filter((key) => settings[key] === undefined);
    return given === undefined
      ? []
      : missing.map((key) => `${key}: is missing, and ${given} needs it. Allowed: ${CHANNELS_ALLOWED[key]}.`);
  });
}

// The patterns are those of the API of AWS Chatbot, as the service is called there.

const slackId = matching(/^[0-9A-Z]{1,255}$/, 'is not an id in Slack');
const uuid = matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'is not an id of 32 hexadecimal digits');

/** In the form that CloudFormation takes, which is that of the channel's link: `19%3a…%40thread.tacv2`. Throws NotAllowed. */
function teamsChannelId(value: unknown): string {
  const written = text(value).replaceAll(':', '%3a').replaceAll('@', '%40');
  return matching(/^[\w=+/.,-]*%3a[\w=+/.,-]*%40[\w=+/.,-]*$/i, 'is not an id of a channel in Teams')(written);
}

/** Lambda takes 4 KB for the whole environment. */
function clients(value: unknown): string[] {
  const names = some(text)(value);
  if (names.join().length > 1_000) throw new NotAllowed('has more than 1,000 characters');
  return names;
}

/** A list of nothing would silence the channel. */
function some<T>(item: Reader<T>): Reader<T[]> {
  return (value) => {
    const items = listOf(item)(value);
    if (items.length === 0) throw new NotAllowed('names nothing');
    return items;
  };
}

/** Throws NotAllowed. */
const busName = matching(
  /^(arn:aws[a-z-]*:events:[a-z0-9-]{5,30}:\d{12}:event-bus\/)?[\w./-]{1,256}$/,
  'is no name or ARN of an event bus',
);

function matching(pattern: RegExp, problem: string): Reader<string> {
  return (value) => {
    const written = text(value);
    if (!pattern.test(written)) throw new NotAllowed(problem);
    return written;
  };
}
