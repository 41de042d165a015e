import { beforeAll, expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import { accountId, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { afterOperation } from "./after-operation";
import { wireMoney } from "./present/money";
import { readPart } from "./scan-inventory";

/** Machines that EKS and Batch made: seen with their owner, never stopped behind its back, paid for once. */

let standby: SandboxStandby;
const place = { accountId, region: "eu-central-1" };

beforeAll(async () => {
  standby = await sandboxStandby();
  await readPart(standby.deps, place);
  return () => standby.close();
});

const named = async (kind: string, ...names: string[]) => {
  const all = await standby.store.inventory.summaries([accountId]);
  const records = await standby.store.inventory.byIds(all.map(({ id }) => id));
  return records.filter((one) => one.kind === kind && names.includes(one.name));
};

async function ofEks() {
  const [owner] = (await named("eks.nodegroup", "general")).filter(({ region }) => region === place.region);
  if (!owner) throw new Error("The sandbox has no such node group");
  const members = await standby.store.inventory.membersOf([owner.id]);
  return { owner, nodes: members.filter(({ kind }) => kind === "ec2.instance"), members };
}

const planOf = (action: "pause" | "resume", ids: readonly string[]) =>
  standby.usecases.createPlan(standby.as("admin"), {
    params: {},
    query: {},
    body: { action, scope: { ids: [...ids] }, options: {} },
  });
const idsOf = (records: readonly { id: string }[]) => records.map(({ id }) => id);

test("nodes and their Auto Scaling group belong to the node group, and those of Batch to their environment", async () => {
  const { members } = await ofEks();
  expect(members.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
    "autoscaling.group running",
    "ec2.instance running",
    "ec2.instance running",
  ]);
  const machines = await standby.store.inventory.membersOf(
    idsOf(await named("batch.computeEnvironment", "trial-steady")),
  );
  expect(machines.map(({ kind }) => kind).sort()).toEqual(["autoscaling.group", "ec2.instance"]);
});

test("a node, or the group between, is never acted on by itself", async () => {
  const { members } = await ofEks();
  const { steps, skipped } = await planOf("pause", idsOf(members));
  expect(steps).toEqual([]);
  expect(skipped.map(({ code }) => code)).toEqual(["owned", "owned", "owned"]);
});

test("they are in the groups of their owner, although EKS gives them none of its tags", async () => {
  const { owner, members } = await ofEks();
  for (const { tags } of members) expect(tags.Environment).toBeUndefined();
  const lab = endpoints.createGroup.body.parse({ name: "the lab", filter: { tags: ["Environment=lab"] } });
  const admin = standby.as("admin");
  const { id } = await standby.usecases.createGroup(admin, { params: {}, query: {}, body: lab });
  const query = endpoints.listResources.query.parse({ group: id, limit: 500 });
  const { items, total } = await standby.usecases.listResources(admin, { params: {}, query, body: {} });
  const ids = items.map((one) => one.id);
  expect(ids).toEqual(expect.arrayContaining([owner.id, ...idsOf(members)]));
  const groups = await standby.usecases.listGroups(admin, { params: {}, query: {}, body: {} });
  expect(groups.items.find((one) => one.id === id)?.resources).toBe(total);
  const estimates = await standby.usecases.getEstimates(admin, {
    params: {},
    query: endpoints.getEstimates.query.parse({ by: "resource", group: id, limit: 500 }),
    body: {},
  });
  expect(estimates.items.map(({ name }) => name)).toEqual(expect.arrayContaining(members.map(({ name }) => name)));
  await standby.usecases.deleteGroup(admin, { params: { id }, query: {}, body: {} });
});

test("their money is counted once, with the node group, and is still known when the nodes are gone", async () => {
  const { owner, nodes, members } = await ofEks();
  expect(owner.hourlyNow).toBe(0);
  const running = nodes.reduce((sum, { hourlyNow }) => sum + (hourlyNow ?? Number.NaN), 0);
  const hours = nodes.reduce((sum, { estimate }) => sum + (estimate.lines[0]?.hourly ?? Number.NaN), 0);
  expect(hours).toBeGreaterThan(0);
  const down = await planOf("pause", [owner.id, ...idsOf(members)]);
  expect(down.skipped).toEqual([]);
  expect(down.steps).toMatchObject([{ hourlyNow: wireMoney(running), hourlyAfter: wireMoney(0) }]);
  const { id } = await standby.usecases.startOperation(standby.as("admin"), {
    params: {},
    query: {},
    body: { planId: down.id, planHash: down.hash, ...(down.confirm.text && { confirmText: down.confirm.text }) },
  });
  await standby.settle(id);
  await readPart(standby.deps, place);
  const [paused] = await standby.store.inventory.byIds([owner.id]);
  expect(paused).toMatchObject({ state: "paused", hourlyNow: 0, estimate: { running: hours, paused: 0 } });
  const up = await planOf("resume", [owner.id, ...idsOf(members)]);
  expect(up.steps).toMatchObject([{ hourlyNow: wireMoney(0), hourlyAfter: wireMoney(hours) }]);
});

test("whoever waits for an operation is answered once the machines that went with their owner were looked at", async () => {
  const { owner } = await ofEks();
  const up = await planOf("resume", [owner.id]);
  const { id } = await standby.usecases.startOperation(standby.as("admin"), {
    params: {},
    query: {},
    body: { planId: up.id, planHash: up.hash, ...(up.confirm.text && { confirmText: up.confirm.text }) },
  });
  await standby.settle(id);
  const waited = async () => {
    const asked = standby.clock.now().getTime();
    await standby.usecases.getOperation(standby.as("admin"), { params: { id }, query: { wait: "60s" }, body: {} });
    return standby.clock.now().getTime() - asked;
  };
  // Nobody reads them here: after ten seconds it is answered all the same.
  expect(await waited()).toBeGreaterThan(5_000);
  await afterOperation(standby.deps, id);
  expect(await waited()).toBe(0);
  const group = (await ofEks()).members.find(({ kind }) => kind === "autoscaling.group");
  expect(group?.state).toBe("running");
});
