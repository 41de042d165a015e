import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import type { Observed, Tags } from "../../core/resource";
import { autoscalingGroup } from "./group";
import type { GroupConfiguration, GroupDetail, Member } from "./group-detail";
import { processParams, type Saved } from "./group-saved";

const configuration: GroupConfiguration = {
  launchTemplate: "lt-1:7",
  launchConfiguration: null,
  mixedInstancesPolicy: null,
  subnets: ["subnet-1"],
  zones: ["eu-central-1a"],
  loadBalancers: [],
  healthCheck: { type: "EC2", graceSeconds: 120 },
  cooldownSeconds: 300,
  warmupSeconds: null,
  terminationPolicies: ["Default"],
  protectsNewMembers: false,
  maxInstanceLifetimeSeconds: null,
  capacityRebalance: false,
  placementGroup: null,
  warmPool: null,
};

function member(id: string, changed: Partial<Member> = {}): Member {
  const state = changed.state === undefined ? "running" : changed.state;
  return {
    id,
    zone: "eu-central-1a",
    type: "m6i.large",
    lifecycle: "InService",
    healthy: true,
    protected: false,
    weight: 1,
    state,
    statusChecks: state === "running" ? "ok" : null,
    spot: false,
    reserved: false,
    unusedPayer: null,
    publicIp: false,
    ebsRoot: true,
    isLinux: true,
    instanceStore: false,
    ...changed,
  };
}

function reservedBy(unusedPayer: Member["unusedPayer"]): Changes {
  return { detail: { members: [member("i-1", { reserved: true, unusedPayer })] } };
}

interface Changes {
  readonly detail?: Partial<GroupDetail>;
  readonly configuration?: Partial<GroupConfiguration>;
  readonly tags?: Tags;
}

function group({ detail, configuration: changed, tags = {} }: Changes = {}): Observed<GroupDetail> {
  return {
    nativeId: "web",
    arn: "arn:aws:autoscaling:eu-central-1:123456789012:autoScalingGroup:1:autoScalingGroupName/web",
    name: "web",
    type: "2 × m6i.large",
    tags,
    detail: {
      status: null,
      limits: { min: 1, max: 4, desired: 2 },
      suspended: [],
      members: [member("i-1"), member("i-2")],
      refreshing: false,
      mayUseSpot: false,
      operator: null,
      ...detail,
      configuration: { ...configuration, ...changed },
    },
  };
}

const by = (reason: string, ...processes: string[]) => processes.map((process) => ({ process, reason }));
const byUser = (...processes: string[]) => by("User suspended at 2026-11-20T10:00:00Z", ...processes);
const freezeAll = [
  "AZRebalance",
  "AlarmNotification",
  "HealthCheck",
  "InstanceRefresh",
  "Launch",
  "ReplaceUnhealthy",
  "ScheduledActions",
  "Terminate",
];
const freeze = autoscalingGroup.options.parse({});
const zero = autoscalingGroup.options.parse({ mode: "zero" });

