import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ResourceRecord } from "../core/inventory";
import * as make from "../store/store-fixtures";
import { type LampStandby, lampStandby } from "../testing/lamp-standby";
import { listResources } from "./list-resources";

let standby: LampStandby;

beforeEach(async () => {
  standby = await lampStandby({ lamps: {} });
});
afterEach(() => standby.close());

const list = (query: object = {}) =>
  standby.usecases.listResources(standby.person("ana", "viewer"), {
    params: {},
    query: { limit: 100, ...query },
    body: {},
  });
const names = async (query: object = {}) => (await list(query)).items.map((item) => item.name);
const save = (...records: ResourceRecord[]) => standby.store.inventory.upsert(records);
const lamp = (name: string, change: Partial<ResourceRecord> = {}) =>
  make.resource(`i-${name}`, { name, kind: "test.lamp", tags: {}, ...change });

describe("pages", () => {
  test("come in the order of name (whatever its case), kind and id, and say where the next one starts", async () => {
    await save(lamp("b"), lamp("A"), lamp("a", { kind: "ec2.instance" }), lamp("C"));
    const first = await list({ limit: 3 });
    expect(first.items.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "a ec2.instance",
      "A test.lamp",
      "b test.lamp",
    ]);
    expect(first.total).toBe(4);
    const second = await list({ limit: 3, cursor: first.next });
    expect(second.items.map(({ name }) => name)).toEqual(["C"]);
    expect(second).toMatchObject({ next: null, total: 4 });
  });

  test("meet each resource once, also when some come and go meanwhile", async () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "B", "b", "é", "-", "1"), maxLength: 3 });
    const [texts = []] = fc.sample(fc.array(letters, { minLength: 60, maxLength: 60 }), 1);
    await save(...texts.map((name, index) => lamp(name, { nativeId: `i-${index}`, id: `res_${index}` })));
    const met: string[] = [];
    let next: string | null = "";
    while (next !== null) {
      const page: Awaited<ReturnType<typeof list>> = await list({ limit: 7, ...(next ? { cursor: next } : {}) });
      met.push(...page.items.map((item) => item.id));
      next = page.next;
      await save(lamp("", { id: `res_new_${met.length}`, nativeId: `new-${met.length}` }));
    }
    expect(met.filter((id) => !id.startsWith("res_new")).sort()).toEqual(
      texts.map((_, index) => `res_${index}`).sort(),
    );
    expect(new Set(met).size).toBe(met.length);
  });

  test("carry sums over the whole filter, and what has no price", async () => {
    await save(
      lamp("a", { hourlyNow: 5 }),
      lamp("b", { hourlyNow: null }),
      lamp("c", { hourlyNow: 7, state: "paused" }),
    );
    expect(await list({ limit: 1 })).toMatchObject({ hourlyNow: { amount: "0.000012" }, unpriced: 1, total: 3 });
    expect(await list({ state: "running" })).toMatchObject({
      hourlyNow: { amount: "0.000005" },
      unpriced: 1,
      total: 2,
    });
  });

  test.each(["x", Buffer.from('["before","a"]').toString("base64url")])("the cursor %s is refused", async (cursor) => {
    await expect(list({ cursor })).rejects.toMatchObject({ code: "invalid", errors: [{ pointer: "/cursor" }] });
  });
});

describe("a filter", () => {
  beforeEach(async () => {
    const { groups, accounts } = standby.store;
    await groups.create(make.group({ name: "dev", filter: { tags: ["env=dev"] } }), make.audit());
    const vault = { id: "grp_2", name: "vault", filter: { names: ["*-db"] }, protected: true };
    await groups.create(make.group(vault), make.audit());
    await accounts.create(make.account({ id: "acc_2", name: "second" }), make.audit());
    await save(
      lamp("web-1", { tags: { env: "dev", team: "Shop" } }),
      lamp("web-db", { region: "us-east-1", state: "paused" }),
      lamp("api-1", { accountId: "acc_2", protected: true, tags: { env: "prod" } }),
    );
  });

  test.each([
    [{ account: "second" }, ["api-1"]],
    [{ account: "second,lamps-main" }, ["api-1", "web-1", "web-db"]],
    [{ region: "us-east-1" }, ["web-db"]],
    [{ tag: ["env=dev", "team"] }, ["web-1"]],
    [{ state: "paused" }, ["web-db"]],
    [{ state: "protected" }, ["api-1", "web-db"]],
    [{ group: "dev" }, ["web-1"]],
    [{ group: "none" }, ["api-1"]],
    [{ not: ["group:vault", "tag:env=dev"] }, ["api-1"]],
    [{ q: "WEB" }, ["web-1", "web-db"]],
    [{ q: "i-api" }, ["api-1"]],
    [{ q: "team=sh" }, ["web-1"]],
    [{ q: "nowhere" }, []],
    [{ q: "web", state: "running" }, ["web-1"]],
  ])("%j", async (query, wanted) => {
    expect(await names(query)).toEqual(wanted);
  });

  test("names each wrong value", async () => {
    const query = { account: "third", region: "moon-1", kind: "test.lamp,toaster", not: ["colour:red"] };
    const pointers = ["/account", "/region", "/kind", "/not"].map((pointer) => expect.objectContaining({ pointer }));
    await expect(list(query)).rejects.toMatchObject({ code: "invalid", errors: pointers });
  });
});

test("a page reads as a whole only what is on it", async () => {
  await save(...["a", "b", "c", "d"].map((name) => lamp(name)));
  const { store } = standby;
  const asked: string[] = [];
  const byIds = (ids: readonly string[]) => {
    asked.push(...ids);
    return store.inventory.byIds(ids);
  };
  const deps = { ...standby.deps, store: { ...store, inventory: { ...store.inventory, byIds } } };
  await listResources(deps, standby.person("ana"), { query: { limit: 2 } });
  expect(asked).toEqual([lamp("a").id, lamp("b").id]);
});
