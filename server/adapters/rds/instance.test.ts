import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { rdsInstance } from "./instance";
import type { DatabaseConfiguration, DatabaseDetail } from "./instance-detail";

const configuration: DatabaseConfiguration = {
  resourceId: "db-ABC",
  class: "db.m6g.large",
  engine: "postgres",
  engineVersion: "16.4",
  licenseModel: "postgresql-license",
  masterUsername: "app",
  databaseName: null,
  endpoint: { address: "main.abc.eu-central-1.rds.amazonaws.com", port: 5432 },
  multiAz: false,
  zones: ["eu-central-1a"],
  storage: {
    type: "gp3",
    gigabytes: 100,
    iops: 3000,
    throughput: 125,
    maxGigabytes: null,
    encrypted: true,
    kmsKeyId: null,
    dedicatedLogVolume: false,
  },
  network: { subnetGroup: "data", securityGroups: ["sg-1"], publiclyAccessible: false, networkType: "IPV4" },
  parameterGroups: ["default.postgres16"],
  optionGroups: ["default:postgres-16"],
  backup: { retentionDays: 7, window: "02:10-02:40", copyTags: true, target: "region" },
  maintenance: { window: "sun:03:00-sun:03:30", autoMinorUpgrade: true },
  monitoring: {
    intervalSeconds: 0,
    roleArn: null,
    performanceInsights: false,
    performanceInsightsDays: null,
    logExports: [],
  },
  security: {
    deletionProtection: true,
    iamAuthentication: false,
    caCertificate: "rds-ca-rsa2048-g1",
    roles: [],
    domains: [],
  },
  processor: [],
};

interface Changes {
  readonly detail?: Partial<DatabaseDetail>;
  readonly configuration?: Partial<DatabaseConfiguration>;
}

function database({ detail, configuration: changed }: Changes = {}): Observed<DatabaseDetail> {
  return {
    nativeId: "main",
    arn: "arn:aws:rds:eu-central-1:123456789012:db:main",
    name: "main",
    type: "db.m6g.large",
    tags: {},
    detail: {
      status: "available",
      pending: [],
      replicaOf: null,
      replicas: [],
      automaticRestartAt: null,
      ...detail,
      configuration: { ...configuration, ...changed },
    },
  };
}

const saved = { status: "available" as const, configuration };
const stop: Step = { op: "stop", params: {}, before: "available", after: "stopped", settle: true };
const start: Step = { op: "start", params: {}, before: "stopped", after: "available", settle: true };

