import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/apigateway.stage/v1-orders.json";
import { apigatewayStage } from "./stage";
import { overdue, type SeenStage, type StageConfiguration } from "./stage-detail";

const { classify, planPause, planResume, check, verify, meanwhile, price, terraform } = apigatewayStage;
const saved = apigatewayStage.saved.schema.parse(fixture);
const nativeId = "q8w2r5t1y7/live";

function stage(state = "AVAILABLE", changed: Partial<StageConfiguration> = {}): SeenStage {
  const configuration = { ...saved.configuration, ...changed };
  const arn = "arn:aws:apigateway:eu-central-1::/restapis/q8w2r5t1y7/stages/live";
  const detail = { state, api: "orders", stage: "live", configuration };
  return { nativeId, arn, name: "orders/live", type: "1.6 GB", tags: {}, detail };
}

const step = (op: string, state: string): Step => ({ op, params: { state }, before: "x", after: "y", settle: true });
const turnOff = step("turnOff", "NOT_AVAILABLE");
const turnOn = step("turnOn", "AVAILABLE");

describe("states", () => {
  it.each([
    ["AVAILABLE", "running", "todo", "done"],
    ["NOT_AVAILABLE", "paused", "done", "todo"],
    [overdue, "paused", "done", "todo"],
    ["CREATE_IN_PROGRESS", "changing", "pending", "pending"],
    ["DELETE_IN_PROGRESS", "changing", "pending", "pending"],
    ["FLUSH_IN_PROGRESS", "changing", "pending", "pending"],
    ["NOT_AVAILABLE, turned on", "changing", "pending", "pending"],
    ["AVAILABLE, turned off", "changing", "pending", "pending"],
  ])("%s is %s: turning off is %s, turning on %s", (state, classified, ofOff, ofOn) => {
    expect(classify(stage(state)).state).toBe(classified);
    expect(check(turnOff, stage(state)).status).toBe(ofOff);
    expect(check(turnOn, stage(state)).status).toBe(ofOn);
  });

  it("waits for the cache to be gone or there, and compares what came back", () => {
    expect(verify("pause", saved, stage("DELETE_IN_PROGRESS")).verdict).toBe("pending");
    expect(verify("pause", saved, stage("NOT_AVAILABLE", { size: null })).verdict).toBe("reached");
    expect(verify("resume", saved, stage("CREATE_IN_PROGRESS")).verdict).toBe("pending");
    expect(verify("resume", saved, stage()).verdict).toBe("reached");
    expect(verify("resume", saved, stage("AVAILABLE", { size: "0.5" }))).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "size", saved: "1.6", now: "0.5" }],
    });
    expect(verify("resume", saved, stage("AVAILABLE", { methods: {} })).verdict).toBe("wrong");
    expect(verify("resume", saved, null).verdict).toBe("gone");
  });
});

describe("plans", () => {
  it.each<[Partial<StageConfiguration>, string[]]>([
    [{}, ["warning backend-answers-all", "note cache-emptied"]],
    [{ canaryUsesCache: false }, ["warning backend-answers-all", "note cache-emptied"]],
    [{ canaryUsesCache: true }, ["warning backend-answers-all", "note cache-emptied", "note canary-without-cache"]],
  ])("warns of %o", (changed, codes) => {
    const plan = planPause(stage("AVAILABLE", changed), {});
    expect(plan.result === "planned" && plan.hazards.map(({ level, code }) => `${level} ${code}`)).toEqual(codes);
  });

  it("leaves alone a cache whose size AWS does not tell", () => {
    expect(planPause(stage("AVAILABLE", { size: null }), {})).toMatchObject({ result: "refused" });
  });

  it("brings it back in the size that was saved", () => {
    for (const state of ["NOT_AVAILABLE", overdue]) {
      for (const size of ["1.6", null, "0.5"]) {
        expect(planResume(saved, stage(state, { size }))).toMatchObject({
          steps: [{ op: "turnOn", params: { state: "AVAILABLE", size: "1.6" } }],
        });
      }
    }
    expect(planResume(saved, stage())).toMatchObject({ steps: [] });
    expect(planResume(saved, null)).toMatchObject({
      result: "refused",
      reason: expect.stringContaining("deleted"),
      remedy: expect.stringContaining("1.6 GB"),
    });
  });

  it("takes no size for the size that it had, and asks about another one", () => {
    expect(meanwhile?.(saved, stage("NOT_AVAILABLE"))).toBeNull();
    expect(meanwhile?.(saved, stage("NOT_AVAILABLE", { size: null }))).toBeNull();
    expect(meanwhile?.(saved, stage("NOT_AVAILABLE", { size: "6.1" }))).toMatchObject({
      differences: [{ path: "size", saved: "1.6", now: "6.1" }],
      theirs: { configuration: { size: "6.1" } },
      canSetBack: true,
    });
    // Somebody turned it on himself, in another size: only a person may say which one stays.
    expect(meanwhile?.(saved, stage("AVAILABLE", { size: "6.1" }))).toMatchObject({ canSetBack: false });
    expect(meanwhile?.(saved, stage("NOT_AVAILABLE", { size: "6.1", methods: {} }))).toMatchObject({
      canSetBack: false,
    });
  });
});

