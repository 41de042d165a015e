import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { SandboxStorage } from "./contract";

/**
 * Keeps the world in one file. A save is a temporary file, fsync and rename: after a crash the file holds the old world
 * or the new one, never half of one.
 */
export function fileStorage(path: string): SandboxStorage {
  return {
    async load() {
      const text = await readText(path);
      if (text === null) return null;
      if (!isJsonObject(text)) throw new Error(unreadable(path));
      return text;
    },
    async save(text) {
      const folder = dirname(path);
      await mkdir(folder, { recursive: true });
      const temporary = `${path}.${randomUUID()}.tmp`;
      try {
        const file = await open(temporary, "wx", 0o600);
        try {
          await file.writeFile(text);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      await syncFolder(folder);
    },
  };
}

/** Keeps the world for as long as the process lives. */
export function memoryStorage(): SandboxStorage {
  let kept: string | null = null;
  return {
    load: async () => kept,
    async save(text) {
      kept = text;
    },
  };
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new Error(`The sandbox file ${path} cannot be read. Check its permissions.`, { cause: error });
  }
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function unreadable(path: string): string {
  return `The sandbox file ${path} is damaged. Move it away to start with a fresh sandbox account; holds of the old one can then no longer be resumed.`;
}

/** Makes the rename itself durable. Windows cannot open a folder, and needs no such step. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