function planned(changes: Changes = {}) {
  const plan = rdsInstance.planPause(database(changes), {});
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

describe("classify", () => {
  it.each([
    ["available", "running"],
    ["stopped", "paused"],
    ["stopping", "changing"],
    ["starting", "changing"],
    ["backing-up", "changing"],
    ["configuring-enhanced-monitoring", "changing"],
    ["storage-optimization", "changing"],
    ["a-word-of-next-year", "changing"],
    ["failed", "unsupported"],
    ["incompatible-network", "unsupported"],
    ["inaccessible-encryption-credentials-recoverable", "unsupported"],
    ["storage-full", "unsupported"],
  ])("%s is %s", (status, expected) => {
    expect(rdsInstance.classify(database({ detail: { status } })).state).toBe(expected);
  });

  it.each<[string, Changes, RegExp]>([
    ["a replica", { detail: { replicaOf: "primary" } }, /read replica of primary/],
    ["the source of replicas", { detail: { replicas: ["r1", "r2"] } }, /read replicas: r1, r2/],
    ["SQL Server Multi-AZ", { configuration: { engine: "sqlserver-se", multiAz: true } }, /SQL Server/],
    ["RDS Custom", { configuration: { engine: "custom-oracle-ee" } }, /RDS Custom/],
    ["an unknown engine", { configuration: { engine: "cobol" } }, /cobol/],
  ])("%s cannot be stopped, with reason and remedy", (_name, changes, reason) => {
    const classified = rdsInstance.classify(database(changes));
    if (classified.state !== "unsupported") throw new Error(`is ${classified.state}`);
    expect(classified.reason).toMatch(reason);
    expect(classified.remedy).not.toBe("");
  });

  it.each(["mysql", "mariadb", "postgres", "oracle-se2", "sqlserver-web", "db2-se"])("%s can be stopped", (engine) => {
    expect(rdsInstance.classify(database({ configuration: { engine } })).state).toBe("running");
  });
});

describe("planPause", () => {
  it("stops, saves the configuration, and says that AWS wakes it", () => {
    const plan = planned();
    expect(plan.steps).toEqual([stop]);
    expect(plan.saved).toEqual(saved);
    expect(plan.restore).toBe("exact");
    expect(plan.hazards.map((hazard) => hazard.code)).toEqual(["restarts-after-7-days", "no-backups-while-stopped"]);
    expect(rdsInstance.timing.wakesItselfAfterHours).toBe(168);
  });

  it("refuses to throw pending changes away", () => {
    const plan = rdsInstance.planPause(database({ detail: { pending: ["DBInstanceClass"] } }), {});
    expect(plan).toMatchObject({ result: "refused", reason: expect.stringContaining("DBInstanceClass") });
  });

  it.each<[string, Partial<DatabaseConfiguration>, string]>([
    ["swapping zones", { multiAz: true }, "zones-may-swap"],
    ["a public address", { network: { ...configuration.network, publiclyAccessible: true } }, "new-public-ip"],
  ])("warns of %s", (_name, changed, code) => {
    expect(planned({ configuration: changed }).hazards.map((hazard) => hazard.code)).toContain(code);
  });
});

describe("planResume", () => {
  const plan = (changes: Changes) => rdsInstance.planResume(saved, database(changes));

  it("starts what is stopped and leaves what is on its way", () => {
    expect(plan({ detail: { status: "stopped" } })).toMatchObject({ steps: [start], hazards: [] });
    expect(plan({ detail: { status: "starting" } })).toMatchObject({ steps: [] });
    expect(plan({ detail: { status: "available" } })).toMatchObject({ steps: [] });
  });

  it("refuses what is gone, broken, or another database of the same name", () => {
    expect(rdsInstance.planResume(saved, null)).toMatchObject({
      result: "refused",
      remedy: expect.stringMatching(/snapshot/),
    });
    expect(plan({ detail: { status: "incompatible-restore" } })).toMatchObject({ result: "refused" });
    expect(plan({ configuration: { resourceId: "db-XYZ" } })).toMatchObject({
      reason: expect.stringMatching(/Another/),
    });
  });
});

describe("meanwhile", () => {
  const meanwhile = (changed: Partial<DatabaseConfiguration>) =>
    rdsInstance.meanwhile?.(saved, database({ detail: { status: "stopped" }, configuration: changed }));

  it("does not take what RDS itself moves for a change", () => {
    const endpoint = { address: null, port: null };
    expect(meanwhile({ zones: [], endpoint })).toBeNull();
    expect(rdsInstance.meanwhile?.(saved, database({ detail: { status: "available" } }))).toBeNull();
    // The resume says that this is another database.
    expect(meanwhile({ resourceId: "db-XYZ", class: "db.m6g.xlarge" })).toBeNull();
  });

  it("names what somebody changed, which a start cannot set back, and keeps it where theirs is chosen", () => {
    const found = meanwhile({ class: "db.m6g.xlarge", zones: [] });
    expect(found).toMatchObject({
      differences: [{ path: "class", saved: "db.m6g.large", now: "db.m6g.xlarge" }],
      canSetBack: false,
    });
    expect(found?.theirs).toEqual({ ...saved, configuration: { ...configuration, class: "db.m6g.xlarge" } });
    if (!found) throw new Error("nothing was found");
    const started = database({ configuration: { class: "db.m6g.xlarge" } });
    expect(rdsInstance.verify("resume", found.theirs, started).verdict).toBe("reached");
    expect(rdsInstance.meanwhile?.(found.theirs, started)).toBeNull();
  });
});

describe("check and verify", () => {
  it.each([
    ["available", "todo", "done"],
    ["stopping", "pending", "pending"],
    ["stopped", "done", "todo"],
    ["starting", "pending", "pending"],
    ["incompatible-network", "blocked", "blocked"],
  ])("%s: a stop is %s, a start is %s", (status, ofStop, ofStart) => {
    const seen = database({ detail: { status } });
    expect(rdsInstance.check(stop, seen).status).toBe(ofStop);
    expect(rdsInstance.check(start, seen).status).toBe(ofStart);
  });

  it("tells missing capacity from other trouble", () => {
    const seen = database({ detail: { status: "insufficient-capacity" } });
    expect(rdsInstance.check(start, seen)).toMatchObject({ fault: { code: "capacity" } });
    expect(rdsInstance.check(start, null)).toMatchObject({ fault: { code: "gone" } });
  });

  it("compares the whole configuration", () => {
    const seen = database({ configuration: { backup: { ...configuration.backup, retentionDays: 1 } } });
    expect(rdsInstance.verify("resume", saved, seen)).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "backup.retentionDays", saved: "7", now: "1" }],
    });
    expect(rdsInstance.verify("resume", saved, database()).verdict).toBe("reached");
    expect(rdsInstance.verify("resume", saved, database({ detail: { status: "backing-up" } })).verdict).toBe("pending");
    expect(rdsInstance.verify("pause", saved, database({ detail: { status: "stopped" } })).verdict).toBe("reached");
    expect(rdsInstance.verify("pause", saved, null).verdict).toBe("gone");
  });
});

