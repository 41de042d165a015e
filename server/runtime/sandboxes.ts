import { join } from "node:path";
import type { AnswerCall } from "../aws/door";
import type { Clock, Random } from "../core/ports";
import { fileStorage } from "../sandbox/file-storage";
import { createSandbox } from "../sandbox/sandbox";
import { sharedFile } from "./shared-file";

interface Parts {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly pace: number;
  /** Other processes may work on the same worlds: those of a team that share the data folder. */
  readonly isShared: boolean;
}

/** One world per sandbox account, each in a file of the data folder, opened when first asked. */
export function sandboxes(parts: Parts): AnswerCall {
  const worlds = new Map<string, AnswerCall>();
  const open = parts.isShared ? sharedWorld : ownWorld;
  return (call) => {
    const file = join(/*turbopackIgnore: true*/ parts.dataDir, `sandbox-${call.accountId}.json`);
    const world = worlds.get(call.accountId) ?? open(file, parts);
    worlds.set(call.accountId, world);
    return world(call);
  };
}

function ownWorld(file: string, { clock, random, pace }: Parts): AnswerCall {
  const world = createSandbox({ clock, random, storage: fileStorage(file), pace });
  return async (call) => (await world).answer(call);
}

/** A world that another process changed is opened again, and what was about to be changed in it is done once more. */
function sharedWorld(file: string, { clock, random, pace }: Parts): AnswerCall {
  // Each opening knows what it loaded: calls that still hold an older one must not save over a newer.
  const open = () => {
    const storage = sharedFile(file, clock);
    return { storage, world: createSandbox({ clock, random, storage, pace }) };
  };
  let opened = open();
  return async (call) => {
    for (;;) {
      const { storage, world } = opened;
      try {
        const sandbox = await world;
        if (!(await storage.isStale())) return await sandbox.answer(call);
      } catch (error) {
        if (!storage.isConflict(error)) throw error;
        await clock.sleep(random() * 20);
      }
      if (opened.storage === storage) opened = open();
    }
  };
}