function planned(seen: Observed<GroupDetail>, options = freeze) {
  const plan = autoscalingGroup.planPause(seen, options);
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

function resumed(saved: Saved, seen: Observed<GroupDetail>) {
  const plan = autoscalingGroup.planResume(saved, seen);
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

const sorted = (step: Step | undefined) => [...processParams.parse(step?.params).processes].sort();

describe("classify", () => {
  const stopped = [member("i-1", { state: "stopped" }), member("i-2", { state: "stopped" })];
  it.each<[string, Changes, string]>([
    ["members that run", {}, "running"],
    ["one member that runs", { detail: { members: [member("i-1"), member("i-2", { state: "stopped" })] } }, "running"],
    ["stopped members", { detail: { members: stopped } }, "paused"],
    ["no members, none wanted", { detail: { members: [], limits: { min: 0, max: 4, desired: 0 } } }, "paused"],
    ["no members, Launch suspended", { detail: { members: [], suspended: byUser("Launch") } }, "paused"],
    ["no members yet", { detail: { members: [] } }, "changing"],
    ["a member on its way", { detail: { members: [member("i-1", { lifecycle: "Pending:Wait" })] } }, "changing"],
    ["a member that stops", { detail: { members: [member("i-1", { state: "stopping" })] } }, "changing"],
    ["an instance refresh", { detail: { refreshing: true } }, "changing"],
    ["deletion", { detail: { status: "Delete in progress" } }, "unsupported"],
    ["an operator", { detail: { operator: "eks.amazonaws.com" } }, "unsupported"],
    ["EKS", { tags: { "eks:nodegroup-name": "ng" } }, "unsupported"],
    ["Beanstalk", { tags: { "elasticbeanstalk:environment-id": "e-1" } }, "unsupported"],
    ["Batch", { tags: { AWSBatchServiceTag: "batch" } }, "unsupported"],
    ["an ECS capacity provider", { tags: { AmazonECSManaged: "true" } }, "unsupported"],
    [
      "EKS, scaled to zero",
      { tags: { "eks:nodegroup-name": "n" }, detail: { members: [], limits: { min: 0, max: 1, desired: 0 } } },
      "paused",
    ],
  ])("%s", (_name, changes, expected) => {
    const classified = autoscalingGroup.classify(group(changes));
    expect(classified.state).toBe(expected);
    if (classified.state === "unsupported") expect([classified.reason, classified.remedy]).not.toContain("");
  });
});

it("names EKS and Batch as the owners of the groups that they made, and nobody else", () => {
  const owner = (name: string, tags: Tags) => {
    const seen = { ...group({ tags }), nativeId: name };
    return [autoscalingGroup.classify(seen).state, autoscalingGroup.relations(seen)];
  };
  const eks = { "eks:cluster-name": "main", "eks:nodegroup-name": "web" };
  const relation = { role: "owner", kind: "eks.nodegroup", nativeId: "main/web" };
  expect(owner("eks-web-1", eks)).toEqual(["running", [relation]]);
  const environment = { role: "owner", kind: "batch.computeEnvironment", nativeId: "nightly" };
  expect(owner("AWSBatch-nightly-asg-640012bd", { AWSBatchServiceTag: "batch" })).toEqual(["running", [environment]]);
  expect(owner("web", {})).toEqual(["running", []]);
});

describe("the money of members that are gone", () => {
  const lines = (before: readonly Member[], now: readonly Member[]) =>
    (
      autoscalingGroup.membersGone?.(
        group({ detail: { members: [...before] } }),
        group({ detail: { members: [...now] } }),
      ) ?? []
    ).map(({ price, quantity }) => [price?.key ?? null, quantity]);
  const two = [member("i-1"), member("i-2")];

  it("is none where they are still there, stopped or not", () => {
    expect(lines(two, two)).toEqual([]);
    expect(lines(two, [member("i-1", { state: "stopped" }), member("i-2", { state: "stopped" })])).toEqual([]);
  });

  it("is what they will cost again, less those that are launched already", () => {
    expect(lines(two, [])).toEqual([
      ["m6i.large", 2],
      [null, "metered"],
    ]);
    expect(lines(two, [member("i-3")])).toEqual([
      ["m6i.large", 1],
      [null, "metered"],
    ]);
    expect(lines(two, [member("i-3"), member("i-4")])).toEqual([]);
  });

  it.each<[string, Member["unusedPayer"], number]>([
    ["of this account", "here", 1],
    ["of a block that was paid in advance", "inAdvance", 1],
    ["that nobody tells the payer of", null, 1],
    ["that another account pays for", "elsewhere", 2],
  ])("is the hours of those in a reservation %s only where they end here", (_whose, unusedPayer, ended) => {
    expect(lines([member("i-1", { reserved: true, unusedPayer }), member("i-2")], [])).toEqual([
      ["m6i.large", ended],
      [null, "metered"],
    ]);
  });

  it.each<[string, Partial<Member>]>([
    ["Windows", { isLinux: false }],
    ["a platform that nobody read", { isLinux: null }],
    ["Spot", { spot: true }],
  ])("has no price for %s", (_name, changed) => {
    expect(lines([member("i-1"), member("i-2", changed)], [])[0]).toEqual([null, 2]);
  });
});

describe("freeze", () => {
  it("suspends what is active, then stops the members that run", () => {
    const members = [member("i-1"), member("i-2"), member("i-3", { state: "stopped" })];
    const plan = planned(group({ detail: { members, suspended: byUser("AZRebalance", "AddToLoadBalancer") } }));
    expect(plan.steps.map((step) => [step.op, step.before, step.after, step.settle])).toEqual([
      ["suspend", "7 processes active", "7 suspended", true],
      ["stopMembers", "2 members running", "2 members stopped", true],
    ]);
    expect(sorted(plan.steps[0])).toEqual(freezeAll.filter((process) => process !== "AZRebalance"));
    expect(plan.steps[1]?.params).toEqual({ instanceIds: ["i-1", "i-2"] });
    expect(plan.saved.suspendedBefore).toEqual(["AZRebalance", "AddToLoadBalancer"]);
    expect(plan.saved.suspendedByUs).not.toContain("AZRebalance");
    expect(plan.saved.members).toEqual([
      { id: "i-1", was: "running" },
      { id: "i-2", was: "running" },
      { id: "i-3", was: "stopped" },
    ]);
    expect(plan.restore).toBe("exact");
  });

  it("suspends nothing where all is suspended already", () => {
    const plan = planned(group({ detail: { suspended: byUser(...freezeAll) } }));
    expect(plan.steps.map((step) => step.op)).toEqual(["stopMembers"]);
    expect(plan.saved.suspendedByUs).toEqual([]);
  });

  it.each<[string, Changes, RegExp]>([
    ["a policy with Spot", { detail: { mayUseSpot: true } }, /Spot/],
    ["a Spot member", { detail: { members: [member("i-1", { spot: true })] } }, /Spot/],
    ["an instance-store root", { detail: { members: [member("i-1", { ebsRoot: false })] } }, /root disk of i-1/],
    ["instance-store disks", { detail: { members: [member("i-1", { instanceStore: true })] } }, /erases/],
    ["disks nobody knows", { detail: { members: [member("i-1", { instanceStore: null })] } }, /does not tell/],
    ["a member EC2 does not list", { detail: { members: [member("i-1"), member("i-9", { state: null })] } }, /i-9/],
  ])("refuses %s", (_name, changes, reason) => {
    const plan = autoscalingGroup.planPause(group(changes), freeze);
    if (plan.result !== "refused") throw new Error("was planned");
    expect(plan.reason).toMatch(reason);
    expect(plan.remedy).not.toBe("");
  });

  it.each<[string, Changes, string]>([
    ["public addresses", { detail: { members: [member("i-1", { publicIp: true })] } }, "new-public-ip"],
    [
      "members in Standby",
      { detail: { members: [member("i-1"), member("i-2", { lifecycle: "Standby" })] } },
      "standby-members",
    ],
    ["a maximum lifetime", { configuration: { maxInstanceLifetimeSeconds: 86_400 } }, "instance-lifetime"],
    ["a reservation", reservedBy("here"), "capacity-reservation"],
    ["a reservation that another account pays for", reservedBy("elsewhere"), "shared-capacity-reservation"],
    ["a reservation that nobody tells the payer of", reservedBy(null), "capacity-reservation-untold"],
    ["a warm pool", { configuration: { warmPool: "{}" } }, "warm-pool"],
    ["scheduled actions", {}, "missed-scheduled-actions"],
  ])("warns of %s", (_name, changes, code) => {
    expect(planned(group(changes)).hazards.map((hazard) => hazard.code)).toContain(code);
  });

  it("erases instance-store disks only where that is allowed", () => {
    const seen = group({ detail: { members: [member("i-1", { instanceStore: true })] } });
    const plan = planned(seen, { ...freeze, instanceStore: true });
    expect(plan.restore).toBe("lossy");
    expect(plan.hazards).toContainEqual(expect.objectContaining({ level: "dataLoss" }));
  });
});

describe("resume of a frozen group", () => {
  const members = [member("i-1"), member("i-2"), member("i-3", { state: "stopped" })];
  const { saved } = planned(group({ detail: { members, suspended: byUser("AZRebalance") } }));
  const frozen = (changed: Partial<GroupDetail> = {}) =>
    group({
      detail: {
        members: members.map((one) => ({ ...one, state: "stopped", statusChecks: null })),
        suspended: byUser(...freezeAll),
        ...changed,
      },
    });

  it("starts what ran, sees it healthy, and gives back exactly the processes that Standby took", () => {
    const plan = resumed(saved, frozen());
    expect(plan.steps.map((step) => step.op)).toEqual(["startMembers", "resume", "markHealthy", "resume"]);
    expect(plan.steps[0]?.params).toEqual({ instanceIds: ["i-1", "i-2"] });
    expect(sorted(plan.steps[1])).toEqual(["HealthCheck"]);
    expect(sorted(plan.steps[3])).toEqual(freezeAll.filter((one) => one !== "AZRebalance" && one !== "HealthCheck"));
    expect(plan.steps.every((step) => step.settle)).toBe(true);
    expect(plan.hazards).toEqual([]);
  });

  it("leaves out what AWS already shows", () => {
    expect(resumed(saved, group({ detail: { members, suspended: byUser("AZRebalance") } })).steps).toEqual([]);
    const half = resumed(saved, frozen({ members, suspended: byUser("AZRebalance", "Launch") }));
    expect(half.steps.map((step) => step.params)).toEqual([{ processes: ["Launch"] }]);
  });

  it("sets members healthy that were found unhealthy while they were stopped", () => {
    const unwell = [member("i-1", { healthy: false }), member("i-2"), members[2] ?? member("i-3")];
    const plan = resumed(saved, frozen({ members: unwell, suspended: byUser("AZRebalance", "ReplaceUnhealthy") }));
    expect(plan.steps.map((step) => step.op)).toEqual(["markHealthy", "resume"]);
  });

  it("never lifts a suspension of AWS's own", () => {
    const suspended = [...byUser("AZRebalance", "HealthCheck"), ...by("Administrative suspension", "Launch")];
    const plan = resumed(saved, frozen({ members, suspended }));
    expect(plan.steps.map((step) => step.params)).toEqual([{ processes: ["HealthCheck"] }]);
    expect(plan.hazards.map((hazard) => hazard.code)).toEqual(["suspended-by-aws"]);
  });

  it("tells limits that somebody changed, and takes theirs as what to bring back", () => {
    const limits = { min: 0, max: 9, desired: 2 };
    const now = frozen({ limits });
    expect(resumed(saved, now).steps.map((step) => step.op)).not.toContain("resize");
    const changed = autoscalingGroup.meanwhile?.(saved, now);
    expect(changed).toMatchObject({
      differences: [{ path: "limits.min" }, { path: "limits.max" }],
      theirs: { limits },
      canSetBack: false,
    });
    expect(changed && autoscalingGroup.meanwhile?.(changed.theirs, now)).toBeNull();
    expect(autoscalingGroup.meanwhile?.(saved, frozen())).toBeNull();
  });

  it("goes on without members that are gone, and names them", () => {
    const rest = frozen().detail.members.filter((one) => one.id !== "i-2");
    const plan = resumed(saved, frozen({ members: rest }));
    expect(plan.steps[0]?.params).toEqual({ instanceIds: ["i-1"] });
    expect(plan.hazards.map((hazard) => hazard.code)).toEqual(["members-gone"]);
    const seen = group({
      detail: { members: [member("i-1"), member("i-3", { state: "stopped" })], suspended: byUser("AZRebalance") },
    });
    expect(autoscalingGroup.verify("resume", saved, seen)).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "members.i-2", saved: "running", now: "gone" }],
    });
  });

  it.each([null, group({ detail: { status: "Delete in progress" } })])("refuses a group that is gone", (seen) => {
    expect(autoscalingGroup.planResume(saved, seen)).toMatchObject({
      result: "refused",
      remedy: expect.stringMatching(/hold/),
    });
  });

  it("is back only when members run, are healthy, and nothing differs", () => {
    const verdict = (changed: Partial<GroupDetail>) =>
      autoscalingGroup.verify(
        "resume",
        saved,
        group({ detail: { members, suspended: byUser("AZRebalance"), ...changed } }),
      );
    expect(verdict({}).verdict).toBe("reached");
    expect(verdict({ members: [member("i-1", { statusChecks: "initializing" }), ...members.slice(1)] }).verdict).toBe(
      "pending",
    );
    expect(verdict({ members: [member("i-1", { healthy: false }), ...members.slice(1)] }).verdict).toBe("pending");
    expect(verdict({ suspended: [] })).toMatchObject({ verdict: "wrong", differences: [{ path: "suspended.0" }] });
    expect(verdict({ limits: { min: 1, max: 5, desired: 2 } })).toMatchObject({
      differences: [{ path: "limits.max" }],
    });
  });

  it("is paused only when ours are suspended and what ran is stopped", () => {
    expect(autoscalingGroup.verify("pause", saved, frozen()).verdict).toBe("reached");
    expect(autoscalingGroup.verify("pause", saved, frozen({ members })).verdict).toBe("pending");
    expect(autoscalingGroup.verify("pause", saved, frozen({ suspended: [] })).verdict).toBe("pending");
    expect(autoscalingGroup.verify("pause", saved, frozen({ members: [] })).verdict).toBe("wrong");
    expect(autoscalingGroup.verify("pause", saved, null).verdict).toBe("gone");
  });
});

