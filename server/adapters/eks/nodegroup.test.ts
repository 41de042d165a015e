import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { recordingDoor } from "../../testing/recording-door";
import { eksNodegroup } from "./nodegroup";
import type { NodegroupConfiguration, NodegroupDetail } from "./nodegroup-detail";
import type { Nodes } from "./nodegroup-nodes";

const configuration: NodegroupConfiguration = {
  version: "1.33",
  releaseVersion: "1.33.5-20261106",
  amiType: "AL2023_x86_64_STANDARD",
  capacityType: "ON_DEMAND",
  instanceTypes: ["m6i.large"],
  subnets: ["subnet-1"],
  nodeRole: "arn:aws:iam::111122223333:role/node",
  diskGb: 40,
  labels: { pool: "general" },
  taints: ["dedicated=data:NO_SCHEDULE"],
  launchTemplate: null,
  remoteAccess: null,
  update: null,
  repair: null,
  warmPool: null,
};
const sizes = { min: 1, max: 5, desired: 2 };
const none = { min: 0, max: 5, desired: 0 };
const saved = { sizes, configuration };

function group(over: Partial<NodegroupDetail> = {}): Observed<NodegroupDetail> {
  const own = over.sizes ?? sizes;
  const nodes = count(own.desired);
  const detail = { status: "ACTIVE", sizes, nodes, issues: [], hasWarmPool: false, configuration, ...over };
  return { nativeId: "lab/general", arn: "arn:aws:eks:x", name: "general", type: "2 × m6i.large", tags: {}, detail };
}
const count = (all: number, inService = all): Nodes => ({
  all,
  inService,
  types: all > 0 ? { "m6i.large": all } : {},
  reserved: [],
});
const reservedBy = (unusedPayer: Nodes["reserved"][number]["unusedPayer"], many = 1): Partial<NodegroupDetail> => ({
  nodes: { ...count(2), reserved: [{ type: "m6i.large", unusedPayer, count: many }] },
});
const inBlock = { configuration: { ...configuration, capacityType: "CAPACITY_BLOCK" } };
const down: Step = { op: "scale", params: { min: 0, desired: 0 }, before: "", after: "", settle: true };
const up: Step = { ...down, params: sizes };

