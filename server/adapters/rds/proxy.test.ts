import type { DBInstance, DBProxy, DBProxyTarget } from "@aws-sdk/client-rds";
import { describe, expect, it, test } from "vitest";
import { FaultError } from "../../core/fault";
import { collect, recordingDoor } from "../../testing/recording-door";
import { rdsProxy } from "./proxy";
import { vcpusOf } from "./proxy-targets";

const arn = "arn:aws:rds:eu-central-1:1:db-proxy:prx-1";
const proxy: DBProxy = { DBProxyName: "lab-front", DBProxyArn: arn, Status: "available", EngineFamily: "POSTGRESQL" };
const behind: DBProxyTarget = { Type: "RDS_INSTANCE", RdsResourceId: "orders" };
const orders: DBInstance = { DBInstanceIdentifier: "orders", DBInstanceClass: "db.m6g.2xlarge", Engine: "postgres" };

interface Account {
  readonly proxies?: readonly DBProxy[];
  readonly targets?: () => readonly DBProxyTarget[];
  readonly databases?: readonly DBInstance[];
}

function looked({ proxies = [proxy], targets = () => [behind], databases = [orders] }: Account = {}) {
  const aws = recordingDoor({
    DescribeDBProxies: () => ({ DBProxies: proxies }),
    DescribeDBProxyTargets: () => ({ Targets: targets() }),
    DescribeDBInstances: () => ({ DBInstances: databases }),
    GetResources: () => ({ ResourceTagMappingList: [{ ResourceARN: arn, Tags: [{ Key: "Team", Value: "data" }] }] }),
  });
  return { aws, found: (only?: readonly string[]) => collect(rdsProxy.discover(aws, only)) };
}

async function lines(account: Account) {
  const [one] = await looked(account).found();
  if (!one) throw new Error("it is not listed");
  return rdsProxy.price(one);
}

describe("what is listed", () => {
  it("is each proxy with what is behind it, and its tags", async () => {
    const targets = [{ id: "orders", class: "db.m6g.2xlarge", engine: "postgres" }];
    expect(await looked().found()).toMatchObject([
      { nativeId: "lab-front", type: "postgresql", tags: { Team: "data" }, detail: { targets } },
    ]);
  });

  it("asks for no databases where there is no proxy", async () => {
    const { aws, found } = looked({ proxies: [] });
    expect(await found()).toEqual([]);
    expect(aws.calls.map(({ operation }) => operation)).toEqual(["DescribeDBProxies"]);
  });

  it("is not what goes, nor what went while it was looked at", async () => {
    expect(await looked({ proxies: [{ ...proxy, Status: "deleting" }] }).found()).toEqual([]);
    const gone = () => {
      throw new FaultError({ code: "gone", reason: "DBProxy lab-front not found", remedy: "-" });
    };
    expect(await looked({ targets: gone }).found()).toEqual([]);
    expect(await looked().found(["another"])).toEqual([]);
  });
});

describe("what it bills", () => {
  it("is the vCPUs of the database behind it", async () => {
    const price = { table: "rds.proxy", key: "postgres.vcpuHour" };
    const note = "8 vCPUs of orders (db.m6g.2xlarge)";
    expect(await lines({})).toMatchObject([{ quantity: 8, unit: "hour", price, note }]);
  });

  it("is each member of a cluster, and not the cluster once more", async () => {
    const member = (id: string): DBInstance => ({ ...orders, DBInstanceIdentifier: id, Engine: "aurora-postgresql" });
    const targets: DBProxyTarget[] = [
      { Type: "TRACKED_CLUSTER", RdsResourceId: "shop" },
      { Type: "RDS_INSTANCE", RdsResourceId: "shop-1", TrackedClusterId: "shop" },
      { Type: "RDS_INSTANCE", RdsResourceId: "shop-2", TrackedClusterId: "shop" },
    ];
    const found = await lines({ targets: () => targets, databases: [member("shop-1"), member("shop-2")] });
    expect(found.map(({ quantity }) => quantity)).toEqual([8, 8]);
  });

  it.each<[string, Account, RegExp]>([
    ["of a serverless database", { databases: [{ ...orders, DBInstanceClass: "db.serverless" }] }, /ACUs, 8 at least/],
    ["of a class that says nothing", { databases: [{ ...orders, DBInstanceClass: "db.m7g.metal" }] }, /not told/],
    ["of a database that is gone", { databases: [] }, /not told/],
    ["of no database at all", { targets: () => [] }, /does not say what then bills/],
  ])("%s is unknown, not nothing", async (_what, account, note) => {
    expect(await lines(account)).toMatchObject([{ price: null, quantity: 1, note: expect.stringMatching(note) }]);
  });
});

test.each([
  ["db.t4g.micro", 2],
  ["db.t2.micro", 2],
  ["db.m6g.large", 2],
  ["db.r6g.xlarge", 4],
  ["db.x2iedn.32xlarge", 128],
  ["db.r5.6xlarge.tpc2.mem4x", null],
  ["db.m2.xlarge", null],
  ["db.serverless", null],
  [null, null],
])("%s has %s vCPUs", (name, vcpus) => {
  expect(vcpusOf(name)).toBe(vcpus);
});