describe("zero", () => {
  const { saved, steps, hazards, restore } = planned(group({ detail: { suspended: byUser("AZRebalance") } }), zero);
  const empty = (changed: Partial<GroupDetail> = {}) =>
    group({
      detail: {
        members: [],
        limits: { min: 0, max: 4, desired: 0 },
        suspended: byUser("AZRebalance", "AlarmNotification", "ScheduledActions"),
        ...changed,
      },
    });

  it("keeps what scales away from it, then sets minimum and desired to 0", () => {
    expect(steps.map((step) => [step.op, step.params])).toEqual([
      ["suspend", { processes: ["AlarmNotification", "ScheduledActions"] }],
      ["resize", { min: 0, max: 4, desired: 0 }],
    ]);
    expect(restore).toBe("recreated");
    expect(hazards).toContainEqual(expect.objectContaining({ level: "dataLoss", code: "members-terminated" }));
    expect(saved).toMatchObject({ mode: "zero", members: [], limits: { min: 1, max: 4, desired: 2 } });
  });

  it("is allowed to Spot groups", () => {
    expect(planned(group({ detail: { mayUseSpot: true } }), zero).steps.map((step) => step.op)).toEqual([
      "suspend",
      "resize",
    ]);
  });

  it.each<[string, Changes, RegExp]>([
    ["suspended Launch", { detail: { suspended: byUser("Launch") } }, /Launch/],
    ["suspended Terminate", { detail: { suspended: byUser("Terminate") } }, /Terminate/],
    ["protected members", { detail: { members: [member("i-1", { protected: true })] } }, /1 member protected/],
    ["a warm pool", { configuration: { warmPool: "{}" } }, /warm pool/],
  ])("refuses %s", (_name, changes, reason) => {
    expect(autoscalingGroup.planPause(group(changes), zero)).toMatchObject({
      result: "refused",
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(/freeze/),
    });
  });

  it("restores the sizes in one call and then gives back ours", () => {
    expect(resumed(saved, empty()).steps.map((step) => [step.op, step.params])).toEqual([
      ["resize", { min: 1, max: 4, desired: 2 }],
      ["resume", { processes: ["AlarmNotification", "ScheduledActions"] }],
    ]);
  });

  it("does not trample sizes that somebody set meanwhile", () => {
    const plan = resumed(saved, empty({ limits: { min: 0, max: 4, desired: 1 }, members: [member("i-9")] }));
    expect(plan.steps.map((step) => step.op)).toEqual(["resume"]);
    const higher = empty({ limits: { min: 0, max: 9, desired: 0 } });
    expect(resumed(saved, higher).steps[0]?.params).toEqual({ min: 1, max: 9, desired: 2 });
    expect(autoscalingGroup.meanwhile?.(saved, higher)).toMatchObject({
      differences: [{ path: "limits.max" }],
      theirs: { limits: { min: 1, max: 9, desired: 2 } },
    });
    expect(autoscalingGroup.meanwhile?.(saved, empty())).toBeNull();
    const lower = autoscalingGroup.planResume(saved, empty({ limits: { min: 0, max: 1, desired: 0 } }));
    expect(lower).toMatchObject({ result: "refused", reason: expect.stringMatching(/maximum/) });
  });

  it("waits until as many are in service, by weight", () => {
    const step: Step = { op: "resize", params: saved.limits, before: "", after: "", settle: true };
    const status = (changed: Partial<GroupDetail>) => autoscalingGroup.check(step, group({ detail: changed })).status;
    expect(status({ limits: { min: 0, max: 4, desired: 0 }, members: [] })).toBe("todo");
    expect(status({ members: [] })).toBe("pending");
    expect(status({ members: [member("i-7"), member("i-8", { lifecycle: "Pending" })] })).toBe("pending");
    expect(status({ members: [member("i-7"), member("i-8")] })).toBe("done");
    expect(status({ members: [member("i-7", { weight: 2 })] })).toBe("done");
  });

  it("is paused only when nobody is left, and back when all are in service", () => {
    expect(autoscalingGroup.verify("pause", saved, empty()).verdict).toBe("reached");
    const leaving = [member("i-1", { lifecycle: "Terminating:Wait" })];
    expect(autoscalingGroup.verify("pause", saved, empty({ members: leaving })).verdict).toBe("pending");
    const back = { suspended: byUser("AZRebalance"), members: [member("i-7"), member("i-8")] };
    expect(autoscalingGroup.verify("resume", saved, group({ detail: back })).verdict).toBe("reached");
    expect(autoscalingGroup.verify("resume", saved, group({ detail: { ...back, members: [] } })).verdict).toBe(
      "pending",
    );
  });
});

