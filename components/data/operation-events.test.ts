import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { WireOperation, WireOperationEvent } from "@/server/contract/operations";
import { applyEvents, type Connection, type EventStream, followOperation } from "./operation-events";

class FakeStream implements EventStream {
  readyState = 0;
  private readonly listeners = new Map<string, (message: { readonly data: string }) => void>();
  addEventListener(type: string, listen: (message: { readonly data: string }) => void) {
    this.listeners.set(type, listen);
  }
  close() {
    this.readyState = 2;
  }
  emit(type: string, data = "") {
    this.listeners.get(type)?.({ data });
  }
  send(event: WireOperationEvent) {
    this.emit(event.type, JSON.stringify(event));
  }
}

const event = (seq: number, type: WireOperationEvent["type"] = "item"): WireOperationEvent => ({
  seq,
  at: "2026-11-20T12:00:00.000Z",
  type,
  resourceId: type === "item" ? "res_1" : null,
  state: type === "item" ? "settling" : "succeeded",
  text: "",
});

function following(after = 0) {
  const streams: FakeStream[] = [];
  const opened: number[] = [];
  const batches: number[][] = [];
  const connections: Connection[] = [];
  let polls = 0;
  const stop = followOperation({
    after,
    open: (seq) => {
      const stream = new FakeStream();
      streams.push(stream);
      opened.push(seq);
      return stream;
    },
    onEvents: (events) => batches.push(events.map(({ seq }) => seq)),
    onConnection: (connection) => connections.push(connection),
    onPoll: () => {
      polls += 1;
    },
  });
  const stream = (index: number) => {
    const found = streams[index];
    if (!found) throw new Error(`stream ${index} was not opened`);
    return found;
  };
  return { stop, stream, opened, batches, connections, polls: () => polls };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("following an operation", () => {
  test("hands events on in batches of a tenth of a second", () => {
    const { stream, batches } = following();
    for (let seq = 1; seq <= 50; seq += 1) stream(0).send(event(seq));
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(100);
    stream(0).send(event(51));
    vi.advanceTimersByTime(100);
    expect(batches.map((batch) => batch.length)).toEqual([50, 1]);
  });

  test("an event that comes twice counts once", () => {
    const { stream, batches } = following(3);
    for (const seq of [3, 4, 4, 5]) stream(0).send(event(seq));
    vi.advanceTimersByTime(100);
    expect(batches).toEqual([[4, 5]]);
  });

  test("ends at done, at once, and closes the stream", () => {
    const { stream, batches, connections } = following();
    stream(0).send(event(1));
    stream(0).send(event(2, "done"));
    expect(batches).toEqual([[1, 2]]);
    expect(connections).toEqual(["over"]);
    expect(stream(0).readyState).toBe(2);
  });

  test("learns that it came too late: a done without news ends it", () => {
    const { stream, batches, connections } = following(9);
    stream(0).send(event(9, "done"));
    expect(batches).toEqual([]);
    expect(connections).toEqual(["over"]);
  });

  test("leaves a short break to the browser, and polls when the browser gave up", () => {
    const { stream, opened, connections, polls } = following();
    stream(0).emit("open");
    stream(0).send(event(7));
    stream(0).emit("error");
    expect(connections.at(-1)).toBe("reconnecting");
    stream(0).readyState = 2;
    stream(0).emit("error");
    expect(connections.at(-1)).toBe("polling");
    vi.advanceTimersByTime(6_000);
    expect(polls()).toBe(3);
    vi.advanceTimersByTime(4_000);
    expect(opened).toEqual([0, 7]);
    stream(1).emit("open");
    const before = polls();
    vi.advanceTimersByTime(10_000);
    expect(polls()).toBe(before);
    expect(connections.at(-1)).toBe("live");
  });

  test("stops everything when asked", () => {
    const { stop, stream, polls, opened } = following();
    stream(0).readyState = 2;
    stream(0).emit("error");
    stop();
    vi.advanceTimersByTime(60_000);
    expect(polls()).toBe(0);
    expect(opened).toEqual([0]);
  });
});

test("events move states and counts, and an old event changes nothing", () => {
  const operation = {
    state: "running",
    lastEvent: 4,
    counts: { total: 2, waiting: 2, changing: 0, done: 0, failed: 0, skipped: 0 },
    resources: [
      { resourceId: "res_1", state: "waiting" },
      { resourceId: "res_2", state: "waiting" },
    ],
  } as unknown as WireOperation;
  const after = applyEvents(operation, [
    { ...event(4), state: "failed" },
    { ...event(5), state: "done" },
    event(6, "done"),
  ]);
  expect(after.resources.map((item) => item.state)).toEqual(["done", "waiting"]);
  expect(after.counts).toMatchObject({ total: 2, waiting: 1, done: 1, failed: 0 });
  expect(after).toMatchObject({ state: "succeeded", lastEvent: 6 });
});
