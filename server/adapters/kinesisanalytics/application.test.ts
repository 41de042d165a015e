import { describe, expect, it, test } from "vitest";
import type { Step } from "../../core/plan";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/kinesisanalytics.application/v1-streaming.json";
import { kinesisanalyticsApplication } from "./application";
import type { ApplicationConfiguration, FlinkDetail, SeenApplication } from "./application-detail";

const kind = kinesisanalyticsApplication;
const saved = kind.saved.schema.parse(fixture);
const arn = "arn:aws:kinesisanalytics:eu-central-1:111122223333:application/lab-clicks";
const parallelism = saved.configuration.parallelism;

function seen(
  state = "RUNNING",
  changed: Partial<ApplicationConfiguration> = {},
  more: Partial<FlinkDetail> = {},
): SeenApplication {
  const configuration = { ...saved.configuration, ...changed };
  return {
    nativeId: "lab-clicks",
    arn,
    name: "lab-clicks",
    type: configuration.runtime,
    tags: {},
    detail: { state, configuration, currentParallelism: 4, allowsNonRestoredState: false, ...more },
  };
}

const notebook = { runtime: "ZEPPELIN-FLINK-3_0", mode: "INTERACTIVE", snapshots: false };
const plan = (one: SeenApplication, loseState = false) => kind.planPause(one, { loseState });
const step = (op: string, state: string): Step => ({ op, params: { state }, before: "x", after: "y", settle: true });

describe("states", () => {
  it.each([
    ["RUNNING", "running", "todo", "done"],
    ["READY", "paused", "done", "todo"],
    ["STARTING", "changing", "pending", "pending"],
    ["STOPPING", "changing", "pending", "pending"],
    ["UPDATING", "changing", "pending", "pending"],
    ["AUTOSCALING", "changing", "pending", "pending"],
    ["FORCE_STOPPING", "changing", "pending", "pending"],
    ["ROLLING_BACK", "changing", "pending", "pending"],
    ["MAINTENANCE", "changing", "pending", "pending"],
    ["DELETING", "changing", "pending", "pending"],
    ["ROLLED_BACK", "unsupported", "blocked", "blocked"],
    ["A_WORD_OF_NEXT_YEAR", "changing", "pending", "pending"],
  ])("%s is %s: a pause is %s, a resume is %s", (state, classified, ofPause, ofResume) => {
    expect(kind.classify(seen(state)).state).toBe(classified);
    expect(kind.check(step("stop", "READY"), seen(state)).status).toBe(ofPause);
    expect(kind.check(step("start", "RUNNING"), seen(state)).status).toBe(ofResume);
  });

  it("leaves SQL applications to AWS, which has ended them", () => {
    expect(kind.classify(seen("RUNNING", { runtime: "SQL-1_0", mode: null }))).toMatchObject({ state: "unsupported" });
  });
});

describe("a pause", () => {
  it("is exact where its snapshots are on", () => {
    expect(plan(seen())).toMatchObject({
      restore: "exact",
      saved,
      steps: [{ op: "stop", params: { state: "READY" } }],
      hazards: [{ code: "snapshot-taken" }, { code: "sources-go-on" }],
    });
  });

  it.each([
    [false, /^Its snapshots are off/],
    [null, /^AWS does not tell/],
  ])("of one with snapshots %s is refused unless a plan accepts that its state is lost", (snapshots, reason) => {
    const one = seen("RUNNING", { snapshots });
    expect(plan(one)).toMatchObject({ result: "refused", accepts: "loseState", reason: expect.stringMatching(reason) });
    expect(plan(one, true)).toMatchObject({
      restore: "lossy",
      saved: { restore: "SKIP_RESTORE_FROM_SNAPSHOT" },
      hazards: [{ code: "flink-state-lost", level: "dataLoss" }, { code: "sources-go-on" }],
    });
  });

  it("of a notebook says what is lost, and needs no snapshot", () => {
    for (const changed of [notebook, { ...notebook, mode: null }]) {
      expect(plan(seen("RUNNING", changed))).toMatchObject({
        restore: "lossy",
        saved: { restore: null },
        hazards: [{ code: "notebook-session-lost", level: "dataLoss" }],
      });
    }
  });

  it.each(["FLINK-1_6", "FLINK-1_8", "FLINK-1_11", "ZEPPELIN-FLINK-1_0"])("of %s is refused for good", (runtime) => {
    const refused = plan(seen("RUNNING", { runtime }), true);
    expect(refused).toMatchObject({ result: "refused", reason: expect.stringContaining(runtime) });
    expect(refused).not.toHaveProperty("accepts");
  });

  it("tells of a key, and of what AWS scaled up", () => {
    const codes = (one: SeenApplication) => {
      const planned = plan(one);
      return planned.result === "planned" ? planned.hazards.map(({ code }) => code).slice(2) : [];
    };
    const scaled = (scales: boolean | null, currentParallelism: number | null) =>
      seen("RUNNING", { parallelism: { ...parallelism, scales } }, { currentParallelism });
    expect(codes(seen("RUNNING", { kmsKey: "arn:aws:kms:k" }))).toEqual(["account-kms-key"]);
    expect(codes(scaled(true, 16))).toEqual(["starts-unscaled"]);
    expect(codes(scaled(true, 4))).toEqual([]);
    expect(codes(scaled(true, null))).toEqual([]);
    expect(codes(scaled(false, 16))).toEqual([]);
    expect(kind.keys?.(seen("RUNNING", { kmsKey: "arn:aws:kms:k" }))).toEqual(["arn:aws:kms:k"]);
  });
});

