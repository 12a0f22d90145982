/** A list whose members are kept as lines of JSON, and parsed each time one is asked for: a fraction of what they take as objects. */
export interface PackedLines<T> extends Iterable<T> {
  /** @param line in UTF-8, without its end; it is copied. */
  readonly add: (line: Uint8Array) => void;
  readonly at: (place: number) => T | undefined;
}

const BLOCK_BYTES = 1024 * 1024;
const END = 0x0a;

export function packedLines<T>(): PackedLines<T> {
  const blocks: Buffer[] = [];
  let free = 0;
  /** Where each line begins: the block, times {@link LARGEST}, and the byte in it. */
  const begins: number[] = [];
  const at = (place: number): T | undefined => {
    const begin = begins[place];
    const block = begin === undefined ? undefined : blocks[Math.floor(begin / LARGEST)];
    if (begin === undefined || block === undefined) return undefined;
    const from = begin % LARGEST;
    return JSON.parse(block.toString('utf8', from, block.indexOf(END, from)));
  };
  return {
    at,
    add(line) {
      const bytes = line.length + 1;
      if (bytes > free) {
        free = Math.max(bytes, BLOCK_BYTES);
        blocks.push(Buffer.allocUnsafeSlow(free));
      }
      const block = blocks.at(-1) ?? Buffer.alloc(0);
      const from = block.length - free;
      block.set(line, from);
      block[from + line.length] = END;
      begins.push((blocks.length - 1) * LARGEST + from);
      free -= bytes;
    },
    *[Symbol.iterator]() {
      for (let place = 0; place < begins.length; place++) {
        const one = at(place);
        if (one !== undefined) yield one;
      }
    },
  };
}

/** More bytes than any block has. */
const LARGEST = 2 ** 32;
