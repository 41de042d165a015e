import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import type { Observed, Tags } from "../../core/resource";
import { ec2Instance } from "./instance";
import type { InstanceConfiguration, InstanceDetail } from "./instance-detail";

const id = "i-0a1b2c3d4e5f60718";

const configuration: InstanceConfiguration = {
  instanceType: "m6i.large",
  imageId: "ami-0123456789abcdef0",
  keyName: null,
  usageOperation: "RunInstances",
  platform: "Linux/UNIX",
  availabilityZone: "eu-central-1a",
  tenancy: "default",
  affinity: null,
  hostId: null,
  placementGroup: null,
  partition: null,
  vpcId: "vpc-1",
  subnetId: "subnet-1",
  privateIp: "10.0.0.4",
  iamProfile: null,
  securityGroups: ["sg-1"],
  sourceDestCheck: true,
  ebsOptimized: true,
  monitoring: false,
  hibernation: false,
  metadata: { tokens: "required", endpoint: "enabled", hopLimit: 2, tags: null },
  capacityReservation: { preference: "open", target: null },
  cpu: { cores: 1, threadsPerCore: 2 },
  autoRecovery: "default",
  rootDevice: { name: "/dev/xvda", type: "ebs" },
  blockDevices: [{ device: "/dev/xvda", volumeId: "vol-1", deleteOnTermination: true }],
  networkInterfaces: [],
  elasticIps: [],
};

const running: InstanceDetail = {
  state: "running",
  stateReason: null,
  statusChecks: "ok",
  launchedAt: "2026-03-02T08:00:00.000Z",
  publicIp: null,
  ephemeralIps: 0,
  lifecycle: null,
  capacityReservationId: null,
  unusedPayer: null,
  spot: null,
  instanceStore: false,
  operator: null,
  volumes: [{ id: "vol-1", type: "gp3", sizeGb: 50, iops: 3000, throughput: 125, kmsKeyId: null }],
  unreadVolumes: [],
  configuration,
};

interface Changes {
  readonly detail?: Partial<InstanceDetail>;
  readonly configuration?: Partial<InstanceConfiguration>;
  readonly tags?: Tags;
}

function inReservation(unusedPayer: InstanceDetail["unusedPayer"]): Changes {
  return { detail: { capacityReservationId: "cr-1", unusedPayer } };
}

function instance({ detail, configuration: changed, tags = {} }: Changes = {}): Observed<InstanceDetail> {
  return {
    nativeId: id,
    arn: `arn:aws:ec2:eu-central-1:123456789012:instance/${id}`,
    name: "web",
    type: "m6i.large",
    tags,
    detail: { ...running, ...detail, configuration: { ...configuration, ...changed } },
  };
}

const none = ec2Instance.options.parse({});
const saved = { state: "running" as const, configuration };
const start: Step = { op: "start", params: {}, before: "stopped", after: "running", settle: true };
const stop: Step = { op: "stop", params: {}, before: "running", after: "stopped", settle: true };

