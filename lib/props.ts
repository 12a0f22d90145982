import { readSettings, type Settings } from './context';

/** As a setting is written: times, windows and files in one text, all else as it is. */
type Written<T> = T extends string | number | readonly string[] ? T : string;

/** What a Notafter is asked to be: the settings of the README, all of them optional, with the same defaults and the same checks. */
export type NotafterProps = { readonly [K in keyof Settings]?: Written<Settings[K]> };

/** Settings of what is written, or as they are where they have been read already. Throws a ContextError that names everything wrong. */
export function settingsOf(props: NotafterProps | Settings): Settings {
  if (isRead(props)) return props;
  const given = new Map<string, unknown>(Object.entries(props));
  return readSettings('What Notafter is asked to be', [...given.keys()], (key) => given.get(key));
}

function isRead(props: NotafterProps | Settings): props is Settings {
  return typeof props.schedule === 'object';
}
