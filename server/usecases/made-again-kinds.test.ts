import {
  CreateNatGatewayCommand,
  DeleteNatGatewayCommand,
  DescribeNatGatewaysCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { AnyAdapter } from "../adapters/contract";
import { ec2NatGateway } from "../adapters/ec2/nat-gateway";
import { eksNodegroup } from "../adapters/eks/nodegroup";
import { elasticacheReplicationGroup } from "../adapters/elasticache/replication-group";
import { createDoors } from "../aws/doors";
import type { WirePlan } from "../contract/plans";
import { isSettled } from "../core/operation";
import type { Sandbox } from "../sandbox/contract";
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

async function open(adapter: AnyAdapter): Promise<void> {
  kind = adapter.kind;
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
    sandbox: sandbox.answer,
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
