import { describe, expect, it, test } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/neptunegraph.graph/v1-vectors.json";
import { neptunegraphGraph } from "./graph";
import type { GraphConfiguration, GraphDetail } from "./graph-detail";

const saved = neptunegraphGraph.saved.schema.parse(fixture);
const id = "g-1a2b3c4d5e";
const arn = `arn:aws:neptune-graph:eu-central-1:111122223333:graph/${id}`;

function graph(
  state = "AVAILABLE",
  changed: Partial<GraphConfiguration> = {},
  told: Partial<GraphDetail> = {},
): Observed<GraphDetail> {
  const configuration = { ...saved.configuration, ...changed };
  const detail = { state, reason: null, build: null, configuration, ...told };
  return { nativeId: id, arn, name: "lab-social", type: "16 m-NCUs", tags: {}, detail };
}

const step = (op: string, state: string): Step => ({ op, params: { state }, before: "x", after: "y", settle: true });
const stop = step("stop", "STOPPED");
const start = step("start", "AVAILABLE");

describe("states", () => {
  it.each([
    ["AVAILABLE", "running", "todo", "done"],
    ["STOPPED", "paused", "done", "todo"],
    ["STOPPING", "changing", "pending", "pending"],
    ["STARTING", "changing", "pending", "pending"],
    ["CREATING", "changing", "pending", "pending"],
    ["UPDATING", "changing", "pending", "pending"],
    ["IMPORTING", "changing", "pending", "pending"],
    ["RESETTING", "changing", "pending", "pending"],
    ["SNAPSHOTTING", "changing", "pending", "pending"],
    ["DELETING", "changing", "pending", "pending"],
    ["A_WORD_OF_NEXT_YEAR", "changing", "pending", "pending"],
    ["FAILED", "unsupported", "blocked", "blocked"],
  ])("%s is %s: a stop is %s, a start is %s", (state, classified, ofStop, ofStart) => {
    expect(neptunegraphGraph.classify(graph(state)).state).toBe(classified);
    expect(neptunegraphGraph.check(stop, graph(state)).status).toBe(ofStop);
    expect(neptunegraphGraph.check(start, graph(state)).status).toBe(ofStart);
  });

  it("says why it failed, where AWS does", () => {
    const seen = graph("FAILED", {}, { reason: "The import ran out of memory" });
    expect(neptunegraphGraph.classify(seen)).toMatchObject({ reason: expect.stringMatching(/out of memory$/) });
    expect(neptunegraphGraph.classify(graph("FAILED"))).toMatchObject({ reason: "Neptune reports it as FAILED" });
  });

  it("waits for what Neptune is at, and compares what came back", () => {
    const verdict = (action: "pause" | "resume", state: string, changed = {}) =>
      neptunegraphGraph.verify(action, saved, graph(state, changed));
    expect(verdict("pause", "STOPPING").verdict).toBe("pending");
    expect(verdict("pause", "STOPPED").verdict).toBe("reached");
    expect(verdict("resume", "STARTING").verdict).toBe("pending");
    expect(verdict("resume", "AVAILABLE").verdict).toBe("reached");
    expect(verdict("resume", "STOPPED").verdict).toBe("wrong");
    expect(verdict("resume", "FAILED").verdict).toBe("wrong");
    expect(verdict("resume", "AVAILABLE", { vectorDimension: null })).toMatchObject({
      differences: [{ path: "vectorDimension", saved: "384", now: "none" }],
    });
    expect(neptunegraphGraph.verify("resume", saved, null).verdict).toBe("gone");
  });

  it("does not take the newer build of a start for a difference", () => {
    const newer = graph("AVAILABLE", {}, { build: "9.9" });
    expect(neptunegraphGraph.verify("resume", saved, newer).verdict).toBe("reached");
    expect(neptunegraphGraph.meanwhile?.(saved, newer)).toBeNull();
  });
});

