import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/emrserverless.application/v1-ready-workers.json";
import { emrserverlessApplication } from "./application";
import type { ApplicationConfiguration, SeenApplication } from "./application-detail";

const kind = emrserverlessApplication;
const saved = kind.saved.schema.parse(fixture);
const id = "00f1lab2spark3a4";
const arn = `arn:aws:emr-serverless:eu-central-1:111122223333:/applications/${id}`;

function seen(state = "STARTED", changed: Partial<ApplicationConfiguration> = {}): SeenApplication {
  const configuration = { ...saved.configuration, ...changed };
  return { nativeId: id, arn, name: "lab-etl", type: "Spark emr-7.9.0", tags: {}, detail: { state, configuration } };
}

const step = (op: string, state: string): Step => ({ op, params: { state }, before: "x", after: "y", settle: true });
const interactive = saved.configuration.interactive;

describe("states", () => {
  it.each([
    ["STARTED", "running", "todo", "done"],
    ["STOPPED", "paused", "done", "todo"],
    ["CREATED", "paused", "done", "todo"],
    ["CREATING", "changing", "pending", "pending"],
    ["STARTING", "changing", "pending", "pending"],
    ["STOPPING", "changing", "pending", "pending"],
    ["A_WORD_OF_NEXT_YEAR", "changing", "pending", "pending"],
  ])("%s is %s: a pause is %s, a resume is %s", (state, classified, ofPause, ofResume) => {
    expect(kind.classify(seen(state)).state).toBe(classified);
    expect(kind.check(step("stop", "STOPPED"), seen(state)).status).toBe(ofPause);
    expect(kind.check(step("start", "STARTED"), seen(state)).status).toBe(ofResume);
  });

  it("waits for what AWS is at, and compares what came back", () => {
    const verdict = (action: "pause" | "resume", state: string, changed = {}) =>
      kind.verify(action, saved, seen(state, changed)).verdict;
    expect(verdict("pause", "STOPPING")).toBe("pending");
    expect(verdict("pause", "STOPPED")).toBe("reached");
    expect(verdict("resume", "STARTING")).toBe("pending");
    expect(verdict("resume", "STARTED")).toBe("reached");
    expect(verdict("resume", "STOPPED")).toBe("wrong");
    expect(verdict("resume", "STARTED", { ready: [] })).toBe("wrong");
  });
});

describe("plans", () => {
  it.each<[string, Partial<ApplicationConfiguration>, string[]]>([
    ["automatic start", {}, ["started-by-jobs"]],
    ["none", { startsItself: false }, ["jobs-refused"]],
    ["no workers kept ready", { ready: [] }, ["saves-nothing-itself", "started-by-jobs"]],
    ["a studio", { interactive: { ...interactive, studio: true } }, ["started-by-jobs", "notebooks-end"]],
    ["Livy", { interactive: { ...interactive, livy: true } }, ["started-by-jobs", "notebooks-end"]],
    ["an image by its tag", { imageUri: "1.dkr.ecr/lab:latest" }, ["started-by-jobs", "image-looked-up-again"]],
    ["an image by its digest", { imageUri: "1.dkr.ecr/lab@sha256:aa" }, ["started-by-jobs"]],
    ["a worker's image", { workerImages: ["Driver=1.dkr.ecr/lab:2"] }, ["started-by-jobs", "image-looked-up-again"]],
    ["a key", { diskKey: "arn:aws:kms:k" }, ["started-by-jobs", "account-kms-key"]],
  ])("warn of %s", (_what, changed, codes) => {
    const plan = kind.planPause(seen("STARTED", changed), {});
    expect(plan.result === "planned" && plan.hazards.map(({ code }) => code)).toEqual(codes);
  });

  it("say of a resume when AWS stops it again", () => {
    expect(kind.planResume(saved, seen("STOPPED"))).toMatchObject({ steps: [{ op: "start" }], hazards: [] });
    const idle = kind.saved.schema.parse({
      ...saved,
      configuration: { ...saved.configuration, stopsAfterMinutes: 20 },
    });
    expect(kind.planResume(idle, seen("STOPPED", { stopsAfterMinutes: 20 }))).toMatchObject({
      hazards: [{ code: "stops-itself", detail: expect.stringContaining("20 minutes") }],
    });
    expect(kind.planResume(idle, seen("STARTED", { stopsAfterMinutes: 20 }))).toMatchObject({ steps: [], hazards: [] });
    expect(kind.planResume(saved, null)).toMatchObject({ result: "refused" });
  });

  it("cannot set back what somebody changed", () => {
    expect(kind.meanwhile?.(saved, seen("STOPPED", { release: "emr-7.10.0" }))).toMatchObject({
      differences: [{ path: "release", saved: "emr-7.9.0", now: "emr-7.10.0" }],
      canSetBack: false,
    });
    expect(kind.meanwhile?.(saved, seen("STOPPED"))).toBeNull();
  });

  it("need the key of its disks", () => {
    expect(kind.keys?.(seen("STOPPED", { diskKey: "arn:aws:kms:k" }))).toEqual(["arn:aws:kms:k"]);
    expect(kind.keys?.(seen("STOPPED"))).toEqual([]);
  });
});

