import { expect, it } from "vitest";
import { FaultError } from "../core/fault";
import { readEach } from "./read-each";

const failing = (code: "gone" | "denied") => new FaultError({ code, reason: "No", remedy: "" });

async function read(ids: readonly string[], one: (id: string) => Promise<string | null>, atOnce = 2) {
  const found: string[] = [];
  for await (const thing of readEach(ids, atOnce, one)) found.push(thing);
  return found;
}

it("leaves out what is gone and what is nothing, and keeps the order", async () => {
  const answers: Readonly<Record<string, () => Promise<string | null>>> = {
    slow: () => new Promise((done) => setTimeout(() => done("slow"), 5)),
    gone: () => Promise.reject(failing("gone")),
    ended: () => Promise.resolve(null),
    last: () => Promise.resolve("last"),
  };
  const found = await read(Object.keys(answers), (id) => answers[id]?.() ?? Promise.resolve(null), 4);
  expect(found).toEqual(["slow", "last"]);
});

it("leaves no other fault out", async () => {
  await expect(read(["a"], () => Promise.reject(failing("denied")))).rejects.toMatchObject({
    fault: { code: "denied" },
  });
});

it("reads no more than so many side by side", async () => {
  let open = 0;
  let most = 0;
  await read(["a", "b", "c", "d", "e"], async (id) => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((done) => setTimeout(done, 1));
    open -= 1;
    return id;
  });
  expect(most).toBe(2);
});