describe("plans", () => {
  it.each<[Partial<GraphConfiguration>, string[]]>([
    [{}, ["newest-version"]],
    [{ kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/1" }, ["newest-version", "account-kms-key"]],
  ])("warns of %o", (changed, codes) => {
    const plan = neptunegraphGraph.planPause(graph("AVAILABLE", changed), {});
    expect(plan).toMatchObject({ result: "planned", restore: "exact", steps: [{ op: "stop" }] });
    expect(plan.result === "planned" && plan.hazards.map(({ code }) => code)).toEqual(codes);
  });

  it("names the build that a stop gives up", () => {
    const plan = neptunegraphGraph.planPause(graph("AVAILABLE", {}, { build: "1.4.2.0" }), {});
    expect(plan).toMatchObject({ hazards: [{ detail: expect.stringMatching(/^Its build is 1\.4\.2\.0 now/) }] });
  });

  it("starts what is stopped, leaves what runs, and refuses what is gone or broken", () => {
    const plan = (seen: Observed<GraphDetail> | null) => neptunegraphGraph.planResume(saved, seen);
    expect(plan(graph("STOPPED"))).toMatchObject({ steps: [{ op: "start", before: "STOPPED", after: "AVAILABLE" }] });
    expect(plan(graph("AVAILABLE"))).toMatchObject({ result: "planned", steps: [] });
    expect(plan(null)).toMatchObject({ result: "refused" });
    expect(plan(graph("FAILED"))).toMatchObject({ result: "refused", remedy: expect.stringMatching(/snapshot/) });
  });

  it("cannot set back what somebody changed", () => {
    const theirs = graph("STOPPED", { memory: 32 });
    const meanwhile = neptunegraphGraph.meanwhile?.(saved, theirs);
    expect(meanwhile).toMatchObject({ differences: [{ path: "memory", saved: "16", now: "32" }], canSetBack: false });
    if (!meanwhile) throw new Error("nothing changed");
    expect(neptunegraphGraph.planResume(meanwhile.theirs, theirs)).toMatchObject({ steps: [{ op: "start" }] });
    expect(neptunegraphGraph.verify("resume", meanwhile.theirs, graph("AVAILABLE", { memory: 32 })).verdict).toBe(
      "reached",
    );
  });
});

describe("price", () => {
  const lines = (changed: Partial<GraphConfiguration>) => neptunegraphGraph.price(graph("AVAILABLE", changed));

  test("each replica bills the memory once more, and a tenth of all bills on", () => {
    expect(lines({ memory: 16, replicas: 1 })).toMatchObject([
      { quantity: 28.8, price: null, stopsWhenPaused: true, note: expect.stringMatching(/^32 m-NCUs, nine tenths/) },
      { quantity: 3.2, price: null, stopsWhenPaused: false, note: expect.stringMatching(/^32 m-NCUs, a tenth/) },
    ]);
    expect(lines({ memory: 48, replicas: 0 }).map(({ quantity }) => quantity)).toEqual([43.2, 4.8]);
  });

  test.each(["memory", "replicas"])("what AWS does not tell of its %s is not taken for none", (name) => {
    expect(lines({ [name]: null }).map(({ note }) => note)).toEqual([
      expect.stringMatching(/does not tell/),
      expect.stringMatching(/does not tell/),
    ]);
  });
});

describe("and AWS", () => {
  const told = { id, arn, name: "lab-social", status: "STOPPED" };
  const notFound = () => {
    throw new FaultError({ code: "gone", reason: "none", remedy: "" });
  };

  it("reads each graph of each page by itself, with its tags", async () => {
    const door = recordingDoor({
      ListGraphs: ({ nextToken }: { nextToken?: string }) =>
        nextToken ? { graphs: [{ id: "g-2" }] } : { graphs: [{ id }], nextToken: "more" },
      GetGraph: ({ graphIdentifier }: { graphIdentifier: string }) => ({ ...told, id: graphIdentifier }),
      ListTagsForResource: () => ({ tags: { Team: "data" } }),
    });
    const found = await collect(neptunegraphGraph.discover(door));
    expect(found.map(({ nativeId }) => nativeId)).toEqual([id, "g-2"]);
    expect(found[0]).toMatchObject({ arn, name: "lab-social", type: "graph", tags: { Team: "data" } });
    expect(found[0]?.detail.configuration).toMatchObject({ memory: null, replicas: null, vectorDimension: null });
  });

  it.each([
    ["AWS_OWNED_KEY", []],
    ["arn:aws:kms:us-east-1:111122223333:key/1", ["arn:aws:kms:us-east-1:111122223333:key/1"]],
  ])("with the key %s needs %o", async (kmsKeyIdentifier, keys) => {
    const door = recordingDoor({ GetGraph: () => ({ ...told, kmsKeyIdentifier }), ListTagsForResource: () => ({}) });
    const [seen] = await collect(neptunegraphGraph.discover(door, [id]));
    if (!seen) throw new Error("it is not found");
    expect(neptunegraphGraph.keys?.(seen)).toEqual(keys);
  });

  it("leaves out what is gone, also between two calls, and regions without Neptune Analytics", async () => {
    const gone = recordingDoor({ GetGraph: notFound });
    expect(await collect(neptunegraphGraph.discover(gone, [id]))).toEqual([]);
    const going = recordingDoor({ GetGraph: () => told, ListTagsForResource: notFound });
    expect(await collect(neptunegraphGraph.discover(going, [id]))).toEqual([]);
    const elsewhere = { ...recordingDoor({}), region: "us-gov-west-1" };
    expect(await collect(neptunegraphGraph.discover(elsewhere))).toEqual([]);
  });

  it("sends each step as one exact call", async () => {
    const door = recordingDoor({ StopGraph: () => ({}), StartGraph: () => ({}) });
    const items = [{ nativeId: id, params: {}, token: "t" }];
    await neptunegraphGraph.apply(door, "stop", items);
    await neptunegraphGraph.apply(door, "start", items);
    expect(door.calls).toEqual([
      { via: "act", operation: "StopGraph", input: { graphIdentifier: id } },
      { via: "act", operation: "StartGraph", input: { graphIdentifier: id } },
    ]);
  });
});
