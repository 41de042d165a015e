import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import { redshiftCluster } from "./cluster";
import type { WarehouseConfiguration, WarehouseDetail } from "./cluster-detail";

const configuration: WarehouseConfiguration = {
  namespaceArn: "arn:aws:redshift:eu-central-1:111122223333:namespace:abc",
  nodeType: "ra3.xlplus",
  nodes: 2,
  masterUsername: "app",
  masterSecretArn: null,
  databaseName: "dev",
  version: { version: "1.0", revision: "118520" },
  endpoint: { address: "house.x.redshift.amazonaws.com", port: 5439, vpcEndpoints: [] },
  customDomain: { name: null, certificateArn: null },
  zone: "eu-central-1a",
  relocation: "disabled",
  network: {
    vpcId: "vpc-1",
    subnetGroup: "data",
    securityGroups: ["sg-1"],
    publiclyAccessible: false,
    elasticIp: null,
    enhancedRouting: false,
    addressType: "ipv4",
  },
  encryption: { encrypted: true, kmsKeyId: null },
  parameterGroups: ["default.redshift-1.0"],
  roles: [],
  defaultRole: null,
  backup: { automatedDays: 1, manualDays: -1, schedule: null, copyTo: null, copyDays: null },
  maintenance: { window: "sun:03:00-sun:03:30", track: "current", allowUpgrade: true },
};

interface Changes {
  readonly detail?: Partial<WarehouseDetail>;
  readonly configuration?: Partial<WarehouseConfiguration>;
}

function warehouse({ detail, configuration: changed }: Changes = {}): Observed<WarehouseDetail> {
  return {
    nativeId: "house",
    arn: "arn:aws:redshift:eu-central-1:111122223333:cluster:house",
    name: "house",
    type: "2 × ra3.xlplus",
    tags: {},
    detail: {
      status: "available",
      availability: "Available",
      pending: [],
      hsm: false,
      multiAz: false,
      ...detail,
      configuration: { ...configuration, ...changed },
    },
  };
}

const saved = { status: "available" as const, configuration };
const pause: Step = { op: "pause", params: {}, before: "available", after: "paused", settle: true };
const resume: Step = { op: "resume", params: {}, before: "paused", after: "available", settle: true };
const off = { status: "paused", availability: "Unavailable" };

describe("classify", () => {
  it.each([
    ["available", "Available", "running"],
    ["available", null, "running"],
    ["available", "Maintenance", "changing"],
    ["available", "Unavailable", "changing"],
    ["available", "Failed", "unsupported"],
    ["available, prep-for-resize", "Available", "changing"],
    ["pausing", "Unavailable", "changing"],
    ["paused", "Unavailable", "paused"],
    ["resuming", "Unavailable", "changing"],
    ["rotating-keys", "Unavailable", "changing"],
    ["a-word-of-next-year", null, "changing"],
    ["hardware-failure", "Failed", "unsupported"],
    ["incompatible-network", "Unavailable", "unsupported"],
    ["storage-full", "Available", "unsupported"],
  ])("%s, %s is %s", (status, availability, expected) => {
    expect(redshiftCluster.classify(warehouse({ detail: { status, availability } })).state).toBe(expected);
  });

  it.each<[string, Changes, RegExp]>([
    ["one with a security module", { detail: { hsm: true } }, /hardware security module/],
    ["one in two zones", { detail: { multiAz: true } }, /Multi-AZ/],
    [
      "one without automated snapshots",
      { configuration: { backup: { ...configuration.backup, automatedDays: 0 } } },
      /automated snapshots are off/,
    ],
    ["one outside of a VPC", { configuration: { network: { ...configuration.network, vpcId: null } } }, /EC2-Classic/],
  ])("%s cannot be paused, with reason and remedy", (_name, changes, reason) => {
    const classified = redshiftCluster.classify(warehouse(changes));
    if (classified.state !== "unsupported") throw new Error(`is ${classified.state}`);
    expect(classified.reason).toMatch(reason);
    expect(classified.remedy.length).toBeGreaterThan(10);
  });
});

