import type { Slice } from "../engine/ports";
import type { Store } from "../usecases/ports";
import type { Job } from "./jobs";
import type { Tick } from "./ticks";

/** More readers than this begin with the next look; one that has begun goes on as long as there is something to read. */
const readersAtOnce = 64;

/** Slices of operations that are due and that nobody runs. */
export async function slicesToRun({ engine }: Pick<Store, "engine">, now: Date): Promise<readonly Job[]> {
  return (await engine.claimable(now)).map(jobOf);
}

/** Parts of accounts that are due or asked for, and that nobody reads. */
export async function partsToRead(
  { scanParts }: Pick<Store, "scanParts">,
  now: Date,
  askedOnly: boolean,
): Promise<readonly Job[]> {
  const parts = await scanParts.claimable({ now, limit: readersAtOnce, askedOnly });
  return parts.map(({ accountId, region }) => ({
    queue: "part",
    key: `${accountId} ${region}`,
    payload: { accountId, region },
  }));
}

/** Ticks that are due; each is this process's for one lease. */
export async function ticksToRun(
  store: Pick<Store, "ticks">,
  now: Date,
  all: readonly Tick[],
  leaseMs: number,
): Promise<readonly Job[]> {
  const due: Job[] = [];
  for (const { name } of all) {
    if (await store.ticks.take(name, now, leaseMs)) due.push({ queue: "tick", key: name, payload: { name } });
  }
  return due;
}

function jobOf(slice: Slice): Job {
  return { queue: "slice", key: `${slice.operationId} ${slice.lane}`, payload: slice };
}
