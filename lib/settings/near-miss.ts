import { editDistance } from '../../lambda/core/edit-distance';
import { quoted } from './readers';

/** The setting that was probably meant by a key that is none; undefined where no name is near. */
export function nearMiss(key: string, names: readonly string[]): string | undefined {
  const plain = key.toLowerCase().replace(/[^a-z]/g, '');
  return names.find((name) => isNear(plain, name.toLowerCase()));
}

function isNear(key: string, name: string): boolean {
  if (key === name) return true;
  if (name.length >= 5 && key.startsWith(name)) return true;
  if (key.length >= 6 && name.startsWith(key)) return true;
  const slips = name.length > 6 ? 2 : name.length > 2 ? 1 : 0;
  return Math.abs(key.length - name.length) <= slips && editDistance(key, name) <= slips;
}

/** A line for each key that is no setting but looks as if it were meant to be. */
export function misspelt(keys: readonly string[], settings: readonly string[]): string[] {
  return keys
    .filter((key) => !settings.includes(key))
    .flatMap((key) => {
      const meant = nearMiss(key, settings);
      return meant === undefined ? [] : [`${quoted(key)} is not a setting; did you mean ${meant}?`];
    });
}
