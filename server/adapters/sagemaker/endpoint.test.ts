import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { recordingDoor } from "../../testing/recording-door";
import type { Scaled } from "../scaling-policies";
import { sagemakerEndpoint } from "./endpoint";
import type { EndpointDetail, EndpointSaved, Seen, Variant } from "./endpoint-detail";

const variant: Variant = {
  name: "main",
  instanceType: "ml.m5.large",
  initialCount: 1,
  initialWeight: 1,
  volumeGb: null,
  isServerless: false,
  initialProvisioned: null,
  initialConcurrency: null,
  count: 3,
  weight: 0.9,
  provisioned: null,
  concurrency: null,
  images: ["registry/model@sha256:1"],
};

const scaled: Scaled = {
  resourceId: "endpoint/scorer/variant/main",
  dimension: "sagemaker:variant:DesiredInstanceCount",
  limits: { min: 2, max: 4, roleArn: null, suspended: { scaleIn: false, scaleOut: false, scheduled: false } },
  tags: { Cost: "7" },
  policies: [{ name: "calls-70", type: "TargetTrackingScaling", configuration: { TargetValue: 70 } }],
  schedules: [
    { name: "morning", schedule: "cron(0 6 * * ? *)", timezone: null, start: null, end: null, min: 2, max: null },
  ],
};

const inService: EndpointDetail = {
  status: "InService",
  failure: null,
  configName: "scorer-1",
  config: { EndpointConfigName: "scorer-1" },
  missingModels: [],
  variants: [variant],
  deployment: null,
  capture: null,
  async: null,
  explainer: null,
  metrics: null,
  shadowVariants: [],
  components: [],
  pools: [],
  selfScaled: [],
  schedules: [],
  isDeploying: false,
  scaling: [scaled],
};

function endpoint(change: Partial<EndpointDetail> = {}, more: Partial<Observed> = {}): Seen {
  const detail = { ...inService, ...change };
  return {
    nativeId: "scorer",
    arn: "arn:aws:sagemaker:x",
    name: "scorer",
    type: "t",
    tags: { Team: "ml" },
    ...more,
    detail,
  };
}

const warm = { isServerless: true, instanceType: null, count: null, initialProvisioned: 2, provisioned: 2 };
const reserved = (CapacityReservationConfig: Record<string, string>) => ({
  EndpointConfigName: "scorer-1",
  ProductionVariants: [{ VariantName: "main", CapacityReservationConfig }],
});

const { classify, planPause, planResume, check, verify, price, apply } = sagemakerEndpoint;
const meanwhile = (saved: EndpointSaved, seen: Seen) => sagemakerEndpoint.meanwhile?.(saved, seen) ?? null;