describe("ahead of a pause", () => {
  const look = (jobs: number, sessions: number, one = seen(), action: "pause" | "resume" = "pause") => {
    const door = recordingDoor({
      ListJobRuns: ({ nextToken }: { nextToken?: string }) =>
        nextToken
          ? { jobRuns: many(jobs - 1) }
          : { jobRuns: many(Math.min(jobs, 1)), ...(jobs > 1 && { nextToken: "n" }) },
      ListSessions: () => ({ sessions: many(sessions) }),
    });
    return { door, found: kind.ahead?.look(door, action, [one]) };
  };
  const many = (count: number) => Array.from({ length: count }, () => ({}));
  const open = seen("STARTED", { interactive: { ...interactive, sessions: true } });

  it.each([
    [1, 0, /^1 job runs or waits on it/],
    [3, 0, /^3 jobs run or wait on it/],
    [0, 1, /^1 session runs or waits on it/],
    [2, 1, /^2 jobs and 1 session run or wait on it/],
  ])("%i jobs and %i sessions are in the way", async (jobs, sessions, reason) => {
    const finding = (await look(jobs, sessions, open).found)?.get(id);
    expect(finding?.refused).toMatchObject({ reason: expect.stringMatching(reason) });
    expect(finding?.refused).not.toHaveProperty("accepts");
  });

  it("asks for jobs that are not over, and for sessions only where there can be any", async () => {
    const { door, found } = look(0, 0);
    expect((await found)?.size).toBe(0);
    expect(door.calls.map(({ operation }) => operation)).toEqual(["ListJobRuns"]);
    expect(door.calls[0]?.input).toMatchObject({
      applicationId: id,
      states: ["SUBMITTED", "QUEUED", "PENDING", "SCHEDULED", "RUNNING", "CANCELLING"],
    });
  });

  it("asks nothing of a resume", async () => {
    const { door, found } = look(1, 1, open, "resume");
    expect((await found)?.size).toBe(0);
    expect(door.calls).toEqual([]);
  });
});