function planned(seen: Observed<InstanceDetail>, options = none) {
  const plan = ec2Instance.planPause(seen, options);
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

describe("classify", () => {
  it.each([
    ["running", "running"],
    ["stopped", "paused"],
    ["pending", "changing"],
    ["stopping", "changing"],
    ["shutting-down", "gone"],
    ["terminated", "gone"],
  ])("%s is %s", (state, expected) => {
    expect(ec2Instance.classify(instance({ detail: { state } })).state).toBe(expected);
  });

  const spot = { requestId: "sir-1", type: "persistent" as const, grouped: false };
  it.each<[string, Changes, RegExp]>([
    ["an instance-store root", { configuration: { rootDevice: { name: null, type: "instance-store" } } }, /root disk/],
    ["one-time Spot", { detail: { lifecycle: "spot", spot: { ...spot, type: "one-time" } } }, /One-time/],
    ["Spot of an unknown type", { detail: { lifecycle: "spot", spot: { ...spot, type: null } } }, /could not be read/],
    ["Spot of a launch group", { detail: { lifecycle: "spot", spot: { ...spot, grouped: true } } }, /launch group/],
    [
      "Spot of a fleet",
      { detail: { lifecycle: "spot", spot }, tags: { "aws:ec2spot:fleet-request-id": "f" } },
      /fleet/,
    ],
    ["a capacity block", { detail: { lifecycle: "capacity-block" } }, /capacity-block/],
    ["an operated instance", { detail: { operator: "eks.amazonaws.com" } }, /operated by eks/],
    ["an EMR node", { tags: { "aws:elasticmapreduce:job-flow-id": "j-1" } }, /EMR/],
    ["an EKS node", { tags: { "eks:cluster-name": "main", "aws:autoscaling:groupName": "eks-1" } }, /EKS/],
    ["an EKS Auto node", { tags: { "aws:eks:cluster-name": "main" } }, /EKS/],
    ["a Batch instance", { tags: { AWSBatchServiceTag: "batch" } }, /Batch/],
    ["a Beanstalk instance", { tags: { "elasticbeanstalk:environment-name": "prod" } }, /Beanstalk/],
    ["an ECS managed instance", { tags: { AmazonECSManaged: "" } }, /ECS/],
  ])("%s has no stop, with reason and remedy", (_name, changes, reason) => {
    const classified = ec2Instance.classify(instance(changes));
    if (classified.state !== "unsupported") throw new Error(`is ${classified.state}`);
    expect(classified.reason).toMatch(reason);
    expect(classified.remedy).not.toBe("");
  });

  it("leaves a group's Spot member to its group", () => {
    const tags = { "aws:autoscaling:groupName": "web" };
    const member = instance({ detail: { lifecycle: "spot", spot: { ...spot, type: "one-time" } }, tags });
    expect(ec2Instance.classify(member).state).toBe("running");
    expect(ec2Instance.relations(member)).toEqual([{ role: "owner", kind: "autoscaling.group", nativeId: "web" }]);
  });
});

describe("a machine of EKS or Batch", () => {
  const node = { "eks:cluster-name": "main", "eks:nodegroup-name": "web", "aws:autoscaling:groupName": "eks-web" };
  const disks = [
    { device: "/dev/xvda", volumeId: "vol-1", deleteOnTermination: true },
    { device: "/dev/sdf", volumeId: "vol-2", deleteOnTermination: false },
  ];

  it("runs, and is acted on through its maker and not through the group between", () => {
    const seen = instance({ tags: node, detail: { instanceStore: true, operator: "eks.amazonaws.com" } });
    expect(ec2Instance.classify(seen).state).toBe("running");
    expect(ec2Instance.relations(seen)).toEqual([{ role: "owner", kind: "eks.nodegroup", nativeId: "main/web" }]);
    expect(ec2Instance.planPause(seen, none).result).toBe("planned");
  });

  it("takes with it the disks that end with it", () => {
    const [root] = running.volumes;
    const volumes = root ? [root, { ...root, id: "vol-2", sizeGb: 100 }] : [];
    const changes = { detail: { volumes }, configuration: { blockDevices: disks } };
    const stays = (tags: Tags) =>
      ec2Instance
        .price(instance({ ...changes, tags }))
        .flatMap((line) => (line.stopsWhenPaused ? [] : [line.quantity]));
    expect(stays(node)).toEqual([100]);
    expect(stays({})).toEqual([150]);
  });
});

describe("planPause", () => {
  it("stops, and saves the configuration", () => {
    const plan = planned(instance());
    expect(plan.steps).toEqual([stop]);
    expect(plan.saved).toEqual(saved);
    expect(plan.restore).toBe("exact");
    expect(plan.hazards).toEqual([]);
  });

  it.each([true, null])("refuses instance-store disks (%s) unless their loss is allowed", (instanceStore) => {
    const seen = instance({ detail: { instanceStore } });
    const refused = ec2Instance.planPause(seen, none);
    if (refused.result !== "refused") throw new Error("was planned");
    expect(refused.reason).toMatch(/instance-store/);
    expect(refused.remedy).toMatch(/options/);
    const plan = planned(seen, { ...none, instanceStore: true });
    expect(plan.restore).toBe("lossy");
    expect(plan.hazards).toContainEqual(expect.objectContaining({ level: "dataLoss", code: "instance-store" }));
  });

  it("says that a public address will be another", () => {
    const plan = planned(instance({ detail: { publicIp: "3.3.3.3", ephemeralIps: 1 } }));
    expect(plan.restore).toBe("newAddress");
    expect(plan.hazards.map((hazard) => hazard.code)).toEqual(["new-public-ip"]);
  });

  it.each<[string, Changes, string]>([
    ["persistent Spot", { detail: { spot: { requestId: "s", type: "persistent", grouped: false } } }, "spot"],
    ["a type that is scarce", { configuration: { instanceType: "g5.xlarge" } }, "scarce-capacity"],
    ["a dedicated host", { configuration: { tenancy: "host" } }, "dedicated-host"],
    [
      "a reservation",
      { configuration: { capacityReservation: { preference: null, target: "cr-1" } } },
      "capacity-reservation",
    ],
    ["an open reservation that it runs in", inReservation("here"), "capacity-reservation"],
    ["one that another account shares", inReservation("elsewhere"), "shared-capacity-reservation"],
    ["one that AWS tells no payer of", inReservation(null), "capacity-reservation-untold"],
    ["a capacity block", inReservation("inAdvance"), "capacity-block"],
  ])("warns of %s", (_name, changes, code) => {
    expect(planned(instance(changes)).hazards.map((hazard) => hazard.code)).toContain(code);
  });

  it.each<[InstanceDetail["unusedPayer"], string, RegExp]>([
    ["here", "warning", /cr-1.*saves nothing/],
    ["inAdvance", "warning", /cr-1.*saves nothing/],
    [null, "warning", /cr-1.*does not tell.*saves nothing/],
    ["elsewhere", "note", /cr-1.*another account.*saved here/],
  ])("says of a reservation that it leaves unused and that is paid %s what a stop saves", (payer, level, detail) => {
    const [hazard] = planned(instance(inReservation(payer))).hazards;
    expect(hazard).toMatchObject({ level, detail: expect.stringMatching(detail) });
  });

  it("hibernates where asked and set up, and stops elsewhere", () => {
    const asked = { ...none, hibernate: true };
    const able = planned(instance({ configuration: { hibernation: true } }), asked);
    expect(able.steps.map((step) => step.op)).toEqual(["hibernate"]);
    expect(able.hazards.map((hazard) => hazard.code)).toEqual(["hibernation-limit"]);
    const unable = planned(instance(), asked);
    expect(unable.steps.map((step) => step.op)).toEqual(["stop"]);
    expect(unable.hazards.map((hazard) => hazard.code)).toEqual(["no-hibernation"]);
  });
});

describe("planResume", () => {
  it("starts what is stopped and leaves what is up", () => {
    const steps = (state: string) => {
      const plan = ec2Instance.planResume(saved, instance({ detail: { state } }));
      return plan.result === "planned" ? plan.steps : plan;
    };
    expect(steps("stopped")).toEqual([start]);
    expect(steps("stopping")).toEqual([start]);
    expect(steps("running")).toEqual([]);
    expect(steps("pending")).toEqual([]);
  });

  it.each([null, instance({ detail: { state: "shutting-down" } })])("refuses what is gone", (seen) => {
    const plan = ec2Instance.planResume(saved, seen);
    if (plan.result !== "refused") throw new Error("was planned");
    expect(plan.remedy).toMatch(/hold/);
  });

  it("tells what somebody changed, and takes theirs as what to bring back", () => {
    const seen = instance({ detail: { state: "stopped" }, configuration: { instanceType: "m6i.xlarge" } });
    const meanwhile = ec2Instance.meanwhile?.(saved, seen);
    expect(meanwhile).toMatchObject({
      differences: [{ path: "instanceType", now: "m6i.xlarge" }],
      canSetBack: false,
    });
    expect(meanwhile && ec2Instance.meanwhile?.(meanwhile.theirs, seen)).toBeNull();
    expect(ec2Instance.meanwhile?.(saved, instance({ detail: { state: "stopped" } }))).toBeNull();
  });

  it("warns where the last start fell back", () => {
    const stateReason = { code: "Client.InternalError", message: "Client error on launch" };
    const plan = ec2Instance.planResume(saved, instance({ detail: { state: "stopped", stateReason } }));
    if (plan.result !== "planned") throw new Error(plan.reason);
    expect(plan.hazards.map((hazard) => hazard.code)).toEqual(["start-fell-back"]);
  });
});

describe("check", () => {
  it.each([
    ["running", "todo", "done"],
    ["stopping", "pending", "pending"],
    ["stopped", "done", "todo"],
    ["pending", "pending", "pending"],
    ["shutting-down", "blocked", "blocked"],
  ])("%s: a stop is %s, a start is %s", (state, ofStop, ofStart) => {
    const seen = instance({ detail: { state } });
    expect(ec2Instance.check(stop, seen).status).toBe(ofStop);
    expect(ec2Instance.check(start, seen).status).toBe(ofStart);
  });

  it("is blocked by what does not exist", () => {
    expect(ec2Instance.check(stop, null)).toMatchObject({ status: "blocked", fault: { code: "gone" } });
  });

  it("tells why a start fell back to stopped", () => {
    const bounced = (code: string) =>
      ec2Instance.check(start, instance({ detail: { state: "stopped", stateReason: { code, message: "why" } } }));
    expect(bounced("Client.InternalError")).toMatchObject({
      status: "todo",
      saw: expect.stringMatching(/kms:CreateGrant/),
    });
    expect(bounced("Server.InsufficientInstanceCapacity").saw).toMatch(/InsufficientInstanceCapacity: why/);
    expect(bounced("Client.UserInitiatedShutdown").saw).toBe("stopped");
  });
});

describe("verify", () => {
  it("waits for both status checks", () => {
    const verdict = (statusChecks: InstanceDetail["statusChecks"]) =>
      ec2Instance.verify("resume", saved, instance({ detail: { statusChecks } })).verdict;
    expect(verdict("initializing")).toBe("pending");
    expect(verdict("impaired")).toBe("pending");
    expect(verdict("unknown")).toBe("pending");
    expect(verdict("ok")).toBe("reached");
  });

  it("names every difference by its path", () => {
    const seen = instance({ configuration: { instanceType: "m6i.xlarge", securityGroups: ["sg-1", "sg-2"] } });
    expect(ec2Instance.verify("resume", saved, seen)).toMatchObject({
      verdict: "wrong",
      differences: [
        { path: "instanceType", saved: "m6i.large", now: "m6i.xlarge" },
        { path: "securityGroups.1", saved: "none", now: "sg-2" },
      ],
    });
  });

  it("does not take another public address for a difference", () => {
    const seen = instance({ detail: { publicIp: "4.4.4.4", ephemeralIps: 1, launchedAt: "2026-03-03T08:00:00.000Z" } });
    expect(ec2Instance.verify("resume", saved, seen).verdict).toBe("reached");
  });

  it("is reached by a pause once it is stopped", () => {
    const verdict = (state: string) => ec2Instance.verify("pause", saved, instance({ detail: { state } })).verdict;
    expect([verdict("running"), verdict("stopping"), verdict("stopped"), verdict("terminated")]).toEqual([
      "pending",
      "pending",
      "reached",
      "gone",
    ]);
  });
});

describe("price", () => {
  const lines = (changes: Changes = {}) => ec2Instance.price(instance(changes));

  it("has hours that end and disks that stay", () => {
    expect(lines()).toEqual([
      expect.objectContaining({ price: { table: "ec2.linux", key: "m6i.large" }, quantity: 1, stopsWhenPaused: true }),
      expect.objectContaining({ price: { table: "ebs.gbMonth", key: "gp3" }, quantity: 50, stopsWhenPaused: false }),
    ]);
  });

  it.each<[string, Changes]>([
    ["Spot", { detail: { lifecycle: "spot" } }],
    ["a capacity block", { detail: { lifecycle: "capacity-block" } }],
    ["a platform of another name", { configuration: { usageOperation: null, platform: "Windows" } }],
  ])("claims no price for %s", (_name, changes) => {
    expect(lines(changes)[0]).toMatchObject({ price: null, quantity: 1, note: expect.stringMatching(/: /) });
  });

  it("bills no hours on a dedicated host, which is billed in its place", () => {
    expect(lines({ configuration: { tenancy: "host" } })[0]).toMatchObject({
      note: expect.stringMatching(/billed in its place/),
      quantity: 0,
    });
  });

  it.each([
    ["RunInstances:0800", "Windows BYOL", 0],
    ["RunInstances:0002", "Windows", 1],
    [null, "Windows", 1],
    [null, null, 0],
  ])(
    "on a dedicated host knows %s (%s) as a licence that bills apart, or none: %i",
    (usageOperation, platform, many) => {
      const [first] = lines({ configuration: { tenancy: "host", usageOperation, platform } });
      expect(first).toMatchObject({ price: null, quantity: many, label: many ? "Licence" : "Instance hours" });
    },
  );

  it.each<[InstanceDetail["unusedPayer"], boolean, RegExp]>([
    ["here", false, /stopped, cr-1 bills the same/],
    ["inAdvance", false, /cr-1.*in advance/],
    [null, false, /cr-1.*does not tell/],
    ["elsewhere", true, /cr-1.*another account/],
  ])(
    "tells of its hours in a reservation that is paid %s whether a stop saves them",
    (payer, stopsWhenPaused, note) => {
      const running = lines(inReservation(payer))[0];
      expect(running).toMatchObject({ price: { key: "m6i.large" }, quantity: 1, stopsWhenPaused });
      expect(running?.note).toMatch(note);
    },
  );

  it("leaves its hours to the reservation once it is stopped", () => {
    const { detail } = inReservation("here");
    expect(lines({ detail: { ...detail, state: "stopped" } })[0]).toMatchObject({ stopsWhenPaused: true });
  });

  it("reads what an older look kept, without the reservation that it ran in", () => {
    const { capacityReservationId: _unknown, unusedPayer: _untold, ...old } = running;
    expect(ec2Instance.detail.parse(old)).toEqual(running);
  });

  it.each<[string, Changes, string]>([
    [
      "Windows",
      { configuration: { usageOperation: "RunInstances:0002", platform: "Windows" } },
      "RunInstances:0002/m6i.large/default",
    ],
    [
      "a licence for SQL Server",
      { configuration: { usageOperation: "RunInstances:0006" } },
      "RunInstances:0006/m6i.large/default",
    ],
    ["dedicated tenancy", { configuration: { tenancy: "dedicated" } }, "RunInstances/m6i.large/dedicated"],
  ])("names %s by what EC2 bills it as", (_name, changes, key) => {
    expect(lines(changes)[0]).toMatchObject({ price: { table: "ec2.usageOperation", key } });
  });

  it("assumes Linux where AWS names no platform, and says so", () => {
    const [hours] = lines({ configuration: { usageOperation: null, platform: null } });
    expect(hours).toMatchObject({ price: { table: "ec2.linux" }, note: expect.stringMatching(/Linux assumed/) });
  });

  it("bills provisioned IOPS and throughput above what is included, in bands", () => {
    const volumes = [
      { id: "v1", type: "gp3", sizeGb: 100, iops: 5000, throughput: 250, kmsKeyId: null },
      { id: "v2", type: "gp3", sizeGb: 100, iops: 3000, throughput: 125, kmsKeyId: null },
      { id: "v3", type: "io2", sizeGb: 10, iops: 70_000, throughput: null, kmsKeyId: null },
    ];
    const found = lines({ detail: { volumes } }).map((line) => [line.price?.key, line.quantity]);
    expect(found.slice(1)).toEqual([
      ["gp3", 200],
      ["gp3.iops", 2000],
      ["gp3.throughputMiBps", 125],
      ["io2", 10],
      ["io2.iops", 32_000],
      ["io2.iops.over32000", 32_000],
      ["io2.iops.over64000", 6000],
    ]);
  });

  it("knows which addresses stay billed", () => {
    const elasticIps = [{ allocationId: "eipalloc-1", publicIp: "5.5.5.5", privateIp: "10.0.0.4" }];
    const found = lines({ detail: { ephemeralIps: 1 }, configuration: { elasticIps } }).filter(
      (line) => line.price?.table === "publicIpv4",
    );
    expect(found.map((line) => [line.quantity, line.stopsWhenPaused])).toEqual([
      [1, true],
      [1, false],
    ]);
  });

  it("never takes an unread volume for a free one", () => {
    const [, unread] = lines({ detail: { volumes: [], unreadVolumes: ["vol-9"] } });
    expect(unread).toMatchObject({ price: null, quantity: "metered", note: expect.stringContaining("vol-9") });
  });
});