function pausePlan(seen: Seen) {
  const plan = planPause(seen, { recreate: true });
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

function resumeSteps(saved: EndpointSaved, seen: Seen | null) {
  const plan = planResume(saved, seen);
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan.steps;
}

const saved = pausePlan(endpoint()).saved;
const ops = (steps: readonly Step[]) => steps.map(({ op }) => op);
const shortage = "Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error";
const fresh: Variant = { ...variant, count: 1, weight: 1 };

describe("classify", () => {
  it.each([
    ["InService", "running"],
    ["Creating", "changing"],
    ["Updating", "changing"],
    ["SystemUpdating", "changing"],
    ["RollingBack", "changing"],
    ["Deleting", "changing"],
    ["AWordYetToCome", "changing"],
    ["Failed", "unsupported"],
    ["OutOfService", "unsupported"],
    ["UpdateRollbackFailed", "unsupported"],
  ])("%s is %s", (status, state) => {
    expect(classify(endpoint({ status }))).toMatchObject({ state, saw: status });
  });
});

it("says what SageMaker takes of a broken one", () => {
  expect(classify(endpoint({ status: "Failed" }))).toMatchObject({ remedy: expect.stringMatching(/^Delete it/) });
  expect(classify(endpoint({ status: "OutOfService" }))).toMatchObject({ remedy: expect.stringMatching(/^Update it/) });
});

describe("planPause", () => {
  it("does nothing that nobody accepted", () => {
    expect(planPause(endpoint(), { recreate: false })).toMatchObject({
      result: "refused",
      reason: expect.stringContaining("deletes the endpoint"),
      remedy: expect.stringContaining("recreate"),
    });
  });

  it.each<[string, Partial<EndpointDetail>]>([
    ["configuration was deleted", { config: null }],
    ["Models of its configuration were deleted: m1", { missingModels: ["m1"] }],
    ["Inference components run on it", { components: ["c1"] }],
    ["shadow test", { shadowVariants: ["s1"] }],
    ["deployment is in progress", { isDeploying: true }],
    ["instance pools", { pools: ["main"] }],
    ["scales the instances of main itself", { selfScaled: ["main"] }],
    [
      "training plan reserves the machines of main",
      {
        config: reserved({ MlReservationArn: "arn:plan", CapacityReservationPreference: "capacity-reservations-only" }),
      },
    ],
    [
      "not as its configuration says any more: concurrency of main",
      {
        variants: [{ ...variant, ...warm, initialConcurrency: 5, concurrency: 20 }],
      },
    ],
    ["Model monitoring", { schedules: ["drift"] }],
    ["step scaling", { scaling: [{ ...scaled, policies: [{ name: "s", type: "StepScaling", configuration: {} }] }] }],
    ["bills nothing", { variants: [{ ...variant, count: 0 }] }],
    ["bills nothing", { variants: [{ ...variant, isServerless: true, count: null }] }],
    [
      "provisioned concurrency of main",
      { variants: [{ ...variant, isServerless: true, count: null, initialProvisioned: 1, provisioned: 4 }] },
    ],
    ["data capture", { capture: { EnableCapture: true, DestinationS3Uri: "s3://a", CurrentSamplingPercentage: 5 } }],
  ])("refuses what would not come back: %s", (reason, change) => {
    const plan = planPause(endpoint(change), { recreate: true });
    expect(plan).toMatchObject({ result: "refused", reason: expect.stringContaining(reason) });
    expect("remedy" in plan && plan.remedy.length).toBeGreaterThan(10);
  });

  it("takes what a configuration tells of reservations and of concurrency without any", () => {
    expect(pausePlan(endpoint({ config: reserved({}) })).steps).toHaveLength(1);
    const same = { ...variant, ...warm, initialConcurrency: 5, concurrency: 5 };
    expect(pausePlan(endpoint({ variants: [same] })).steps).toHaveLength(1);
    expect(pausePlan(endpoint({ variants: [{ ...same, concurrency: null }] })).steps).toHaveLength(1);
  });

  it("takes data capture that is as its configuration says", () => {
    const DataCaptureConfig = { EnableCapture: true, DestinationS3Uri: "s3://a", InitialSamplingPercentage: 5 };
    const capture = { EnableCapture: true, DestinationS3Uri: "s3://a", CurrentSamplingPercentage: 5 };
    expect(pausePlan(endpoint({ config: { DataCaptureConfig }, capture })).steps).toHaveLength(1);
  });

  it("warns that capacity is not promised, and of what is lost", () => {
    const codes = (seen: Seen) => pausePlan(seen).hazards.map(({ code, level }) => `${level} ${code}`);
    expect(codes(endpoint())).toContain("warning capacity-not-promised");
    expect(codes(endpoint({ async: { OutputConfig: {} } }))).toContain("dataLoss async-queue-lost");
    const once = {
      ...scaled,
      schedules: [{ ...(scaled.schedules[0] ?? never()), schedule: "at(2026-12-01T00:00:00)" }],
    };
    const plan = pausePlan(endpoint({ scaling: [once] }));
    expect(plan.restore).toBe("lossy");
    expect(plan.saved.scaling).toEqual([once]);
    expect(codes(endpoint({ scaling: [once] }))).toContain("warning one-time-scaling");
    const stack = endpoint({}, { tags: { Team: "ml", "aws:cloudformation:stack-name": "s" } });
    expect(codes(stack)).toContain("warning aws-tags-lost");
    expect(pausePlan(stack).saved.configuration.tags).toEqual({ Team: "ml" });
    expect(pausePlan(endpoint()).restore).toBe("recreated");
  });
});

function never(): never {
  throw new Error("missing");
}

describe("scaling that runs once", () => {
  const [each = never()] = scaled.schedules;
  const later = { ...each, name: "launch", schedule: "at(2026-12-01T00:00:00)", timezone: "Europe/Berlin" };
  const once = { ...scaled, schedules: [each, later] };
  const held = pausePlan(endpoint({ scaling: [once] })).saved;
  const put = resumeSteps(held, null).at(-1) ?? never();
  const back = endpoint({ scaling: [scaled] });

  it("is put again while its time is to come, by its own time zone, and is done with when it is over", () => {
    expect(put).toMatchObject({ op: "putSchedule", params: { schedule: later } });
    // Midnight in Berlin is 23:00 of the day before in UTC.
    const at = (time: string) => sagemakerEndpoint.check(put, back, new Date(time)).status;
    expect(at("2026-11-30T22:59:59Z")).toBe("todo");
    expect(at("2026-11-30T23:00:00Z")).toBe("done");
    expect(sagemakerEndpoint.check(put, endpoint({ scaling: [once] }), new Date("2026-11-30T12:00:00Z")).status).toBe(
      "done",
    );
  });

  it("is compared where it is there, and not missed where it is not", () => {
    expect(sagemakerEndpoint.verify("resume", held, endpoint({ scaling: [once] })).verdict).toBe("reached");
    expect(sagemakerEndpoint.verify("resume", held, back).verdict).toBe("reached");
    const moved = { ...once, schedules: [each, { ...later, max: 9 }] };
    expect(sagemakerEndpoint.verify("resume", held, endpoint({ scaling: [moved] })).verdict).toBe("wrong");
    expect(
      sagemakerEndpoint.verify("resume", held, endpoint({ scaling: [{ ...scaled, schedules: [] }] })),
    ).toMatchObject({ verdict: "wrong", differences: [{ path: expect.stringContaining("morning") }] });
  });

  it("is left to people where the endpoint is up: nobody knows whether it had its time", () => {
    const plan = sagemakerEndpoint.planResume(held, back);
    expect(plan).toMatchObject({
      steps: [],
      hazards: [
        { code: "one-time-scaling-left-out", detail: expect.stringContaining("launch at(2026-12-01T00:00:00)") },
      ],
    });
  });
});

describe("planResume", () => {
  it("makes it again, then weights, counts and scaling one after another", () => {
    const steps = resumeSteps(saved, null);
    expect(ops(steps)).toEqual(["create", "setWeights", "setCount", "registerTarget", "putPolicy", "putSchedule"]);
    expect(steps[0]?.params).toEqual({ configName: "scorer-1", tags: { Team: "ml" }, deployment: null });
  });

  it("does the same while the old one is still being deleted, and while the new one is being made", () => {
    expect(resumeSteps(saved, endpoint({ status: "Deleting" }))).toEqual(resumeSteps(saved, null));
    expect(resumeSteps(saved, endpoint({ status: "Creating", variants: [] }))).toEqual(resumeSteps(saved, null));
  });

  it("takes a failed one away first", () => {
    const failed = endpoint({ status: "Failed", failure: "the container did not answer", scaling: [] });
    expect(ops(resumeSteps(saved, failed)).slice(0, 2)).toEqual(["clear", "create"]);
  });

  it("leaves out what is there already", () => {
    expect(resumeSteps(saved, endpoint())).toEqual([]);
    expect(ops(resumeSteps(saved, endpoint({ variants: [fresh], scaling: [] })))).toEqual([
      "setWeights",
      "setCount",
      "registerTarget",
      "putPolicy",
      "putSchedule",
    ]);
  });

  it("leaves a count that its scaling moved within its range", () => {
    expect(resumeSteps(saved, endpoint({ variants: [{ ...variant, count: 4 }] }))).toEqual([]);
  });

  it("refuses another endpoint of the name, and one that cannot be used", () => {
    expect(planResume(saved, endpoint({ configName: "other" }))).toMatchObject({ result: "refused" });
    expect(planResume(saved, endpoint({ status: "UpdateRollbackFailed" }))).toMatchObject({ result: "refused" });
  });
});

describe("check", () => {
  const [create, setWeights, setCount, register] = resumeSteps(saved, null);
  const remove: Step = { op: "delete", params: {}, before: "", after: "", settle: true };
  const clear: Step = { ...remove, op: "clear" };
  const rows: [string, Step | undefined, Seen | null, string][] = [
    ["delete, in service", remove, endpoint(), "todo"],
    ["delete, being changed", remove, endpoint({ status: "Updating" }), "pending"],
    ["delete, on its way", remove, endpoint({ status: "Deleting" }), "pending"],
    ["delete, gone", remove, null, "done"],
    ["clear, failed", clear, endpoint({ status: "Failed" }), "todo"],
    ["clear, on its way", clear, endpoint({ status: "Deleting" }), "pending"],
    ["clear, gone", clear, null, "done"],
    ["clear, made again meanwhile", clear, endpoint(), "done"],
    ["create, gone", create, null, "todo"],
    ["create, still being deleted", create, endpoint({ status: "Deleting" }), "pending"],
    ["create, on its way", create, endpoint({ status: "Creating" }), "pending"],
    ["create, there", create, endpoint(), "done"],
    ["create, there and being changed", create, endpoint({ status: "Updating" }), "done"],
    ["create, no machines", create, endpoint({ status: "Failed", failure: shortage }), "todo"],
    ["create, broken", create, endpoint({ status: "Failed", failure: "ping health check" }), "blocked"],
    ["create, another one", create, endpoint({ configName: "other" }), "blocked"],
    ["weights, gone", setWeights, null, "blocked"],
    ["weights, new", setWeights, endpoint({ variants: [fresh] }), "todo"],
    ["weights, there", setWeights, endpoint(), "done"],
    ["count, on its way", setCount, endpoint({ status: "Updating", variants: [fresh] }), "pending"],
    ["count, new", setCount, endpoint({ variants: [fresh], scaling: [] }), "todo"],
    ["count, no machines", setCount, endpoint({ variants: [fresh], scaling: [], failure: shortage }), "blocked"],
    ["count, there in spite of an older failure", setCount, endpoint({ failure: shortage }), "done"],
    ["count, there", setCount, endpoint(), "done"],
    ["count, failed", setCount, endpoint({ status: "Failed" }), "blocked"],
    ["target, none", register, endpoint({ scaling: [] }), "todo"],
    ["target, there", register, endpoint(), "done"],
    ["target, being changed", register, endpoint({ status: "Updating", scaling: [] }), "pending"],
  ];
  it.each(rows)("%s", (_name, step, seen, status) => {
    expect(check(step ?? never(), seen).status).toBe(status);
  });
});

it("lets the engine wait for the machines of a count, too", () => {
  const short = endpoint({ variants: [fresh], scaling: [], failure: shortage });
  const [, , setCount] = resumeSteps(saved, null);
  expect(check(setCount ?? never(), short)).toMatchObject({ fault: { code: "capacity", reason: shortage } });
});

describe("verify", () => {
  it("is paused when it is gone, and never before", () => {
    expect(verify("pause", saved, null).verdict).toBe("reached");
    expect(verify("pause", saved, endpoint({ status: "Deleting" })).verdict).toBe("pending");
  });

  it("compares every attribute of what was made again", () => {
    expect(verify("resume", saved, endpoint()).verdict).toBe("reached");
    expect(verify("resume", saved, endpoint({ status: "Creating" })).verdict).toBe("pending");
    expect(verify("resume", saved, null).verdict).toBe("gone");
    const paths = (seen: Seen) => {
      const verdict = verify("resume", saved, seen);
      return verdict.verdict === "wrong" ? verdict.differences.map(({ path }) => path) : [];
    };
    expect(paths(endpoint({}, { tags: { Team: "other" } }))).toEqual(["tags.Team"]);
    expect(paths(endpoint({ configName: "other" }))).toEqual(["configName"]);
    expect(paths(endpoint({ config: { EndpointConfigName: "scorer-1", KmsKeyId: "k" } }))).toEqual(["config.KmsKeyId"]);
    expect(paths(endpoint({ variants: [{ ...variant, weight: 1 }] }))).toEqual(["variants.main.weight"]);
    expect(paths(endpoint({ variants: [{ ...variant, count: 9 }] }))).toEqual(["variants.main.count"]);
    expect(paths(endpoint({ variants: [{ ...variant, images: ["x@sha256:2"] }] }))).toEqual(["variants.main.images.0"]);
    expect(paths(endpoint({ deployment: { RollingUpdatePolicy: {} } }))).toEqual(["deployment"]);
    expect(paths(endpoint({ scaling: [] }))).toEqual(["scaling.main"]);
    expect(paths(endpoint({ scaling: [{ ...scaled, policies: [] }] }))).toEqual(["scaling.main.policies.calls-70"]);
    expect(paths(endpoint({ status: "Failed" }))).toEqual(["status"]);
  });
});

describe("meanwhile", () => {
  it("sees nobody in a resume that was broken off half way", () => {
    expect(meanwhile(saved, endpoint({ variants: [fresh], scaling: [] }))).toBeNull();
    expect(meanwhile(saved, endpoint({ variants: [{ ...fresh, weight: 0.9 }], scaling: [] }))).toBeNull();
    expect(meanwhile(saved, endpoint({ scaling: [{ ...scaled, policies: [], schedules: [] }] }))).toBeNull();
    expect(meanwhile(saved, endpoint({ scaling: [{ ...scaled, tags: {}, policies: [] }] }))).toBeNull();
    expect(meanwhile(saved, endpoint())).toBeNull();
    expect(meanwhile(saved, endpoint({ status: "Failed", configName: "other" }))).toBeNull();
  });

  it("sees what somebody else made, and keeps theirs where asked", () => {
    const other = endpoint({ configName: "scorer-2", config: { EndpointConfigName: "scorer-2" } }, { tags: {} });
    const found = meanwhile(saved, other);
    expect(found?.differences.map(({ path }) => path)).toEqual([
      "configName",
      "config.EndpointConfigName",
      "tags.Team",
    ]);
    expect(found?.canSetBack).toBe(false);
    expect(found && resumeSteps(found.theirs, other)).toEqual([]);
    expect(found && verify("resume", found.theirs, other).verdict).toBe("reached");
  });

  it("can set back counts, weights and limits", () => {
    const limits = { ...scaled.limits, max: 8 };
    const other = endpoint({ variants: [{ ...variant, count: 7, weight: 0.5 }], scaling: [{ ...scaled, limits }] });
    const found = meanwhile(saved, other);
    expect(found?.differences.map(({ path }) => path)).toEqual([
      "variants.main.count",
      "variants.main.weight",
      "scaling.main.max",
    ]);
    expect(found?.canSetBack).toBe(true);
    expect(ops(resumeSteps(saved, other))).toEqual(["setWeights", "registerTarget"]);
    expect(found && resumeSteps(found.theirs, other)).toEqual([]);
  });

  it("can set back a tag of a target, and cannot take away one that somebody added", () => {
    const tagged = (tags: Scaled["tags"]) => meanwhile(saved, endpoint({ scaling: [{ ...scaled, tags }] }));
    expect(tagged({ Cost: "8" })).toMatchObject({
      canSetBack: true,
      differences: [{ path: "scaling.main.tags.Cost" }],
    });
    expect(tagged({ Cost: "7", More: "x" })).toMatchObject({ canSetBack: false });
    expect(ops(resumeSteps(saved, endpoint({ scaling: [{ ...scaled, tags: {} }] })))).toEqual(["registerTarget"]);
  });

  it("cannot take away a target that somebody added", () => {
    const more: Scaled = { ...scaled, resourceId: "endpoint/scorer/variant/other" };
    const found = meanwhile(saved, endpoint({ scaling: [scaled, more] }));
    expect(found?.differences.map(({ path }) => path)).toEqual(["scaling.other"]);
    expect(found?.canSetBack).toBe(false);
  });
});

describe("apply", () => {
  const item = { nativeId: "scorer", params: { configName: "scorer-1", tags: {}, deployment: null }, token: "t" };
  const refusal =
    (reason: string, code: "refused" | "gone" = "refused") =>
    () => {
      throw new FaultError({ code, reason, remedy: "" });
    };
  const taken = refusal('Cannot create already existing endpoint "arn"');

  it("takes a failed endpoint away and tells the engine to wait for machines", async () => {
    const aws = recordingDoor({
      CreateEndpoint: taken,
      DescribeEndpoint: () => ({ EndpointStatus: "Failed", FailureReason: shortage }),
      DeleteEndpoint: () => ({}),
    });
    await expect(apply(aws, "create", [item])).rejects.toMatchObject({ fault: { code: "capacity", reason: shortage } });
    expect(aws.calls.map(({ operation }) => operation)).toEqual([
      "CreateEndpoint",
      "DescribeEndpoint",
      "DeleteEndpoint",
    ]);
  });

  it.each([["Creating"], ["InService"], ["Failed"]])("leaves one that is %s for other reasons", async (status) => {
    const aws = recordingDoor({
      CreateEndpoint: taken,
      DescribeEndpoint: () => ({ EndpointStatus: status, FailureReason: "ping health check" }),
    });
    expect(await apply(aws, "create", [item])).toEqual([{ nativeId: "scorer", fault: null }]);
  });

  it("says what to do when the configuration was deleted meanwhile", async () => {
    const aws = recordingDoor({ CreateEndpoint: refusal("Could not find endpoint configuration", "gone") });
    await expect(apply(aws, "create", [item])).rejects.toMatchObject({
      fault: { code: "gone", remedy: expect.stringContaining("scorer-1") },
    });
  });
});

describe("price", () => {
  it("counts machines, which end with the endpoint", () => {
    expect(price(endpoint())).toEqual([
      {
        label: "Hosting instances",
        note: "main: 3 × ml.m5.large",
        price: { table: "sagemaker.instance", key: "ml.m5.large" },
        quantity: 3,
        unit: "hour",
        stopsWhenPaused: true,
      },
    ]);
  });

  it("counts the machines of a shadow variant, too", () => {
    const shadow = { VariantName: "next", InstanceType: "ml.g5.xlarge", InitialInstanceCount: 2 };
    const config = { EndpointConfigName: "scorer-1", ShadowProductionVariants: [shadow] };
    expect(price(endpoint({ config }))).toMatchObject([
      { price: { key: "ml.m5.large" }, quantity: 3 },
      { note: "next (shadow): 2 × ml.g5.xlarge", price: { key: "ml.g5.xlarge" }, quantity: 2, stopsWhenPaused: true },
    ]);
  });

  it("never calls what it does not know nothing", () => {
    expect(price(endpoint({ config: null, variants: [] }))).toMatchObject([{ price: null, quantity: 1 }]);
    const lines = (one: Partial<Variant>) => price(endpoint({ variants: [{ ...variant, ...one }] }));
    expect(lines({ instanceType: null })).toMatchObject([{ price: null, quantity: 3 }]);
    expect(lines({ volumeGb: 50 })).toMatchObject([{}, { price: null, quantity: 150 }]);
    expect(lines({ isServerless: true, provisioned: 2 })).toMatchObject([{ price: null, quantity: 2 }]);
  });
});
