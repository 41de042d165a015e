import { randomUUID } from "node:crypto";
import { rename, rm, stat } from "node:fs/promises";
import type { Clock } from "../core/ports";
import type { SandboxStorage } from "../sandbox/contract";
import { fileStorage } from "../sandbox/file-storage";
import { lockFile } from "../store/file-lock";

export interface SharedFile extends SandboxStorage {
  /** Another process has written since the last load or save of this one. */
  isStale(): Promise<boolean>;
  isConflict(error: unknown): boolean;
}

/** Thrown instead of writing over what another process wrote. */
class ConflictError extends Error {}

/** A file that several processes read and write. A save counts only on what was loaded: no process undoes another's. */
export function sharedFile(path: string, clock: Clock): SharedFile {
  let known: string | null = null;

  /** Each save makes a new file. */
  async function stamp(): Promise<string> {
    const found = await stat(path, { bigint: true }).catch(() => null);
    return found ? `${found.ino} ${found.mtimeNs}` : "";
  }

  /** Held for the moment that a rename takes, never while somebody else is waited for. */
  async function alone<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      const lock = lockFile(`${path}.lock`);
      if (!lock) {
        await clock.sleep(5);
        continue;
      }
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
  }

  return {
    load: async () => {
      known = await stamp();
      return fileStorage(path).load();
    },
    save: async (text) => {
      const draft = `${path}.${randomUUID()}.draft`;
      await fileStorage(draft).save(text);
      try {
        await alone(async () => {
          if ((await stamp()) !== known) throw new ConflictError("Another process has changed the sandbox");
          await rename(draft, path);
          known = await stamp();
        });
      } finally {
        await rm(draft, { force: true });
      }
    },
    isStale: async () => known !== (await stamp()),
    isConflict: (error) => error instanceof ConflictError,
  };
}