describe("price", () => {
  const lines = (changed: Partial<ApplicationConfiguration>) => kind.price(seen("STARTED", changed));
  const [executor] = saved.configuration.ready;
  if (!executor) throw new Error("The fixture keeps workers ready");
  const driver = { ...executor, role: "Driver", workers: 1, cpu: "2 vCPU", memory: "8 GB" };
  const table = "emr.serverless";

  it("is that of its jobs alone where it keeps nothing ready", () => {
    expect(lines({ ready: [] })).toMatchObject([
      { label: "Workers of jobs", quantity: "metered", stopsWhenPaused: true },
    ]);
  });

  it("is that of all its workers where it keeps some ready and never stops", () => {
    const [, vcpu, memory, ...more] = lines({ ready: [driver, executor] });
    expect(vcpu).toMatchObject({ quantity: 18, price: { table, key: "X86_64.vcpuHour" }, stopsWhenPaused: true });
    expect(memory).toMatchObject({ quantity: 72, price: { table, key: "X86_64.gbHour" }, stopsWhenPaused: true });
    expect(more).toEqual([]);
    expect(vcpu?.note).toMatch(/^18 vCPU: 1 × Driver .*4 × Executor \(4 vCPU, 16 GB, 20 GB STANDARD\).*never stops/);
  });

  it("is another on ARM, and has a line without a price for larger disks", () => {
    const [, vcpu, , disks] = lines({ architecture: "ARM64", ready: [{ ...executor, disk: "120 GB" }] });
    expect(vcpu).toMatchObject({ price: { key: "ARM64.vcpuHour" } });
    expect(disks).toMatchObject({ label: "Disks kept ready", price: null, stopsWhenPaused: true });
  });

  it("is only for the bill to know where it stops by itself", () => {
    const [, ...ready] = lines({ stopsAfterMinutes: 60 });
    expect(ready).toMatchObject([{ quantity: "metered" }, { quantity: "metered" }]);
    expect(ready[0]?.note).toMatch(/after 60 idle minutes/);
  });

  it.each([{ workers: null }, { cpu: null }, { memory: null }])(
    "is unknown, not nothing, where AWS tells %o",
    (left) => {
      const one = { ...executor, ...left };
      expect(lines({ ready: [driver, one] })[1]).toMatchObject({ quantity: 1, price: null, unit: "hour" });
      expect(lines({ ready: [one], stopsAfterMinutes: 15 })[1]).toMatchObject({ quantity: "metered", price: null });
    },
  );
});

describe("and AWS", () => {
  const read = async (application: object) => {
    const door = recordingDoor({ GetApplication: () => ({ application: { applicationId: id, arn, ...application } }) });
    return (await collect(kind.discover(door, [id])))[0];
  };

  it("takes AWS's own defaults where it leaves out when it starts and stops", async () => {
    expect((await read({}))?.detail.configuration).toMatchObject({ startsItself: true, stopsAfterMinutes: 15 });
    const off = { autoStartConfiguration: { enabled: false }, autoStopConfiguration: { enabled: false } };
    expect((await read(off))?.detail.configuration).toMatchObject({ startsItself: false, stopsAfterMinutes: null });
  });

  it("copies no value of a setting", async () => {
    const nested = { classification: "export", properties: { TOKEN: "geheim" } };
    const one = await read({
      runtimeConfiguration: [{ classification: "env", properties: { URL: "geheim" }, configurations: [nested] }],
    });
    expect(one?.detail.configuration.settings).toEqual(["env/export:TOKEN", "env:URL"]);
    expect(JSON.stringify(one)).not.toContain("geheim");
  });

  it("leaves out what was deleted", async () => {
    expect(await read({ state: "TERMINATED" })).toBeUndefined();
  });

  it("sends each step as one exact call", async () => {
    const door = recordingDoor({ StopApplication: () => ({}), StartApplication: () => ({}) });
    const items = [{ nativeId: id, params: {}, token: "t" }];
    await kind.apply(door, "stop", items);
    await kind.apply(door, "start", items);
    expect(door.calls).toEqual([
      { via: "act", operation: "StopApplication", input: { applicationId: id } },
      { via: "act", operation: "StartApplication", input: { applicationId: id } },
    ]);
  });

  it("says of a refused stop what to do about jobs, and of other faults what the door says", async () => {
    const stop = (code: "refused" | "throttled") => {
      const door = recordingDoor({
        StopApplication: () => {
          throw new FaultError({ code, reason: "no", remedy: "as the door says" });
        },
      });
      return kind.apply(door, "stop", [{ nativeId: id, params: {}, token: "t" }]);
    };
    await expect(stop("refused")).rejects.toMatchObject({ fault: { remedy: expect.stringContaining("jobs") } });
    await expect(stop("throttled")).rejects.toMatchObject({ fault: { remedy: "as the door says" } });
  });
});
