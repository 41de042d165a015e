import { existsSync } from "node:fs";
import { openStage } from "./stage";

/**
 * Works on an operation, in one place after the other. In each it stands still after the n-th change that outlives a
 * process, and once it stands still everywhere it kills itself: for each place that is as if it had died just there, and
 * one start of a process serves many. Where it is to make no certain number of changes it goes on to the end, and prints
 * them.
 */
export interface ChildTask {
  readonly operationId: string;
  readonly startsAt: string;
  readonly places: readonly {
    readonly dataDir: string;
    readonly databaseUrl: string;
    readonly changes: number | null;
  }[];
}

const task = JSON.parse(process.argv[2] ?? "") as ChildTask;
let made: string[] = [];
endWithThoseWhoWait();

for (const { changes, ...place } of task.places) {
  made = [];
  let standStill: () => void = () => {};
  const still = new Promise<void>((resolve) => {
    standStill = resolve;
  });
  const stage = await openStage({
    ...place,
    startsAt: new Date(task.startsAt),
    owner: "first",
    durable: (what) => {
      made.push(what);
      if (made.length === changes) standStill();
    },
  });
  if (changes === 0) standStill();
  await stage.work(task.operationId, still);
  if (changes === null) await stage.close();
  else if (made.length !== changes) throw new Error(`It ended after ${made.length} changes, not after ${changes}`);
}
if (task.places.some(({ changes }) => changes !== null)) process.kill(process.pid, "SIGKILL");
console.log(JSON.stringify(made));

/**
 * Without its parent, or without its folders, nobody waits for what it does; and on a clock that jumps it would try
 * again and again what a lost database refuses, at the full speed of a core. Its input ends when the parent does,
 * however that ends.
 */
function endWithThoseWhoWait(): void {
  process.stdin.once("close", () => process.exit(1)).resume();
  process.stdin.unref();
  const look = () => {
    if (!task.places.every(({ dataDir }) => existsSync(dataDir))) process.exit(1);
  };
  setInterval(look, 1000).unref();
}