function pausePlan(over: Partial<NodegroupDetail> = {}) {
  const plan = eksNodegroup.planPause(group(over), {});
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

function resumePlan(seen: Observed<NodegroupDetail>) {
  const plan = eksNodegroup.planResume(saved, seen);
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

describe("classify", () => {
  it.each<[string, Partial<NodegroupDetail>, string]>([
    ["active", {}, "running"],
    ["active, short of a node", { nodes: count(1) }, "running"],
    ["no nodes", { sizes: none }, "paused"],
    ["no nodes wanted, one left", { sizes: none, nodes: count(1) }, "changing"],
    ["no nodes wanted, degraded", { sizes: none, status: "DEGRADED" }, "paused"],
    ["updating", { status: "UPDATING" }, "changing"],
    ["updating to no nodes", { status: "UPDATING", sizes: none }, "changing"],
    ["being deleted", { status: "DELETING" }, "changing"],
    ["degraded", { status: "DEGRADED", issues: [{ code: "AccessDenied", message: "no" }] }, "unsupported"],
    ["never made", { status: "CREATE_FAILED" }, "unsupported"],
    ["a word of next year", { status: "RESTING" }, "changing"],
  ])("%s", (_name, over, state) => {
    expect(eksNodegroup.classify(group(over)).state).toBe(state);
  });

  it("says what EKS complains about", () => {
    const issues = [{ code: "AccessDenied", message: "no permission to join" }];
    expect(eksNodegroup.classify(group({ status: "DEGRADED", issues }))).toMatchObject({
      reason: expect.stringMatching(/AccessDenied \(no permission to join\)/),
    });
  });
});

describe("pause", () => {
  it("takes minimum and number to 0, and never names the maximum", () => {
    const plan = pausePlan();
    expect(plan.steps.map(({ op, params }) => ({ op, params }))).toEqual([
      { op: "scale", params: { min: 0, desired: 0 } },
    ]);
    expect(plan.saved).toEqual(saved);
    expect(plan.restore).toBe("recreated");
  });

  it("says that data on the nodes is lost and that autoscalers fight", () => {
    const codes = pausePlan().hazards.map(({ level, code }) => `${level} ${code}`);
    expect(codes).toEqual([
      "dataLoss nodes-terminated",
      "warning cluster-autoscaler",
      "note pods-wait",
      "note control-plane-bills",
    ]);
    const more = pausePlan({ hasWarmPool: true, configuration: { ...configuration, capacityType: "SPOT" } });
    expect(more.hazards.map(({ code }) => code).slice(4)).toEqual(["spot-capacity", "warm-pool"]);
  });

  it.each<[string, Partial<NodegroupDetail>, string, RegExp]>([
    ["this account pays", reservedBy("here"), "warning capacity-reservation", /1 node runs.*saves nothing/],
    ["another account pays", reservedBy("elsewhere", 2), "note shared-capacity-reservation", /2 nodes run.*saved here/],
    ["nobody tells who pays", reservedBy(null), "warning capacity-reservation-untold", /does not tell/],
    ["a block was paid in advance", inBlock, "warning capacity-block", /2 nodes run in a capacity block/],
  ])("says of a reservation what no nodes save where %s", (_who, over, words, detail) => {
    const hazard = pausePlan(over).hazards.at(-1);
    expect(`${hazard?.level} ${hazard?.code}`).toBe(words);
    expect(hazard?.detail).toMatch(detail);
  });

  it("refuses where nobody could see the nodes go", () => {
    expect(eksNodegroup.planPause(group({ nodes: null }), {})).toMatchObject({
      result: "refused",
      reason: expect.stringMatching(/Auto Scaling group/),
    });
  });
});

describe("resume", () => {
  it("gives back all three sizes, and nothing where they are back", () => {
    expect(resumePlan(group({ sizes: none })).steps).toMatchObject([{ op: "scale", params: sizes }]);
    expect(resumePlan(group()).steps).toEqual([]);
    expect(resumePlan(group({ nodes: count(2, 1) })).steps).toHaveLength(1);
  });

  it("refuses what is gone", () => {
    expect(eksNodegroup.planResume(saved, null)).toMatchObject({ result: "refused" });
    expect(eksNodegroup.planResume(saved, group({ status: "DELETING" }))).toMatchObject({ result: "refused" });
  });
});

describe("check", () => {
  it.each<[string, Partial<NodegroupDetail>, string, string]>([
    ["as it was", {}, "todo", "done"],
    ["no nodes", { sizes: none }, "done", "todo"],
    ["no nodes, EKS at it", { sizes: none, status: "UPDATING" }, "pending", "pending"],
    ["a node left", { sizes: none, nodes: count(1) }, "pending", "todo"],
    ["a node that boots", { nodes: count(2, 1) }, "todo", "pending"],
    ["moved by an autoscaler within its limits", { sizes: { ...sizes, desired: 4 } }, "todo", "done"],
    ["another maximum", { sizes: { ...sizes, max: 9 } }, "todo", "todo"],
    ["being deleted", { status: "DELETING" }, "blocked", "blocked"],
    ["without its group", { sizes: none, nodes: null }, "pending", "todo"],
    ["degraded before its turn", { status: "DEGRADED" }, "todo", "blocked"],
    ["degraded, a node left", { sizes: none, status: "DEGRADED", nodes: count(1) }, "pending", "todo"],
    ["degraded without nodes", { sizes: none, status: "DEGRADED" }, "done", "todo"],
    ["degraded without its group", { sizes: none, status: "DEGRADED", nodes: null }, "blocked", "blocked"],
  ])("%s", (_name, over, ofPause, ofResume) => {
    expect([eksNodegroup.check(down, group(over)).status, eksNodegroup.check(up, group(over)).status]).toEqual([
      ofPause,
      ofResume,
    ]);
  });

  it.each([
    ["AsgInstanceLaunchFailures", "We currently do not have sufficient m6i.large capacity", "capacity"],
    ["AsgInstanceLaunchFailures", "The key pair is gone", "refused"],
    ["InstanceLimitExceeded", "", "quota"],
  ])("tells by %s (%s) that it is %s", (code, message, fault) => {
    const seen = group({ status: "DEGRADED", nodes: count(0), issues: [{ code, message }] });
    expect(eksNodegroup.check(up, seen)).toMatchObject({ status: "blocked", fault: { code: fault } });
  });

  it("is blocked by what is gone", () => {
    expect(eksNodegroup.check(up, null)).toMatchObject({ status: "blocked", fault: { code: "gone" } });
  });
});

describe("verify", () => {
  it("is paused when the last node is gone", () => {
    expect(eksNodegroup.verify("pause", saved, group({ sizes: none })).verdict).toBe("reached");
    expect(eksNodegroup.verify("pause", saved, group({ sizes: none, nodes: count(1) })).verdict).toBe("pending");
    expect(eksNodegroup.verify("pause", saved, group({ sizes: { ...none, desired: 1 } }))).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "sizes.desired", saved: "0", now: "1" }],
    });
    expect(eksNodegroup.verify("pause", saved, null).verdict).toBe("gone");
  });

  it("compares sizes and configuration", () => {
    expect(eksNodegroup.verify("resume", saved, group()).verdict).toBe("reached");
    expect(eksNodegroup.verify("resume", saved, group({ nodes: count(1) })).verdict).toBe("pending");
    const seen = group({ sizes: { ...sizes, max: 9 }, configuration: { ...configuration, labels: { pool: "x" } } });
    expect(eksNodegroup.verify("resume", saved, seen)).toMatchObject({
      verdict: "wrong",
      differences: [
        { path: "sizes.max", saved: "5", now: "9" },
        { path: "configuration.labels.pool", saved: "general", now: "x" },
      ],
    });
  });
});

