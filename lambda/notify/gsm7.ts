import { folded } from './fold';

/** The GSM 7 bit default alphabet (3GPP TS 23.038, 6.2.1) but for its line breaks; a septet each. */
const DEFAULT_ALPHABET =
  '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** Its extension table (6.2.1.1) but for the form feed; two septets each, since an escape goes before. */
const EXTENSION = '^{}\\[~]|€';

const FOREIGN = new RegExp(`[^${Array.from(DEFAULT_ALPHABET + EXTENSION, escaped).join('')}]+`, 'gu');

/** What fits into one text message that is not split. */
export const ONE_SMS = 160;

/** Text in the GSM 7 bit alphabet; one character outside of it would turn the message to UCS-2 and halve what fits. */
export function toGsm7(text: string): string {
  return folded(text, FOREIGN);
}

/** The length in septets of text that is in the alphabet. */
export function septets(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (EXTENSION.includes(character) ? 2 : 1), 0);
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
