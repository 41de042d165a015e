import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileStorage } from "./file-storage";
import { startSandbox } from "./sandbox-fixtures";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("a missing file is no world; what is saved is loaded; nothing temporary stays", async () => {
  const storage = fileStorage(join(folder, "new", "sandbox.json"));
  expect(await storage.load()).toBeNull();
  await storage.save('{"version":1}');
  await storage.save('{"version":2}');
  expect(await storage.load()).toBe('{"version":2}');
  expect(await readdir(join(folder, "new"))).toEqual(["sandbox.json"]);
});

test("a failed save leaves the old file and nothing temporary", async () => {
  const path = join(folder, "sandbox.json");
  await fileStorage(path).save('{"version":1}');
  // A folder in the way of the rename fails it for every user, root as well.
  const blocked = join(folder, "blocked");
  await fileStorage(join(blocked, "inside", "file.json")).save("{}");
  await expect(fileStorage(join(blocked, "inside")).save("{}")).rejects.toThrow();
  expect(await readdir(blocked)).toEqual(["inside"]);
  expect(await fileStorage(path).load()).toBe('{"version":1}');
});

test.each(["", '{"version":1,', "[]", "null"])(
  "a damaged file (%j) is an error that names it and the way out",
  async (text) => {
    const path = join(folder, "sandbox.json");
    await writeFile(path, text);
    await expect(fileStorage(path).load()).rejects.toThrow(`${path} is damaged. Move it away`);
  },
);

test("a path that cannot be read is an error that names it", async () => {
  await chmod(folder, 0o700);
  await expect(fileStorage(folder).load()).rejects.toThrow(`${folder} cannot be read`);
});

test("a sandbox account survives on disk", async () => {
  const storage = fileStorage(join(folder, "sandbox.json"));
  const first = await (await startSandbox({ storage })).sandbox.snapshot();
  expect(await (await startSandbox({ storage })).sandbox.snapshot()).toEqual(first);
});
