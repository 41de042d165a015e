import { afterEach, expect, test, vi } from "vitest";
import type { WireOperationEvent } from "../contract/operations";
import { streamOperation } from "../contract/operations";
import { RefusalError } from "../core/fault";
import { fakeApp } from "../testing/http-app";
import type { StreamOperation } from "./app";
import { handleStream } from "./stream";

const event = (seq: number, type: WireOperationEvent["type"] = "item"): WireOperationEvent => ({
  seq,
  at: "2026-11-20T12:00:00.000Z",
  type,
  resourceId: null,
  state: "running",
  text: "line one\nline two",
});

async function open(usecase: StreamOperation, headers: Record<string, string> = {}, search = "") {
  const app = fakeApp({ streamOperation: usecase });
  const gone = new AbortController();
  const request = new Request(`http://standby.local/api/v1/operations/op_1/events${search}`, {
    headers: { ...(await app.bearer("viewer")), ...headers },
    signal: gone.signal,
  });
  const response = await handleStream(streamOperation, async () => app)(request, {
    params: Promise.resolve({ id: "op_1" }),
  });
  return { response, gone, app };
}

afterEach(() => void vi.useRealTimers());

test("events go out in the wire's form and the stream ends at done", async () => {
  const { response } = await open(async function* () {
    yield event(1);
    yield event(2, "done");
    yield event(3);
  });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect(response.headers.get("cache-control")).toBe("no-cache, no-transform");
  const frames = (await response.text()).split("\n\n");
  expect(frames).toEqual([
    "retry: 2000",
    `id: 1\nevent: item\ndata: ${JSON.stringify(event(1))}`,
    `id: 2\nevent: done\ndata: ${JSON.stringify(event(2, "done"))}`,
    "",
  ]);
});

test.each([
  [{}, "", 0],
  [{}, "?after=7", 7],
  [{ "last-event-id": "9" }, "?after=7", 9],
  [{ "last-event-id": "nine" }, "?after=7", 7],
])("goes on from where the reader is: %o %s", async (headers, search, expected) => {
  const seen: number[] = [];
  const { response } = await open(
    async function* (_, { lastEventId }) {
      seen.push(lastEventId);
      yield event(10, "done");
    },
    headers,
    search,
  );
  await response.text();
  expect(seen).toEqual([expected]);
});

test("a reader who comes when all is over is told so", async () => {
  const { response } = await open(async function* () {}, {}, "?after=12");
  expect(await response.text()).toMatch(/id: 12\nevent: done\ndata: \{"seq":12,/);
});

test("an operation that is not there is a problem document, not a stream", async () => {
  const missing = () => Promise.reject(new RefusalError("not-found", "There is no operation op_1."));
  const { response } = await open(() => ({ [Symbol.asyncIterator]: () => ({ next: missing }) }));
  expect(response.status).toBe(404);
  expect((await response.json()).code).toBe("not-found");
});

test("silence is broken every 15 seconds, and leaving stops the use case", async () => {
  vi.useFakeTimers();
  let stopped = false;
  const opening = open(async function* (_, { signal }) {
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(100);
  const { response, gone } = await opening;
  const reader = response.body?.getReader();
  const read = async () => new TextDecoder().decode((await reader?.read())?.value);
  expect(await read()).toBe("retry: 2000\n\n");
  for (const _ of [1, 2]) {
    const next = read();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await next).toBe(": still here\n\n");
  }
  const last = reader?.read();
  gone.abort();
  expect(await last).toMatchObject({ done: true });
  await vi.advanceTimersByTimeAsync(0);
  expect(stopped).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test("a thousand events leave no timer and no listener behind", async () => {
  vi.useFakeTimers();
  const warned = vi.fn();
  process.on("warning", warned);
  const { response } = await open(async function* () {
    for (let seq = 1; seq <= 1000; seq += 1) yield event(seq);
    yield event(1001, "done");
  });
  await response.text();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off("warning", warned);
  expect(warned).not.toHaveBeenCalled();
});

test("an error on the way breaks the stream off, so that the reader comes back", async () => {
  const { response, app } = await open(async function* () {
    yield event(1);
    throw new Error("database is gone");
  });
  await expect(response.text()).rejects.toThrow();
  expect(app.logged).toContainEqual(expect.objectContaining({ level: "error" }));
});