describe("meanwhile", () => {
  const of = (over: Partial<NodegroupDetail>) => eksNodegroup.meanwhile?.(saved, group(over));

  it("sees nothing in what is paused, half way, or back", () => {
    expect(of({ sizes: none })).toBeNull();
    expect(of({})).toBeNull();
    expect(of({ sizes: { ...sizes, desired: 4 } })).toBeNull();
  });

  it.each<[string, Partial<NodegroupDetail>, string[], boolean]>([
    ["another maximum", { sizes: { ...none, max: 9 } }, ["sizes.max"], true],
    ["nodes that somebody started", { sizes: { ...none, desired: 3 } }, ["sizes.desired"], true],
    [
      "a new release",
      { sizes: none, configuration: { ...configuration, releaseVersion: "1.34.1-20261201" } },
      ["configuration.releaseVersion"],
      false,
    ],
  ])("%s", (_name, over, paths, canSetBack) => {
    const found = of(over);
    expect(found?.differences.map(({ path }) => path)).toEqual(paths);
    expect(found?.canSetBack).toBe(canSetBack);
  });

  it("keeps theirs, and the saved number where their limits have room for it", () => {
    expect(of({ sizes: { ...none, max: 9 } })?.theirs.sizes).toEqual({ min: 1, max: 9, desired: 2 });
    expect(of({ sizes: { ...none, max: 1 } })?.theirs.sizes).toEqual({ min: 1, max: 1, desired: 1 });
    const changed = { ...configuration, labels: {} };
    expect(of({ sizes: none, configuration: changed })?.theirs).toEqual({ sizes, configuration: changed });
  });
});

