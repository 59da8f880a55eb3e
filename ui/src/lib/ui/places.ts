// Where the rows of a long list lie, in pixels from its beginning.

export interface Places {
  /** The height of all rows together. */
  readonly total: number;
  /** Where a row begins; that of the row after the last one is the end. */
  top(place: number): number;
  /** The row that covers `offset`; the last one beyond the end. */
  at(offset: number): number;
}

/** Rows of one height. */
export function evenly(count: number, height: number): Places {
  return {
    total: count * height,
    top: (place) => place * height,
    at: (offset) => Math.max(0, Math.min(count - 1, Math.floor(offset / height))),
  };
}

/** Rows each of a height of its own. */
export function oneByOne(count: number, height: (place: number) => number): Places {
  const tops = new Float64Array(count + 1);
  for (let place = 0; place < count; place += 1) tops[place + 1] = (tops[place] ?? 0) + height(place);
  const top = (place: number) => tops[Math.max(0, Math.min(count, place))] ?? 0;
  return {
    total: top(count),
    top,
    at(offset) {
      let [low, high] = [0, Math.max(0, count - 1)];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (top(middle) <= offset) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}