describe("planPause", () => {
  const codes = (changed: Partial<WarehouseConfiguration>) => {
    const plan = redshiftCluster.planPause(warehouse({ configuration: changed }), {});
    if (plan.result === "refused") throw new Error(plan.reason);
    return [plan.restore, ...plan.hazards.map((hazard) => hazard.code)];
  };

  it("saves everything and pauses", () => {
    expect(redshiftCluster.planPause(warehouse(), {})).toMatchObject({ saved, steps: [pause], restore: "exact" });
  });

  it("refuses where changes wait", () => {
    const plan = redshiftCluster.planPause(warehouse({ detail: { pending: ["NodeType"] } }), {});
    expect(plan).toMatchObject({ result: "refused", reason: expect.stringContaining("NodeType") });
  });

  it("warns of lost tables only where a table can be left out of a snapshot", () => {
    expect(codes({})).not.toContain("no-backup-tables");
    expect(codes({ nodeType: "dc2.large" })).toContain("no-backup-tables");
  });

  it("tells of the zone, the key and the address where they matter", () => {
    expect(codes({})).toEqual([
      "exact",
      "version-may-change",
      "reserved-nodes",
      "nothing-runs-while-paused",
      "cannot-be-cancelled",
    ]);
    expect(codes({ relocation: "enabled" })).toEqual(expect.arrayContaining(["zone-may-change"]));
    const open = { ...configuration.network, publiclyAccessible: true };
    expect(codes({ network: open })).toEqual(expect.arrayContaining(["newAddress", "new-public-ip"]));
    expect(codes({ network: { ...open, elasticIp: "203.0.113.7" } })[0]).toBe("exact");
  });
});

describe("planResume", () => {
  it.each([
    ["paused", 1],
    ["pausing", 1],
    ["resuming", 0],
    ["available", 0],
  ])("%s: %i steps", (status, count) => {
    expect(redshiftCluster.planResume(saved, warehouse({ detail: { status } }))).toMatchObject({
      steps: [resume].slice(0, count),
    });
  });

  it("refuses what is gone, broken, or another cluster of the same name", () => {
    expect(redshiftCluster.planResume(saved, null)).toMatchObject({ remedy: expect.stringMatching(/snapshot/) });
    expect(redshiftCluster.planResume(saved, warehouse({ detail: { status: "incompatible-hsm" } }))).toMatchObject({
      result: "refused",
    });
    expect(redshiftCluster.planResume(saved, warehouse({ configuration: { namespaceArn: "other" } }))).toMatchObject({
      reason: expect.stringMatching(/Another/),
    });
  });
});

describe("meanwhile", () => {
  const meanwhile = (changed: Partial<WarehouseConfiguration>) =>
    redshiftCluster.meanwhile?.(saved, warehouse({ detail: off, configuration: changed })) ?? null;

  it("does not take what Redshift moves for a change", () => {
    const endpoint = { address: null, port: null, vpcEndpoints: [] };
    expect(meanwhile({ endpoint, zone: null, version: { version: "1.0", revision: "200000" } })).toBeNull();
    expect(meanwhile({ namespaceArn: "other", nodes: 4 })).toBeNull();
  });

  it("names what somebody changed, which a resume cannot set back", () => {
    const found = meanwhile({ nodes: 4, roles: ["arn:role"] });
    expect(found).toMatchObject({
      differences: [
        { path: "nodes", saved: "2", now: "4" },
        { path: "roles.0", saved: "none", now: "arn:role" },
      ],
      canSetBack: false,
    });
    if (!found) throw new Error("nothing was found");
    const seen = warehouse({ configuration: { nodes: 4, roles: ["arn:role"] } });
    expect(redshiftCluster.verify("resume", found.theirs, seen).verdict).toBe("reached");
  });
});

