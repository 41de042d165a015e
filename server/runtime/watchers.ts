/** Tells those who watch an operation in this process that it changed. Other processes are seen by looking again. */
export function watchers() {
  const watching = new Map<string, Set<() => void>>();
  return {
    watch(id: string, changed: () => void): () => void {
      const all = watching.get(id) ?? new Set();
      watching.set(id, all.add(changed));
      return () => {
        all.delete(changed);
        if (all.size === 0) watching.delete(id);
      };
    },
    changed(id: string): void {
      for (const changed of watching.get(id) ?? []) changed();
    },
  };
}