describe("a resume", () => {
  it("goes on from the snapshot of the stop, with what it was started with", () => {
    expect(kind.planResume({ ...saved, allowsNonRestoredState: true }, seen("READY"))).toMatchObject({
      steps: [{ params: { restore: "RESTORE_FROM_LATEST_SNAPSHOT", allowsNonRestoredState: true } }],
      hazards: [],
    });
  });

  it("says again that it may come back smaller", () => {
    const scaled = { ...saved, currentParallelism: 16 };
    expect(kind.planResume(scaled, seen("READY"))).toMatchObject({ hazards: [{ code: "starts-unscaled" }] });
    expect(kind.planResume(scaled, seen("RUNNING"))).toMatchObject({ steps: [], hazards: [] });
  });

  it("refuses what is gone or rolled back", () => {
    expect(kind.planResume(saved, null)).toMatchObject({ result: "refused" });
    expect(kind.planResume(saved, seen("ROLLED_BACK"))).toMatchObject({ result: "refused" });
  });

  it("still goes on from that snapshot where somebody turned snapshots off meanwhile", () => {
    const theirs = seen("READY", { snapshots: false, version: 4 });
    const changed = kind.meanwhile?.(saved, theirs);
    expect(changed?.differences.map(({ path }) => path).sort()).toEqual(["snapshots", "version"]);
    expect(changed?.canSetBack).toBe(false);
    if (!changed) throw new Error("nothing changed");
    expect(kind.planResume(changed.theirs, theirs)).toMatchObject({
      steps: [{ params: { restore: "RESTORE_FROM_LATEST_SNAPSHOT" } }],
    });
    expect(kind.meanwhile?.(saved, seen("READY"))).toBeNull();
  });

  it("is compared: version, configuration, and whether it may skip state", () => {
    const verdict = (state: string, changed = {}, more = {}) =>
      kind.verify("resume", saved, seen(state, changed, more));
    expect(verdict("STARTING").verdict).toBe("pending");
    expect(verdict("RUNNING").verdict).toBe("reached");
    expect(verdict("RUNNING", {}, { currentParallelism: 1 }).verdict).toBe("reached");
    expect(verdict("READY").verdict).toBe("wrong");
    expect(verdict("RUNNING", { version: 4 })).toMatchObject({
      differences: [{ path: "version", saved: "3", now: "4" }],
    });
    expect(verdict("RUNNING", {}, { allowsNonRestoredState: true })).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "allowsNonRestoredState", saved: "false", now: "true" }],
    });
    expect(kind.verify("pause", saved, seen("READY", {}, { allowsNonRestoredState: true })).verdict).toBe("reached");
  });
});

describe("its KPUs", () => {
  const line = (one: SeenApplication) => kind.price(one)[0];
  const parallel = (changed: Partial<typeof parallelism>, currentParallelism: number | null, more = {}) =>
    seen("RUNNING", { parallelism: { ...parallelism, ...changed }, ...more }, { currentParallelism });

  it("are what runs now, rounded up, and one to orchestrate them", () => {
    expect(line(parallel({ perKpu: 2 }, 5))).toMatchObject({
      quantity: 4,
      price: { table: "flink", key: "kpuHour" },
      stopsWhenPaused: true,
    });
    expect(line(parallel({ initial: 8, perKpu: 2 }, null))).toMatchObject({ quantity: 5 });
    expect(line(seen())?.note).toBe("2 KPUs, scaled by AWS, and 1 to orchestrate them");
  });

  it("are two more in a notebook", () => {
    expect(line(parallel({ perKpu: 1 }, 4, notebook))).toMatchObject({ quantity: 6, price: null });
  });

  it("are not counted where AWS does not tell", () => {
    for (const unknown of [{ initial: null }, { perKpu: null }, { perKpu: 0 }]) {
      expect(line(parallel(unknown, null))).toMatchObject({
        quantity: 1,
        price: null,
        note: expect.stringMatching(/AWS/),
      });
    }
  });

  it("leave its snapshots on the bill", () => {
    expect(kind.price(seen()).filter(({ stopsWhenPaused }) => !stopsWhenPaused)).toMatchObject([
      { label: "Snapshots" },
    ]);
  });
});