describe("check and verify", () => {
  it.each([
    ["available", "Available", "todo", "done"],
    ["available", "Unavailable", "pending", "pending"],
    ["pausing", "Unavailable", "pending", "pending"],
    ["paused", "Unavailable", "done", "todo"],
    ["resuming", "Unavailable", "pending", "pending"],
    ["hardware-failure", "Failed", "blocked", "blocked"],
  ])("%s, %s: a pause is %s, a resume is %s", (status, availability, ofPause, ofResume) => {
    const seen = warehouse({ detail: { status, availability } });
    expect(redshiftCluster.check(pause, seen).status).toBe(ofPause);
    expect(redshiftCluster.check(resume, seen).status).toBe(ofResume);
    expect(redshiftCluster.check(resume, null)).toMatchObject({ fault: { code: "gone" } });
  });

  it("compares the whole but for the version, and for the zone where it may move", () => {
    const verify = (changed: Partial<WarehouseConfiguration>, before = saved) =>
      redshiftCluster.verify("resume", before, warehouse({ configuration: changed }));
    expect(verify({ version: { version: "1.0", revision: "200000" } }).verdict).toBe("reached");
    expect(verify({ zone: "eu-central-1b" })).toMatchObject({ verdict: "wrong", differences: [{ path: "zone" }] });
    const movable = { ...saved, configuration: { ...configuration, relocation: "enabled" } };
    expect(verify({ zone: "eu-central-1b", relocation: "enabled" }, movable).verdict).toBe("reached");
    expect(verify({ parameterGroups: ["tuned"] })).toMatchObject({ differences: [{ path: "parameterGroups.0" }] });
  });

  it("waits until it answers queries", () => {
    const waiting = warehouse({ detail: { availability: "Unavailable" } });
    expect(redshiftCluster.verify("resume", saved, waiting)).toEqual({
      verdict: "pending",
      saw: "available, unavailable",
    });
    expect(redshiftCluster.verify("pause", saved, warehouse({ detail: off })).verdict).toBe("reached");
    expect(redshiftCluster.verify("pause", saved, null).verdict).toBe("gone");
  });
});

describe("price", () => {
  const lines = (changes: Changes) =>
    redshiftCluster
      .price(warehouse(changes))
      .map(({ price, quantity, stopsWhenPaused }) => [price?.key ?? null, quantity, stopsWhenPaused]);

  it("bills nodes, in each zone, and storage that goes on", () => {
    expect(lines({})).toEqual([
      ["ra3.xlplus", 2, true],
      ["managedStorageGbMonth", "metered", false],
    ]);
    expect(lines({ detail: { multiAz: true } })[0]).toEqual(["ra3.xlplus", 4, true]);
    expect(lines({ configuration: { nodeType: "dc2.large" } })[1]).toEqual([null, "metered", false]);
  });
});

describe("redshift.cluster and AWS", () => {
  const cluster = (name: string) => ({
    ClusterIdentifier: name,
    ClusterNamespaceArn: "arn:aws:redshift:eu-central-1:111122223333:namespace:abc-def",
    NodeType: "ra3.xlplus",
    NumberOfNodes: 1,
    PendingModifiedValues: { MasterUserPassword: "secret" },
    HsmStatus: {},
  });

  it("lists pages of a hundred, and makes the ARN from the namespace's", async () => {
    const door = recordingDoor({
      DescribeClusters: ({ Marker }: { Marker?: string }) =>
        Marker ? { Clusters: [cluster("b")] } : { Clusters: [cluster("a")], Marker: "2" },
    });
    const found = await collect(redshiftCluster.discover(door));
    expect(found.map(({ arn }) => arn)).toEqual([
      "arn:aws:redshift:eu-central-1:111122223333:cluster:a",
      "arn:aws:redshift:eu-central-1:111122223333:cluster:b",
    ]);
    // Never what waits, as it may be a password.
    expect(found[0]?.detail).toMatchObject({ pending: ["MasterUserPassword"], hsm: false, availability: null });
    expect(door.calls.map(({ input }) => input)).toEqual([{ MaxRecords: 100 }, { MaxRecords: 100, Marker: "2" }]);
  });

  it("asks for a few by name, leaves out what is gone, and hands other failures on", async () => {
    const refuse = (code: "gone" | "denied") => {
      throw new FaultError({ code, reason: "Cluster not found", remedy: "" });
    };
    const door = (code: "gone" | "denied") =>
      recordingDoor({
        DescribeClusters: ({ ClusterIdentifier: name = "" }: { ClusterIdentifier?: string }) =>
          name === "a" ? { Clusters: [cluster(name)] } : refuse(code),
      });
    const found = await collect(redshiftCluster.discover(door("gone"), ["a", "x"]));
    expect(found.map(({ nativeId }) => nativeId)).toEqual(["a"]);
    await expect(collect(redshiftCluster.discover(door("denied"), ["x"]))).rejects.toThrow(FaultError);
  });

  it("reads the list once for many names, and takes those that are asked for", async () => {
    const door = recordingDoor({ DescribeClusters: () => ({ Clusters: [cluster("n3"), cluster("other")] }) });
    const names = Array.from({ length: 11 }, (_, index) => `n${index}`);
    expect((await collect(redshiftCluster.discover(door, names))).map(({ nativeId }) => nativeId)).toEqual(["n3"]);
    expect(door.calls).toHaveLength(1);
  });
});
