import {
  CopySnapshotCommand,
  CreateReplicationGroupCommand,
  CreateSnapshotCommand,
  CreateUserGroupCommand,
  DeleteSnapshotCommand,
  DeleteUserGroupCommand,
  DescribeSnapshotsCommand,
  ElastiCacheClient,
} from "@aws-sdk/client-elasticache";
import { expect, test } from "vitest";
import type { WireOperation } from "../../server/contract/operations";
import { consent } from "../../server/testing/consent";
import { captureCaches } from "./capture-caches";
import { awsConfig } from "./estate";
import { buildCaches, untilAvailable } from "./estate-caches";
import { wireSuite } from "./suite";
import { changing } from "./wire";

/**
 * Guarantee: a cache that is paused is gone with its final backup standing, and comes back from that backup exactly, with
 * its nodes; what cannot is refused, and what somebody took away meanwhile is said, never guessed. States take time, as
 * on AWS. Only when it was made is not as it was.
 */

const region = "eu-central-1";
const suite = wireSuite({
  regions: [region],
  settleSeconds: 1,
  estate: { build: buildCaches, capture: captureCaches },
});
const options = consent;

const names = ["carts", "scratch", "sessions"];
const nodes = [
  "carts-0001-001",
  "carts-0001-002",
  "carts-0001-003",
  "carts-0002-001",
  "carts-0002-002",
  "scratch-001",
  "sessions-001",
  "sessions-002",
  "sessions-003",
];
const gone = [...names.map((name) => `cache ${name}`), ...nodes.map((name) => `node ${name}`)];
const goneOf = (name: string) => gone.filter((key) => key.includes(` ${name}`));
const backups = names.map((name) => `backup standby-${name}`);
const keys = (all: readonly string[]) => all.map((key) => `${region} ${key}`).sort();

const caches = () => new ElastiCacheClient(awsConfig(suite.wire.direct, region));
const faultOf = ({ resources }: WireOperation, name: string) => resources.find((one) => one.name === name)?.fault;

/** Waits until a backup is in this state; undefined: gone. */
async function becomes(name: string, state: string | undefined): Promise<void> {
  const status = async () => {
    const { Snapshots = [] } = await caches().send(new DescribeSnapshotsCommand({}));
    return Snapshots.find(({ SnapshotName }) => SnapshotName === name)?.SnapshotStatus;
  };
  await expect.poll(status, { timeout: 5000 }).toBe(state);
}

test("no cache is touched unless the plan asks for it, and one that would not come back exactly never is", async () => {
  const { standby, wire } = suite;
  const why = (skipped: Awaited<ReturnType<typeof standby.plan>>["skipped"]) =>
    skipped.map(({ name, accepts, reason }) => [name, accepts, reason]).sort();
  const plan = await standby.plan("pause");
  expect(plan.steps).toEqual([]);
  const unasked = "ElastiCache has no stop: the group is backed up, deleted and made again";
  expect(why(plan.skipped)).toEqual([...names, "vault"].map((name) => [name, "recreate", unasked]));
  const asked = await standby.plan("pause", { options });
  expect(why(asked.skipped)).toEqual([["vault", undefined, expect.stringContaining("AUTH token")]]);
  expect(changing(await wire.calls())).toEqual([]);
  expect(await suite.changed()).toEqual([]);
});

test("caches are gone after a pause with their backups standing, and come back exactly", async () => {
  const { standby, wire, before } = suite;
  const pause = await standby.run("pause", { options });
  expect(pause.resources.filter(({ state }) => state !== "done")).toEqual([]);
  expect(pause).toMatchObject({ state: "succeeded", counts: { total: 3, done: 3 } });
  expect(await suite.changed()).toEqual(keys([...gone, ...backups]));
  const off = await suite.now();
  for (const key of keys(gone)) expect(off[key], key).toBeUndefined();
  for (const key of keys(backups)) expect(off[key], key).toMatchObject({ SnapshotStatus: "available" });
  await standby.scan();
  expect((await standby.resources({ state: "paused" })).map(({ name }) => name).sort()).toEqual(names);

  const resume = await standby.run("resume");
  expect(resume.resources.filter(({ state }) => state !== "done")).toEqual([]);
  expect(resume).toMatchObject({ state: "succeeded", counts: { total: 3, done: 3 } });
  expect(await suite.now()).toEqual(before);
  expect(await standby.holds()).toEqual([]);
  expect(await wire.refusals()).toEqual([]);
});

