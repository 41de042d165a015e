import { afterEach, beforeEach, expect, test } from "vitest";
import type { ResourceRecord } from "../core/inventory";
import { accountId, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";

/** States of Terraform, from the import to what a plan and a resource say, with the sandbox account as AWS. */

let standby: SandboxStandby;

beforeEach(async () => {
  standby = await sandboxStandby();
});
afterEach(() => standby.close());

const nothing = { params: {}, query: {} };
const lineage = "574dc203-2a72-62d5-9c4a-907c1a5e9bb8";

function importState(resources: readonly object[], change: { serial?: number; name?: string; role?: "operator" } = {}) {
  const { serial = 1, name = "prod", role = "admin" } = change;
  const state = { version: 4, serial, lineage, outputs: { key: { value: "hunter2" } }, resources };
  return standby.usecases.importTerraformState(standby.as(role), { ...nothing, body: { accountId, name, state } });
}

function managed(type: string, name: string, attributes: object) {
  return { mode: "managed", type, name, instances: [{ attributes: { ...attributes, password: "hunter2" } }] };
}

const list = async () =>
  (await standby.usecases.listTerraformStates(standby.as("viewer"), { ...nothing, body: {} })).items;

/** One that a pause would take; the plan reads the kind. */
async function running(kind: string): Promise<ResourceRecord> {
  await standby.usecases.createPlan(standby.as("admin"), {
    ...nothing,
    body: { action: "pause", scope: { kinds: [kind] }, options: {} },
  });
  const found = (await standby.store.inventory.summaries([accountId])).find((one) => one.kind === kind && one.pausable);
  const [record] = await standby.store.inventory.byIds([found?.id ?? ""]);
  if (!record) throw new Error(`The sandbox has no ${kind} to pause`);
  return record;
}

const planFor = ({ id }: ResourceRecord, action: "pause" | "resume" = "pause") =>
  standby.usecases.createPlan(standby.as("admin"), { ...nothing, body: { action, scope: { ids: [id] }, options: {} } });

const detailOf = ({ id }: ResourceRecord) =>
  standby.usecases.getResource(standby.as("viewer"), { params: { id }, query: {}, body: {} });

async function run(record: ResourceRecord, action: "pause" | "resume"): Promise<void> {
  const { id: planId, hash: planHash, confirm } = await planFor(record, action);
  const body = { planId, planHash, force: true as const, ...(confirm.text && { confirmText: confirm.text }) };
  const { id } = await standby.usecases.startOperation(standby.as("admin"), { ...nothing, body });
  expect((await standby.settle(id)).state).toBe("succeeded");
}

test("an imported state is listed, and of what it says only addresses and ids are kept anywhere", async () => {
  const state = await importState([managed("aws_instance", "api", { id: "i-1", arn: "arn:x" })]);
  expect(state).toMatchObject({ name: "prod", lineage, serial: 1, resources: 1, importedBy: "admin", accountId });
  expect(await list()).toEqual([state]);
  const [entry] = await standby.store.audit.list(1);
  expect(entry).toMatchObject({ action: "terraform.import", subject: state.id, actorName: "admin" });
  const kept = await standby.store.terraform.managed([accountId], ["aws_instance"]);
  expect(JSON.stringify([entry, kept, await list()])).not.toContain("hunter2");
});

test("an older version of a known lineage is refused with the serial that is known; the same or a newer one replaces it", async () => {
  const first = await importState([managed("aws_instance", "api", { id: "i-1" })], { serial: 7 });
  await expect(importState([], { serial: 6 })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("known with serial 7, and this one is older (6)"),
  });
  expect(await list()).toEqual([first]);
  const again = await importState([], { serial: 7, name: "production" });
  expect(again).toMatchObject({ id: first.id, name: "production", resources: 0 });
  expect(await importState([], { serial: 8 })).toMatchObject({ id: first.id, serial: 8 });
  expect(await list()).toHaveLength(1);
});

test("what is no state, and a state of an account that nobody knows, are refused before anything is kept", async () => {
  const body = { accountId, name: "prod", state: { version: 3 } };
  const admin = standby.as("admin");
  await expect(standby.usecases.importTerraformState(admin, { ...nothing, body })).rejects.toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/state", detail: expect.stringContaining("version 3") }],
  });
  const state = { version: 4, serial: 1, lineage, resources: [] };
  const elsewhere = { ...nothing, body: { accountId: "acc_9", name: "prod", state } };
  await expect(standby.usecases.importTerraformState(admin, elsewhere)).rejects.toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/accountId", detail: "is not a connected account; there are tidewater" }],
  });
  expect(await list()).toEqual([]);
});

test("only an admin imports and removes; what is removed manages nothing any more", async () => {
  await expect(importState([], { role: "operator" })).rejects.toMatchObject({ code: "forbidden" });
  const { id } = await importState([]);
  const remove = (role: "admin" | "operator") =>
    standby.usecases.deleteTerraformState(standby.as(role), { params: { id }, query: {}, body: {} });
  await expect(remove("operator")).rejects.toMatchObject({ code: "forbidden" });
  await remove("admin");
  expect(await list()).toEqual([]);
  await expect(remove("admin")).rejects.toMatchObject({ code: "not-found" });
  const [entry] = await standby.store.audit.list(1);
  expect(entry).toMatchObject({ action: "terraform.delete", subject: id, before: { name: "prod", lineage } });
});

test("a plan names the address and what an apply would do, as part of what its hash covers; without a state it says nothing", async () => {
  const service = await running("ecs.service");
  const bare = await planFor(service);
  expect(bare.steps[0]?.hazards.filter(({ code }) => code.startsWith("managed-by"))).toEqual([]);
  await importState([managed("aws_ecs_service", "checkout", { id: service.nativeId })]);
  const plan = await planFor(service);
  expect(plan.steps[0]?.hazards).toContainEqual({
    level: "note",
    code: "managed-by-terraform",
    title: "Managed by Terraform",
    detail: expect.stringContaining("set desired_count"),
  });
  expect(plan.steps[0]?.hazards.at(-1)?.detail).toContain("aws_ecs_service.checkout (state prod)");
  expect(plan.hash).not.toBe(bare.hash);
  expect((await planFor(service)).hash).toBe(plan.hash);
});

test("a resource says who manages it, and while it is paused what a plan of Terraform shows", async () => {
  const stream = await running("kinesis.stream");
  await importState([managed("aws_kinesis_stream", "clicks", { id: stream.arn, arn: stream.arn })]);
  const by = { tool: "terraform", name: "prod", address: "aws_kinesis_stream.clicks" };
  expect((await detailOf(stream)).managedBy).toEqual([{ ...by, drift: [] }]);
  await run(stream, "pause");
  expect((await detailOf(stream)).managedBy).toEqual([{ ...by, drift: ["shard_count"] }]);
  expect((await planFor(stream, "resume")).steps[0]?.hazards.map(({ code }) => code)).not.toContain(
    "managed-by-terraform",
  );
  await run(stream, "resume");
  expect((await detailOf(stream)).managedBy).toEqual([{ ...by, drift: [] }]);
});

test("a state that comes after the plan does not make it stale: what is done is the same", async () => {
  const stream = await running("kinesis.stream");
  const { id: planId, hash: planHash, confirm } = await planFor(stream);
  await importState([managed("aws_kinesis_stream", "clicks", { id: stream.arn, arn: stream.arn })]);
  const body = { planId, planHash, force: true as const, ...(confirm.text && { confirmText: confirm.text }) };
  const { id } = await standby.usecases.startOperation(standby.as("admin"), { ...nothing, body });
  expect((await standby.settle(id)).state).toBe("succeeded");
});
