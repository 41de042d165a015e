import { expect, test, vi } from "vitest";
import { endpoints } from "../contract/endpoints";
import type { ExportedFile } from "../usecases/present/report-file";
import type { HttpApp } from "./app";
import { handleFile } from "./export";

const actor = { type: "token", id: "tok_1", name: "ci", role: "viewer" } as const;

async function respond(text: ExportedFile["text"]) {
  const error = vi.fn();
  const app = {
    clock: { now: () => new Date("2026-11-21T10:00:00Z") },
    newId: () => "req_1",
    log: { info: () => {}, error },
    access: { identify: async () => ({ known: "token", actor }) },
  } as unknown as HttpApp;
  const file = async () => ({ name: "a.csv", type: "text/csv", text });
  const handler = handleFile(endpoints.exportSavings, async () => app, file);
  const response = await handler(new Request("http://standby.local/api/v1/savings/export"), {
    params: Promise.resolve({}),
  });
  return { response, error };
}

test("a long file goes out in few pieces, whole and in order", async () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => `line ${at}\r\n`);
  const { response } = await respond(lines);
  const pieces: string[] = [];
  const decoder = new TextDecoder();
  for await (const piece of response.body ?? []) pieces.push(decoder.decode(piece, { stream: true }));
  expect(pieces.join("")).toBe(lines.join(""));
  expect(pieces.length).toBeLessThan(10);
});

test("nothing is made before somebody reads, and nothing after the reader left", async () => {
  let made = 0;
  let isOver = false;
  async function* endless() {
    try {
      for (;;) {
        made += 1;
        yield "x".repeat(1_000);
      }
    } finally {
      isOver = true;
    }
  }
  const { response } = await respond(endless());
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  const madeThen = made;
  expect(isOver).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(made).toBe(madeThen);
  expect(made).toBeLessThan(300);
});

test("a file that cannot go on breaks off: nobody takes half of it for the whole", async () => {
  async function* broken() {
    yield "first\r\n";
    throw new Error("the database is gone");
  }
  const { response, error } = await respond(broken());
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow("the database is gone");
  expect(error).toHaveBeenCalledOnce();
});
