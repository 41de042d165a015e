/** JSON with the keys of every object sorted: equal values give equal text, whatever order they were built in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (isRecord(item) ? sorted(item) : item)) ?? "null";
}

/** The canonical JSON of a record, its lists item by item, so that nobody needs to have the whole of a long one at once. */
export function* canonicalPieces(record: Readonly<Record<string, unknown>>): Generator<string> {
  const known = Object.entries(sorted(record)).filter(([, value]) => value !== undefined);
  for (const [at, [key, value]] of known.entries()) {
    yield `${at === 0 ? "{" : ","}${JSON.stringify(key)}:`;
    if (!Array.isArray(value)) {
      yield canonicalJson(value);
      continue;
    }
    for (const [index, item] of value.entries()) yield `${index === 0 ? "[" : ","}${canonicalJson(item)}`;
    yield value.length === 0 ? "[]" : "]";
  }
  yield known.length === 0 ? "{}" : "}";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const keys = Object.keys(record).sort();
  return Object.fromEntries(keys.map((key) => [key, record[key]]));
}