describe("and AWS", () => {
  it("copies no value of a property", async () => {
    const door = recordingDoor({
      DescribeApplication: () => ({
        ApplicationDetail: {
          ApplicationName: "lab-clicks",
          ApplicationARN: arn,
          ApplicationStatus: "RUNNING",
          ApplicationConfigurationDescription: {
            EnvironmentPropertyDescriptions: {
              PropertyGroupDescriptions: [{ PropertyGroupId: "db", PropertyMap: { password: "geheim" } }],
            },
            ApplicationEncryptionConfigurationDescription: { KeyType: "CUSTOMER_MANAGED_KEY", KeyId: "arn:aws:kms:k" },
          },
        },
      }),
      GetResources: () => ({}),
    });
    const [one] = await collect(kind.discover(door, ["lab-clicks"]));
    expect(one?.detail.configuration).toMatchObject({ properties: ["db:password"], kmsKey: "arn:aws:kms:k" });
    expect(JSON.stringify(one)).not.toContain("geheim");
  });

  it("sends each step as one exact call, and never forces a stop", async () => {
    const door = recordingDoor({ StopApplication: () => ({}), StartApplication: () => ({}) });
    const send = (op: "stop" | "start", params: object) =>
      kind.apply(door, op, [{ nativeId: "lab-clicks", params, token: "t" }]);
    await send("stop", { state: "READY" });
    await send("start", { restore: "RESTORE_FROM_LATEST_SNAPSHOT", allowsNonRestoredState: true });
    await send("start", { restore: null, allowsNonRestoredState: false });
    const ApplicationName = "lab-clicks";
    expect(door.calls.map(({ input }) => input)).toEqual([
      { ApplicationName },
      {
        ApplicationName,
        RunConfiguration: {
          ApplicationRestoreConfiguration: { ApplicationRestoreType: "RESTORE_FROM_LATEST_SNAPSHOT" },
          FlinkRunConfiguration: { AllowNonRestoredState: true },
        },
      },
      { ApplicationName },
    ]);
  });
});

describe("ahead of a resume", () => {
  const look = (SnapshotSummaries: object[], one = seen("READY"), action: "pause" | "resume" = "resume") => {
    const door = recordingDoor({ ListApplicationSnapshots: () => ({ SnapshotSummaries }) });
    return kind.ahead?.look(door, action, [one]);
  };
  const snapshot = (SnapshotName: string, day: number, SnapshotStatus = "READY") => ({
    SnapshotName,
    SnapshotStatus,
    SnapshotCreationTimestamp: new Date(Date.UTC(2026, 10, day, 8, 30)),
  });

  it("names the newest snapshot that is ready", async () => {
    const found = await look([snapshot("a", 18), snapshot("c", 19, "CREATING"), snapshot("b", 17)]);
    expect(found?.get("lab-clicks")).toMatchObject({
      refused: null,
      hazards: [{ code: "goes-on-from-snapshot", detail: expect.stringMatching(/^a of 2026-11-18 08:30 UTC/) }],
    });
  });

  it("warns where there is none", async () => {
    expect((await look([]))?.get("lab-clicks")).toMatchObject({ hazards: [{ code: "no-snapshot-listed" }] });
  });

  it("asks nothing of what needs none", async () => {
    for (const one of [seen("RUNNING"), seen("READY", { snapshots: false }), seen("READY", notebook)]) {
      expect((await look([], one))?.size).toBe(0);
    }
    expect((await look([], seen("RUNNING"), "pause"))?.size).toBe(0);
  });
});

test("a notebook has no records that tell whether somebody works in it", () => {
  const [signal] = kind.idle?.signals ?? [];
  expect(signal?.dimensions(seen())).toEqual([{ Application: "lab-clicks" }]);
  expect(signal?.dimensions(seen("RUNNING", notebook))).toEqual([]);
});
