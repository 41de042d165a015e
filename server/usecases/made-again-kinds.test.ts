import {
  CreateNatGatewayCommand,
  DeleteNatGatewayCommand,
  DescribeNatGatewaysCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { DeleteSnapshotCommand, DescribeSnapshotsCommand, ElastiCacheClient } from "@aws-sdk/client-elasticache";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { AnyAdapter } from "../adapters/contract";
import { ec2NatGateway } from "../adapters/ec2/nat-gateway";
import { eksNodegroup } from "../adapters/eks/nodegroup";
import { elasticacheReplicationGroup } from "../adapters/elasticache/replication-group";
import { sagemakerEndpoint } from "../adapters/sagemaker/endpoint";
import type { AwsCall } from "../aws/door";
import { createDoors } from "../aws/doors";
import type { WirePlan } from "../contract/plans";
import { isSettled } from "../core/operation";
import type { Sandbox } from "../sandbox/contract";
import { awsError } from "../sandbox/errors";
import { memoryStorage } from "../sandbox/file-storage";
import { createSandbox } from "../sandbox/sandbox";
import { consent } from "../testing/consent";
import type { FakeClock } from "../testing/fake-clock";
import { accountId, type LampStandby, lampStandby, region } from "../testing/lamp-standby";
import type { Context } from "./context";

/** Kinds that come back as something else behind the same name, by the real engine and inventory, on the sandbox account. */

let standby: LampStandby;
let sandbox: Sandbox;
let ana: Context;
let kind: string;
/** What AWS answers: the sandbox's answer, or another one. */
let answerOf: (call: AwsCall, answer: () => Promise<object>) => Promise<object>;

async function open(adapter: AnyAdapter): Promise<void> {
  kind = adapter.kind;
  answerOf = (_call, answer) => answer();
  standby = await lampStandby({ lamps: {}, adapter, doors });
  ana = standby.person("ana", "admin");
  // The first plan looks at the account for the first time.
  await plan({ action: "pause" });
}

async function doors(clock: FakeClock) {
  const random = () => 0.5;
  sandbox = await createSandbox({ clock, random, storage: memoryStorage(), pace: 1 });
  return createDoors({
    clock,
    random,
    account: async () => ({
      id: accountId,
      name: "Sandbox",
      awsAccountId: null,
      credentials: { type: "sandbox" },
      regions: [region],
      createdAt: clock.now(),
      lastScanAt: null,
    }),
    sandbox: (call) => answerOf(call, () => sandbox.answer(call)),
    pace: 1,
    sandboxPace: 1,
  });
}

afterEach(() => standby.close());

const plan = (wish: Parameters<LampStandby["plan"]>[1]) =>
  standby.plan(ana, { scope: { kinds: [kind] }, options: { [kind]: consent[kind] ?? {} }, ...wish });
const itemsOf = async (id: string) => (await standby.store.operations.get(id))?.items ?? [];

/** Starts it, and does the worker's part until nothing is left to do. */
async function apply(shown: WirePlan) {
  const { confirm } = shown;
  const { id } = await standby.start(ana, shown, confirm.text === null ? {} : { confirmText: confirm.text });
  for (let minute = 0; minute < 90 && !(await itemsOf(id)).every(({ state }) => isSettled(state)); minute += 1) {
    await standby.work();
    standby.clock.advance(60_000);
  }
  return (await itemsOf(id)).map(({ state, outcome }) => outcome.fault?.reason ?? state);
}

const idsIn = (shown: WirePlan) => [...new Set(shown.steps.map(({ resourceId }) => resourceId))];
const statesOf = async (ids: readonly string[]) =>
  (await standby.store.inventory.byIds([...ids])).map(({ state }) => state);
const held = async (ids: readonly string[]) => (await standby.store.holds.active([...ids])).length;

describe.each([ec2NatGateway, eksNodegroup, elasticacheReplicationGroup] as unknown as readonly AnyAdapter[])(
  "$kind",
  (adapter) => {
    test("is paused by itself, stays so, and comes back under the same name", async () => {
      await open(adapter);
      const shown = await plan({ action: "pause" });
      const ids = idsIn(shown);
      expect(ids).toHaveLength(2);
      expect(await apply(shown)).toEqual(["done", "done"]);
      expect(await statesOf(ids)).toEqual(["paused", "paused"]);
      standby.clock.advance(36 * 3_600_000);
      const back = await plan({ action: "resume" });
      expect(await statesOf(ids)).toEqual(["paused", "paused"]);
      expect(idsIn(back)).toEqual(ids);
      expect(await apply(back)).toEqual(["done", "done"]);
      expect(await statesOf(ids)).toEqual(["running", "running"]);
      expect(await held(ids)).toBe(0);
    });
  },
);

describe("a NAT gateway whose elastic IP somebody else took", () => {
  const params = z.object({
    configuration: z.object({ addresses: z.array(z.object({ allocationId: z.string().nullable() })) }),
  });

  test("says so, and comes back with the next resume once the address is free", async () => {
    await open(ec2NatGateway as unknown as AnyAdapter);
    const shown = await plan({ action: "pause" });
    await apply(shown);
    const [hold] = (await standby.store.holds.active(idsIn(shown))).filter(
      ({ saved }) => params.parse(saved).configuration.addresses[0]?.allocationId,
    );
    const AllocationId = params.parse(hold?.saved).configuration.addresses[0]?.allocationId ?? "";
    const door = await standby.deps.doors.act(accountId, region);
    const thief = { SubnetId: "subnet-0thief", AllocationId, PrivateIpAddress: "10.20.60.9" };
    await door.act(EC2Client, new CreateNatGatewayCommand(thief));
    standby.clock.advance(300_000);
    const ids = [hold?.resourceId ?? ""];
    const failed = await apply(await plan({ action: "resume", scope: { ids } }));
    expect(failed).toEqual([expect.stringMatching(/already associated/)]);
    expect(await held(ids)).toBe(1);
    await release(AllocationId);
    expect(await apply(await plan({ action: "resume", scope: { ids } }))).toEqual(["done"]);
    expect([await statesOf(ids), await held(ids)]).toEqual([["running"], 0]);
  });

  async function release(allocationId: string): Promise<void> {
    const door = await standby.deps.doors.act(accountId, region);
    const { NatGateways = [] } = await door.read(EC2Client, new DescribeNatGatewaysCommand({}));
    const thief = NatGateways.find(
      (one) =>
        one.State === "available" && one.NatGatewayAddresses?.some(({ AllocationId }) => AllocationId === allocationId),
    );
    await door.act(EC2Client, new DeleteNatGatewayCommand({ NatGatewayId: thief?.NatGatewayId }));
    standby.clock.advance(300_000);
  }
});

describe("what a deleted one is made of, and somebody deletes meanwhile", () => {
  const reads = (operation: string) => sandbox.calls().filter((call) => call.operation === operation);

  test("a cache's backup: the plan of the resume refuses that one, and brings the other back", async () => {
    await open(elasticacheReplicationGroup as unknown as AnyAdapter);
    await apply(await plan({ action: "pause" }));
    const door = await standby.deps.doors.act(accountId, region);
    const { Snapshots = [] } = await door.read(ElastiCacheClient, new DescribeSnapshotsCommand({}));
    const [SnapshotName = ""] = Snapshots.flatMap((one) => one.SnapshotName ?? []).sort();
    await door.act(ElastiCacheClient, new DeleteSnapshotCommand({ SnapshotName }));
    standby.clock.advance(60_000);
    const back = await plan({ action: "resume" });
    const refused = back.skipped.filter(({ code }) => code === "refused");
    expect(refused).toMatchObject([
      {
        reason: `Its final backup ${SnapshotName}, which has its data, is not there any more`,
        remedy: expect.stringContaining("Copy another backup"),
      },
    ]);
    expect(await apply(back)).toEqual(["done"]);
    expect(await held(refused.map(({ resourceId }) => resourceId))).toBe(1);
  });

  test("an endpoint's configuration: the plan refuses that one before anything is sent", async () => {
    await open(sagemakerEndpoint as unknown as AnyAdapter);
    const shown = await plan({ action: "pause" });
    expect(new Set(await apply(shown))).toEqual(new Set(["done"]));
    sandbox.clearCalls();
    answerOf = async ({ operation, input }, answer) => {
      if (operation !== "DescribeEndpointConfig" || !JSON.stringify(input).includes("churn")) return answer();
      throw awsError("ValidationException", 'Could not find endpoint configuration "churn".');
    };
    const back = await plan({ action: "resume" });
    expect(back.skipped.filter(({ code }) => code === "refused")).toMatchObject([
      { name: "churn-scorer", reason: expect.stringContaining("was deleted meanwhile") },
    ]);
    expect(idsIn(back)).toHaveLength(idsIn(shown).length - 1);
    // Nothing names the models of a configuration that is not there; those of the other one are asked for.
    const models = reads("DescribeModel").map(({ input }) => JSON.stringify(input));
    expect(models.filter((model) => model.includes("embedder-v7"))).toHaveLength(1);
    expect(models.filter((model) => model.includes("churn"))).toEqual([]);
    expect(new Set(await apply(back))).toEqual(new Set(["done"]));
  });

  test("its key: the hold knows it, and one that may not be used refuses the resume", async () => {
    const KmsKeyId = `arn:aws:kms:${region}:111122223333:key/k-1`;
    let KeyState = "Enabled";
    await open(sagemakerEndpoint as unknown as AnyAdapter);
    answerOf = async ({ operation }, answer) => {
      if (operation === "DescribeKey") return { KeyMetadata: { Arn: KmsKeyId, KeyState, KeyManager: "CUSTOMER" } };
      return operation === "DescribeEndpointConfig" ? { ...(await answer()), KmsKeyId } : answer();
    };
    const shown = await plan({ action: "pause" });
    expect(new Set(await apply(shown))).toEqual(new Set(["done"]));
    KeyState = "PendingDeletion";
    const back = await plan({ action: "resume" });
    expect(back.steps).toEqual([]);
    expect(back.skipped.filter(({ code }) => code === "refused").map(({ reason }) => reason)).toEqual(
      idsIn(shown).map(() => `Its KMS key is pending deletion, so AWS could not start it again: ${KmsKeyId}`),
    );
  });
});
