import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

/** A file that people have written, as nodes that know where they stand. All its scalars are text: `+49…` is no number. */
export interface YamlFile {
  /** The outermost node. */
  readonly top: unknown;
  /** What is wrong with it as YAML, with line and column. */
  readonly flaws: readonly string[];
  /** The elements of a list; undefined where it is none. */
  readonly elements: (node: unknown) => readonly unknown[] | undefined;
  /** The entries of a map; undefined where it is none. */
  readonly entries: (node: unknown) => readonly Entry[] | undefined;
  /** The text of a scalar without the blanks around it; undefined where it is none, or empty. */
  readonly text: (node: unknown) => string | undefined;
  /** `line 3, column 5` */
  readonly at: (node: unknown) => string;
}

export interface Entry {
  readonly name: string;
  readonly key: unknown;
  readonly value: unknown;
}

export function readYaml(source: string): YamlFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(source, { schema: 'failsafe', lineCounter, prettyErrors: false });
  const placeOf = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const meant = (node: unknown) => (isAlias(node) ? node.resolve(document) : node);
  const text = (node: unknown) => {
    const scalar = meant(node);
    const written = isScalar(scalar) && typeof scalar.value === 'string' ? scalar.value.trim() : '';
    return written === '' ? undefined : written;
  };
  return {
    top: document.contents,
    // The first; those after it mostly follow from it.
    flaws: document.errors.slice(0, 1).map(({ pos: [offset], message }) => `${placeOf(offset)}: ${message}`),
    elements: (node) => {
      const list = meant(node);
      return isSeq(list) ? list.items : undefined;
    },
    entries: (node) => {
      const map = meant(node);
      return isMap(map) ? map.items.map(({ key, value }) => ({ name: text(key) ?? '', key, value })) : undefined;
    },
    text,
    at: (node) => placeOf((isNode(node) && node.range?.[0]) || 0),
  };
}