test("a backup that somebody deleted meanwhile is said ahead, and another one under its name is as good", async () => {
  const { standby, wire, before } = suite;
  const SourceSnapshotName = "by-hand";
  await caches().send(new CreateSnapshotCommand({ SnapshotName: SourceSnapshotName, ReplicationGroupId: "sessions" }));
  await untilAvailable(caches(), "sessions");
  expect(await standby.run("pause", { options })).toMatchObject({ state: "succeeded", counts: { done: 3 } });
  await caches().send(new DeleteSnapshotCommand({ SnapshotName: "standby-sessions" }));
  await becomes("standby-sessions", undefined);

  const plan = await standby.plan("resume");
  expect(plan.skipped.filter(({ code }) => code === "refused")).toMatchObject([
    {
      name: "sessions",
      code: "refused",
      reason: "Its final backup standby-sessions, which has its data, is not there any more",
      remedy: expect.stringContaining("Copy another backup of it to the name standby-sessions"),
    },
  ]);
  expect(await standby.apply(plan)).toMatchObject({ state: "succeeded", counts: { total: 2, done: 2 } });
  expect(await suite.changed()).toEqual(keys([...goneOf("sessions"), "backup by-hand"]));
  expect(await standby.holds()).toMatchObject([
    { name: "sessions", saved: { snapshot: "standby-sessions", configuration: { parameterGroup: "sessions-params" } } },
  ]);

  await caches().send(new CopySnapshotCommand({ SourceSnapshotName, TargetSnapshotName: "standby-sessions" }));
  await becomes("standby-sessions", "available");
  expect(await standby.run("resume")).toMatchObject({ state: "succeeded", counts: { done: 1 } });
  await caches().send(new DeleteSnapshotCommand({ SnapshotName: SourceSnapshotName }));
  await becomes(SourceSnapshotName, undefined);
  expect(await suite.now()).toEqual(before);
  expect(await wire.refusals()).toEqual([]);
});

test("what it refers to may be gone: the plan says it, or AWS where it goes after the plan; then it comes back", async () => {
  const { standby, wire, before } = suite;
  const shop = { UserGroupId: "shop" };
  expect(await standby.run("pause", { options })).toMatchObject({ state: "succeeded", counts: { done: 3 } });
  const plan = await standby.plan("resume");
  await caches().send(new DeleteUserGroupCommand(shop));
  const failed = await standby.apply(plan);
  expect(failed.counts).toMatchObject({ total: 3, done: 2, failed: 1 });
  expect(faultOf(failed, "sessions")).toMatchObject({ reason: expect.stringContaining("User group shop not found") });
  expect((await suite.now())[`${region} backup standby-sessions`]).toMatchObject({ SnapshotStatus: "available" });

  const again = await standby.plan("resume");
  expect(again.steps).toEqual([]);
  expect(again.skipped.filter(({ name }) => name === "sessions")).toMatchObject([
    { code: "refused", reason: expect.stringMatching(/deleted meanwhile: user group shop$/) },
  ]);
  await caches().send(new CreateUserGroupCommand({ ...shop, Engine: "redis", UserIds: ["default"] }));
  expect(await standby.run("resume")).toMatchObject({ state: "succeeded", counts: { done: 1 } });
  expect(await suite.now()).toEqual(before);
  expect(await wire.refusals()).toEqual([]);
});

test("a group that somebody made under its name meanwhile is left alone, and so is the backup", async () => {
  const { standby, wire } = suite;
  expect(await standby.run("pause", { options })).toMatchObject({ state: "succeeded", counts: { done: 3 } });
  await caches().send(
    new CreateReplicationGroupCommand({
      ReplicationGroupId: "scratch",
      ReplicationGroupDescription: "mine now",
      CacheNodeType: "cache.m7g.large",
      NumCacheClusters: 1,
      Tags: [{ Key: "Environment", Value: "dev" }],
    }),
  );
  await untilAvailable(caches(), "scratch");
  const theirs = (await suite.now())[`${region} cache scratch`];

  const plan = await standby.plan("resume");
  expect([...new Set(plan.steps.map(({ name }) => name))].sort()).toEqual(["carts", "sessions"]);
  const left = plan.skipped.find(({ name }) => name === "scratch");
  expect(left).toMatchObject({ code: "conflict", choices: ["theirs"] });
  expect(left?.differences?.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["configuration.description", "configuration.nodeType", "tags.Project"]),
  );
  expect(await standby.apply(plan)).toMatchObject({ state: "succeeded", counts: { total: 2, done: 2 } });
  const now = await suite.now();
  expect(now[`${region} cache scratch`]).toEqual(theirs);
  expect(now[`${region} backup standby-scratch`]).toMatchObject({ SnapshotStatus: "available" });
  expect((await standby.holds()).map(({ name }) => name)).toEqual(["scratch"]);

  const again = await standby.plan("pause", { options, scope: { kinds: ["elasticache.replicationGroup"] } });
  expect(again.skipped.find(({ name }) => name === "scratch")).toMatchObject({ code: "conflict" });

  // Theirs is kept: the hold ends, and the data stays in the backup.
  expect(await standby.run("resume", { conflicts: "theirs" })).toMatchObject({ state: "succeeded" });
  const { Snapshots = [] } = await caches().send(new DescribeSnapshotsCommand({}));
  expect(Snapshots.map(({ SnapshotName }) => SnapshotName)).toEqual(["standby-scratch"]);
  expect(await standby.holds()).toEqual([]);
  expect(await wire.refusals()).toEqual([]);
});

test("the first answer to each changing call lost after its effect: found by looking, ends exact", async () => {
  const { standby, wire, before } = suite;
  const operations = ["CreateReplicationGroup", "DeleteReplicationGroup", "DeleteSnapshot", "ModifyReplicationGroup"];
  await wire.faults(operations.map((operation) => ({ operation, fault: "lost", first: 1 })));
  for (const action of ["pause", "resume"] as const) {
    const { resources } = await standby.run(action, { options });
    expect(resources.filter(({ state }) => state !== "done")).toEqual([]);
  }
  const hits = (await wire.calls()).filter(({ fault }) => fault !== undefined);
  expect(hits.map(({ operation }) => operation).sort()).toEqual(operations);
  expect(await suite.now()).toEqual(before);
  expect(await standby.holds()).toEqual([]);
});