describe("price", () => {
  const gone = (before: Partial<NodegroupDetail>, now: Partial<NodegroupDetail> = { sizes: none }) =>
    (eksNodegroup.membersGone?.(group(before), group(now)) ?? []).map(({ label, price, quantity }) => [
      label,
      price?.key ?? null,
      quantity,
    ]);

  it("counts no node that is there: it is an instance with a price of its own", () => {
    expect(eksNodegroup.price(group()).map(({ quantity }) => quantity)).toEqual(["metered"]);
    expect(gone({}, {})).toEqual([]);
  });

  it("knows what the nodes that a pause ended will bill again, each type by itself", () => {
    expect(gone({})).toEqual([
      ["Nodes", "m6i.large", 2],
      ["Node disks", null, "metered"],
    ]);
    expect(gone({ nodes: { ...count(3), types: { "m6i.large": 2, "c6i.large": 1 } } }, { nodes: count(1) })).toEqual([
      ["Nodes", "m6i.large", 1],
      ["Nodes", "c6i.large", 1],
      ["Node disks", null, "metered"],
    ]);
  });

  it.each<[string, Partial<NodegroupDetail>, number[]]>([
    ["this account pays for", reservedBy("here"), [1]],
    ["this account pays for, all nodes in it", reservedBy("here", 2), []],
    ["nobody tells the payer of", reservedBy(null), [1]],
    ["another account pays for", reservedBy("elsewhere"), [2]],
    ["was paid in advance", inBlock, []],
  ])("counts no hours that bill on in a reservation that %s", (_whose, over, hours) => {
    expect(gone(over).map(([, , quantity]) => quantity)).toEqual([...hours, "metered"]);
  });

  it("counts of a reserved type the nodes that are gone, not those that stayed", () => {
    expect(
      gone(reservedBy("here"), { nodes: { ...count(1), reserved: reservedBy("here").nodes?.reserved ?? [] } })[0],
    ).toEqual(["Nodes", "m6i.large", 1]);
  });

  it("takes nothing off for nodes of a block, which was paid in advance", () => {
    expect(eksNodegroup.price(group(inBlock))).toMatchObject([
      { stopsWhenPaused: false, note: expect.stringMatching(/in advance/) },
    ]);
  });

  it.each<[string, Partial<NodegroupDetail["configuration"]>]>([
    ["Spot", { capacityType: "SPOT" }],
    ["Windows", { amiType: "WINDOWS_CORE_2022_x86_64" }],
  ])("claims no price for %s", (_name, over) => {
    expect(gone({ configuration: { ...configuration, ...over } })[0]).toEqual(["Nodes", null, 2]);
  });

  it("reads what an older look kept, without the types", () => {
    const old = { ...group().detail, nodes: { all: 2, inService: 2 } };
    expect(eksNodegroup.detail.parse(old)).toMatchObject({ nodes: { all: 2, types: {}, reserved: [] } });
  });
});

const lost = { code: "AutoScalingGroupNotFound", message: "Couldn't find it" };

it("says why EKS is in trouble with it wherever it says how it is", () => {
  const seen = group({ sizes: none, status: "DEGRADED", nodes: count(1), issues: [lost] });
  const saw = "DEGRADED, 1 of 0 nodes: AutoScalingGroupNotFound (Couldn't find it)";
  expect(eksNodegroup.check(down, seen)).toEqual({ status: "pending", saw });
  expect(eksNodegroup.verify("pause", saved, seen)).toMatchObject({ saw });
  expect(eksNodegroup.classify(seen)).toMatchObject({ saw });
});

it.each([
  ["Failed", "Its update of the sizes failed in EKS: PodEvictionFailure (Reached max retries), AccessDenied"],
  ["Cancelled", "Its update of the sizes was cancelled in EKS: PodEvictionFailure (Reached max retries), AccessDenied"],
])("tells EKS's own reason of an update that is answered as %s", async (status, reason) => {
  const errors = [
    { errorCode: "PodEvictionFailure", errorMessage: "Reached max retries" },
    { errorCode: "AccessDenied" },
  ];
  const door = recordingDoor({ UpdateNodegroupConfig: () => ({ update: { id: "u-1", status, errors } }) });
  const send = () => eksNodegroup.apply(door, "scale", [{ nativeId: "lab/general", params: up.params, token: "t-1" }]);
  await expect(send()).rejects.toMatchObject({ fault: { code: "refused", reason } });
});

it.each(["InProgress", "Successful"])("takes an update that is answered as %s", async (status) => {
  const door = recordingDoor({ UpdateNodegroupConfig: () => ({ update: { id: "u-1", status, errors: [] } }) });
  const item = { nativeId: "lab/general", params: up.params, token: "t-1" };
  expect(await eksNodegroup.apply(door, "scale", [item])).toEqual([{ nativeId: "lab/general", fault: null }]);
});

it("sends the sizes in one call, with the token of its step", async () => {
  const door = recordingDoor({ UpdateNodegroupConfig: () => ({}) });
  for (const { params } of [down, up]) {
    await eksNodegroup.apply(door, "scale", [{ nativeId: "lab/general", params, token: "t-1" }]);
  }
  const named = { clusterName: "lab", nodegroupName: "general", clientRequestToken: "t-1" };
  expect(door.calls.map(({ input }) => input)).toEqual([
    { ...named, scalingConfig: { minSize: 0, desiredSize: 0 } },
    { ...named, scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 5 } },
  ]);
});
