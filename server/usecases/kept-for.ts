interface Kept<T> {
  readonly at: number;
  readonly value: Promise<T>;
}

export type KeptFor<T> = (owner: object, key: string, now: Date, make: () => Promise<T>) => Promise<T>;

/**
 * Remembers for a while what takes long to make and changes rarely. `owner` is what it is read from: a store, so that two
 * databases never share an answer. Who asks while it is made waits for the same one; a failure is not kept.
 */
export function keptFor<T>(ms: number): KeptFor<T> {
  const all = new WeakMap<object, Map<string, Kept<T>>>();
  return (owner, key, now, make) => {
    const mine = all.get(owner) ?? new Map<string, Kept<T>>();
    all.set(owner, mine);
    for (const [other, { at }] of mine) if (!isGood(now.getTime() - at, ms)) mine.delete(other);
    const last = mine.get(key);
    if (last) return last.value;
    const value = make();
    mine.set(key, { at: now.getTime(), value });
    value.catch(() => mine.delete(key));
    return value;
  };
}

/** A clock that was set back makes nothing good for longer. */
function isGood(age: number, ms: number): boolean {
  return age >= 0 && age < ms;
}
