import type { WireOperationEvent } from "@/server/contract/operations";

/** What is worth a line: a step on the way says nothing without a text, and a reading that finds the same is no news. */
export function logLines(events: readonly WireOperationEvent[]): readonly WireOperationEvent[] {
  const told = new Map<string, string>();
  return events.filter((event) => {
    if (event.text === "" && (event.state === "applying" || event.state === "settling")) return false;
    if (event.resourceId === null) return true;
    const news = event.text || event.state;
    const same = told.get(event.resourceId) === news;
    told.set(event.resourceId, news);
    return !same;
  });
}