describe("price", () => {
  const keys = (changed: Partial<DatabaseConfiguration>) =>
    rdsInstance
      .price(database({ configuration: changed }))
      .map((line) => line.price && `${line.price.table} ${line.price.key}`);
  const disk = (changed: Partial<DatabaseConfiguration["storage"]>) => ({
    storage: { ...configuration.storage, ...changed },
  });

  it.each<[string, Partial<DatabaseConfiguration>, (string | null)[]]>([
    ["one zone", {}, ["rds.instance.postgres db.m6g.large", "rds.storage gp3.singleAz"]],
    ["two zones", { multiAz: true }, ["rds.multiAz postgres:db.m6g.large", "rds.storage gp3.multiAz"]],
    [
      "a licensed engine",
      { engine: "oracle-se2-cdb", licenseModel: "license-included" },
      ["rds.licensed oracle-se2:license-included:db.m6g.large:singleAz", "rds.storage gp3.singleAz"],
    ],
    [
      "an engine of an unknown licence",
      { engine: "sqlserver-se", licenseModel: null },
      [null, "rds.storage gp3.singleAz"],
    ],
    ["RDS Custom", { engine: "custom-oracle-ee" }, [null, "rds.storage gp3.singleAz"]],
    [
      "magnetic",
      disk({ type: "standard", iops: null }),
      ["rds.instance.postgres db.m6g.large", "rds.storage magnetic.singleAz"],
    ],
    [
      "io1",
      disk({ type: "io1", iops: 2000 }),
      ["rds.instance.postgres db.m6g.large", "rds.storage io1.singleAz", "rds.provisioned io1.iops.singleAz"],
    ],
    [
      "striped gp3",
      disk({ gigabytes: 400, iops: 12_000 }),
      ["rds.instance.postgres db.m6g.large", "rds.storage gp3.singleAz"],
    ],
  ])("of %s", (_name, changed, expected) => {
    expect(keys(changed)).toEqual(expected);
  });

  it("ends the hours and keeps the storage while paused", () => {
    expect(rdsInstance.price(database()).map((line) => line.stopsWhenPaused)).toEqual([true, false]);
  });
});