describe("check", () => {
  const instanceIds = ["i-1", "i-2"];
  const step = (op: string, params: unknown): Step => ({ op, params, before: "", after: "", settle: true });
  const status = (one: Step, detail: Partial<GroupDetail>) => autoscalingGroup.check(one, group({ detail })).status;
  const states = (...each: (string | null)[]) => ({
    members: each.map((state, at) => member(`i-${at + 1}`, { state })),
  });

  it.each<[(string | null)[], string, string]>([
    [["running", "running"], "todo", "done"],
    [["running", "stopped"], "todo", "todo"],
    [["stopping", "stopped"], "pending", "pending"],
    [["stopped", "stopped"], "done", "todo"],
    [["pending", "running"], "pending", "pending"],
    [["running"], "todo", "done"],
  ])("%s: stopping is %s, starting is %s", (each, stopping, starting) => {
    expect(status(step("stopMembers", { instanceIds }), states(...each))).toBe(stopping);
    expect(status(step("startMembers", { instanceIds }), states(...each))).toBe(starting);
  });

  it("waits for status checks after a start, and sends a bounced member again", () => {
    const start = step("startMembers", { instanceIds });
    expect(status(start, { members: [member("i-1"), member("i-2", { statusChecks: "initializing" })] })).toBe(
      "pending",
    );
    expect(autoscalingGroup.check(start, group({ detail: states("running", "stopped") }))).toEqual({
      status: "todo",
      saw: "1 of 2 members running and checked",
    });
  });

  it("reads processes and health back", () => {
    const processes = ["Launch", "Terminate"];
    expect(status(step("suspend", { processes }), { suspended: byUser("Launch") })).toBe("todo");
    expect(status(step("suspend", { processes }), { suspended: byUser("Launch", "Terminate") })).toBe("done");
    expect(status(step("resume", { processes }), { suspended: byUser("Launch") })).toBe("todo");
    expect(status(step("resume", { processes }), { suspended: byUser("AZRebalance") })).toBe("done");
    expect(status(step("markHealthy", { instanceIds }), { members: [member("i-1", { healthy: false })] })).toBe("todo");
    expect(status(step("markHealthy", { instanceIds }), {})).toBe("done");
  });

  it("is blocked by a group that is gone", () => {
    expect(autoscalingGroup.check(step("suspend", { processes: ["Launch"] }), null)).toMatchObject({
      fault: { code: "gone" },
    });
  });

  it("cannot resume all processes by an empty list", async () => {
    const aws = { accountId: "a", region: "r", read: expect.unreachable, act: expect.unreachable } as never;
    const items = [{ nativeId: "web", params: { processes: [] }, token: "t" }];
    await expect(autoscalingGroup.apply(aws, "resume", items)).rejects.toThrow(/Too small/);
  });
});

it("costs nothing by itself: members carry their own price", () => {
  expect(autoscalingGroup.price(group())).toEqual([]);
});