it("never takes an unknown size for nothing", () => {
  expect(price(stage())).toMatchObject([{ price: { table: "apigateway.cache", key: "1.6" }, stopsWhenPaused: true }]);
  expect(price(stage("NOT_AVAILABLE", { size: null }))).toMatchObject([{ price: null, quantity: 1 }]);
});

it("is known to Terraform by an id of its own", () => {
  const isId = (id: string) => terraform?.aws_api_gateway_stage?.isId?.(id, stage());
  expect(isId("ags-q8w2r5t1y7-live")).toBe(true);
  expect(isId("ags-q8w2r5t1y7-next")).toBe(false);
});

describe("and AWS", () => {
  const api = { id: "q8w2r5t1y7", name: "orders" };
  const old = new Date("2026-11-20T11:00:00Z");
  const one = async (described: object, only?: readonly string[]) => {
    const item = [{ stageName: "live", ...described }];
    const door = recordingDoor({ GetRestApis: () => ({ items: [api] }), GetStages: () => ({ item }) });
    return (await collect(apigatewayStage.discover(door, only)))[0]?.detail;
  };

  it.each<[string, object]>([
    ["AVAILABLE", { cacheClusterEnabled: true, cacheClusterStatus: "AVAILABLE", cacheClusterSize: "0.5" }],
    ["AVAILABLE, turned off", { cacheClusterEnabled: false, cacheClusterStatus: "AVAILABLE" }],
    ["NOT_AVAILABLE, turned on", { cacheClusterEnabled: true, cacheClusterStatus: "NOT_AVAILABLE" }],
    ["DELETE_IN_PROGRESS", { cacheClusterEnabled: false, cacheClusterStatus: "DELETE_IN_PROGRESS" }],
    [
      "DELETE_IN_PROGRESS",
      { cacheClusterStatus: "DELETE_IN_PROGRESS", cacheClusterEnabled: true, lastUpdatedDate: old },
    ],
    [overdue, { cacheClusterStatus: "DELETE_IN_PROGRESS", cacheClusterEnabled: false, lastUpdatedDate: old }],
    // Off, and known by what it had.
    ["NOT_AVAILABLE", { cacheClusterEnabled: false, cacheClusterStatus: "NOT_AVAILABLE", cacheClusterSize: "0.5" }],
    ["NOT_AVAILABLE", { cacheClusterEnabled: false, methodSettings: { "*/*": { cachingEnabled: true } } }],
  ])("%s is read from %o", async (state, described) => {
    expect((await one(described))?.state).toBe(state);
  });

  it("lists no stage that never had a cache, and finds it by name", async () => {
    const bare = {
      cacheClusterEnabled: false,
      cacheClusterStatus: "NOT_AVAILABLE",
      methodSettings: { "*/*": { cachingEnabled: false, throttlingBurstLimit: 100 } },
    };
    expect(await one(bare)).toBeUndefined();
    expect(await one(bare, [nativeId])).toMatchObject({ state: "NOT_AVAILABLE", configuration: { size: null } });
    expect(await one(bare, ["q8w2r5t1y7/other"])).toBeUndefined();
  });

  it("keeps how methods cache, and nothing else of them", async () => {
    const setting = { cachingEnabled: true, cacheTtlInSeconds: 30, loggingLevel: "INFO", throttlingRateLimit: 5 };
    const methodSettings = { "~1orders/GET": setting, "~1orders/POST": { cachingEnabled: false } };
    expect((await one({ methodSettings }))?.configuration.methods).toEqual({
      "~1orders/GET": { ttlSeconds: 30, encrypted: null, needsAuthorization: null, unauthorized: null },
    });
  });

  it("asks only the APIs that are named, and takes one that was deleted meanwhile for none", async () => {
    const door = recordingDoor({
      GetRestApis: () => ({ items: [api, { id: "other" }] }),
      GetStages: () => {
        throw new FaultError({ code: "gone", reason: "deleted", remedy: "none" });
      },
    });
    expect(await collect(apigatewayStage.discover(door, [nativeId]))).toEqual([]);
    expect(door.calls.map(({ operation }) => operation)).toEqual(["GetRestApis", "GetStages"]);
  });

  it("sends each step as one exact call", async () => {
    const door = recordingDoor({ UpdateStage: () => ({}) });
    await apigatewayStage.apply(door, "turnOff", [{ nativeId, params: {}, token: "t" }]);
    await apigatewayStage.apply(door, "turnOn", [{ nativeId, params: { size: "1.6" }, token: "t" }]);
    const to = { restApiId: "q8w2r5t1y7", stageName: "live" };
    const replace = (path: string, value: string) => ({ op: "replace", path, value });
    expect(door.calls.map(({ input }) => input)).toEqual([
      { ...to, patchOperations: [replace("/cacheClusterEnabled", "false")] },
      { ...to, patchOperations: [replace("/cacheClusterEnabled", "true"), replace("/cacheClusterSize", "1.6")] },
    ]);
  });
});
