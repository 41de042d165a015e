/**
 * The first `count` of a list in an order, without sorting the whole: of 50,000, a page takes one walk. Pure.
 * @param isBefore whether one comes before another; never true for both ways
 */
export function firstOf<T>(list: Iterable<T>, count: number, isBefore: (one: T, other: T) => boolean): readonly T[] {
  const first: T[] = [];
  for (const one of list) {
    const last = first.at(-1);
    if (first.length === count && (last === undefined || !isBefore(one, last))) continue;
    first.splice(placeOf(first, one, isBefore), 0, one);
    if (first.length > count) first.pop();
  }
  return first;
}

/** Behind all that do not come after it. */
function placeOf<T>(sorted: readonly T[], one: T, isBefore: (one: T, other: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sorted[middle];
    if (other !== undefined && isBefore(one, other)) high = middle;
    else low = middle + 1;
  }
  return low;
}
