import { join } from "node:path";
import type { AnswerCall } from "../aws/door";
import type { Clock, Random } from "../core/ports";
import type { Sandbox } from "../sandbox/contract";
import { fileStorage } from "../sandbox/file-storage";
import { createSandbox } from "../sandbox/sandbox";

interface Parts {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly pace: number;
}

/** One world per sandbox account, each in a file of the data folder, opened when first asked. */
export function sandboxes({ dataDir, clock, random, pace }: Parts): AnswerCall {
  const worlds = new Map<string, Promise<Sandbox>>();
  return async (call) => {
    const storage = fileStorage(join(/*turbopackIgnore: true*/ dataDir, `sandbox-${call.accountId}.json`));
    const world = worlds.get(call.accountId) ?? createSandbox({ clock, random, storage, pace });
    worlds.set(call.accountId, world);
    return (await world).answer(call);
  };
}
