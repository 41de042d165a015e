import type { Observed } from "../core/resource";
import type { Adapter, GlanceItem, StepStatus } from "./contract";

/**
 * A glance at things that AWS describes one by one, at steps that its plain description tells: `read` is the first of the
 * reads of a discovery, and `check` needs no more than that of them.
 */
export async function glanceEach<Detail>(
  items: readonly GlanceItem[],
  ops: readonly string[],
  read: (id: string) => Promise<Observed<Detail> | null>,
  check: Adapter<Detail>["check"],
): Promise<ReadonlyMap<string, StepStatus>> {
  const told = await Promise.all(
    items
      .filter(({ step }) => ops.includes(step.op))
      .map(async ({ nativeId, step }): Promise<[string, StepStatus]> => [nativeId, check(step, await read(nativeId))]),
  );
  return new Map(told);
}

/** Those after which something else is sent. */
export const inBetween = (items: readonly GlanceItem[]) => items.filter(({ next }) => next !== null);
