/** Bytes that come in pieces and are taken away from the front. */
export interface Pieces {
  readonly add: (piece: Uint8Array) => void;
  /** All that is there, until the next call of anything. */
  readonly view: () => Uint8Array;
  readonly drop: (count: number) => void;
}

/** A piece alone is not copied; otherwise the room doubles, so that a byte at a time costs no more than all at once. */
export function createPieces(): Pieces {
  let room: Uint8Array = new Uint8Array(0);
  let [from, end] = [0, 0];
  return {
    add(piece) {
      if (from === end) {
        [room, from, end] = [piece, 0, piece.length];
        return;
      }
      if (end + piece.length > room.length) {
        const larger = new Uint8Array(2 * (end - from + piece.length));
        larger.set(room.subarray(from, end));
        [room, from, end] = [larger, 0, end - from];
      }
      room.set(piece, end);
      end += piece.length;
    },
    view: () => room.subarray(from, end),
    drop(count) {
      from += count;
    },
  };
}
