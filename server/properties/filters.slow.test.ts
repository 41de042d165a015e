import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problem } from "../contract/common";
import type { Endpoint } from "../contract/endpoint";
import { endpoints } from "../contract/endpoints";
import type { WireResource } from "../contract/resources";
import type { Filter, Scope } from "../core/filter";
import { handle } from "../http/handle";
import { accountId, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { filters, isNamed, scopes } from "../testing/scopes";

const nothing = { params: {}, query: {}, body: {} };
const runs = { numRuns: 100 };

let standby: SandboxStandby;
let resources: readonly WireResource[];
let saved: readonly { readonly id: string; readonly name: string }[];

beforeAll(async () => {
  standby = await sandboxStandby();
  const { usecases } = standby;
  await usecases.createPlan(standby.as("admin"), { ...nothing, body: { action: "pause", scope: {}, options: {} } });
  resources = (await usecases.listResources(standby.as("admin"), { ...nothing, query: { limit: 500 } })).items;
  const make = (name: string) => {
    const rest = { protected: false, guard: "report", awakeUntil: null, options: {} } as const;
    const body = { name, filter: { names: [name] }, ...rest };
    return usecases.createGroup(standby.as("admin"), { ...nothing, body });
  };
  saved = [await make("one"), await make("two")];
});
afterAll(() => standby.close());

test("filter selectivity: a plan speaks of every resource that its scope names, and of no other", async () => {
  const everything = filters(resources);
  const story = fc.record({
    scope: scopes(resources, ["one", "two"]),
    groups: fc.record({ one: everything, two: everything }),
    action: fc.constantFrom("pause", "resume"),
  });
  let named = 0;
  await fc.assert(
    fc.asyncProperty(story, async ({ scope, groups, action }) => {
      for (const { id, name } of saved) await setFilter(id, groups[name as "one" | "two"]);
      const plan = await standby.usecases.createPlan(standby.as("operator"), {
        ...nothing,
        body: { action, scope, options: {} },
      });
      const wanted = resources.filter((one) => isNamed(scope, one, groups));
      const told = [...plan.steps, ...plan.skipped].map(({ resourceId }) => resourceId);
      // What goes with its owner is not told beside it.
      const alone = wanted.filter(({ ownerId }) => !wanted.some(({ id }) => id === ownerId));
      const extra = told.filter((id) => !wanted.some((one) => one.id === id));
      expect({ extra, missing: alone.filter(({ id }) => !told.includes(id)) }).toEqual({ extra: [], missing: [] });
      expect(new Set(told).size).toBe(told.length);
      named += wanted.length;
    }),
    runs,
  );
  expect(named, "scopes that name nothing prove nothing").toBeGreaterThan(100);
});

async function setFilter(id: string, filter: Filter): Promise<void> {
  await standby.usecases.updateGroup(standby.as("admin"), { params: { id }, query: {}, body: { filter } });
}

const wrongKinds = fc.constantFrom("", "ec2", "ec2.Instance", "rds.instances", "x".repeat(65), 7, null);
const wrongRegions = fc.constantFrom("", "eu", "europe-west1", "eu-central-9", "EU-CENTRAL-1", "eu-central-1 ", 1);
const wrongNames = fc.constantFrom("", "nobody", "x".repeat(65), {}, null);
const tooMany = fc.constant(Array.from({ length: 501 }, (_, at) => `n${at}`));
const oneOf = (values: fc.Arbitrary<unknown>) =>
  fc.oneof(
    values.map((value) => [value]),
    fc.constantFrom("text", 7, null, {}),
  );

/** What is wrong, by the field that it is wrong in. */
const malformed = fc.oneof(
  fc.record({ field: fc.constant("accounts"), value: oneOf(wrongNames) }),
  fc.record({ field: fc.constant("groups"), value: oneOf(wrongNames) }),
  fc.record({ field: fc.constant("regions"), value: oneOf(wrongRegions) }),
  fc.record({ field: fc.constant("kinds"), value: oneOf(wrongKinds) }),
  fc.record({ field: fc.constant("tags"), value: oneOf(fc.constantFrom("", "=", "=dev", "k".repeat(129), 7)) }),
  fc.record({ field: fc.constant("names"), value: fc.oneof(tooMany, oneOf(fc.constantFrom("", "n".repeat(257), {}))) }),
  fc.record({ field: fc.constant("ids"), value: fc.oneof(tooMany, oneOf(fc.constantFrom("", "i".repeat(2049), 1))) }),
  fc.record({ field: fc.constantFrom("kind", "tag", "environment", "__proto__x"), value: fc.jsonValue() }),
);

describe("filter validation before any call", () => {
  const ways: readonly [name: string, endpoint: Endpoint, bodyOf: (filter: unknown) => object, pointer: string][] = [
    ["a plan", endpoints.createPlan, (scope) => ({ action: "pause", scope }), "/scope"],
    ["a start", endpoints.startOperation, (scope) => ({ action: "pause", scope, force: true }), "/scope"],
    ["a group", endpoints.createGroup, (filter) => ({ name: "new", filter }), "/filter"],
  ];

  test.each(ways)(
    "filter validation before any call: %s with a wrong filter is refused by its field",
    async (...way) => {
      const [, endpoint, bodyOf, above] = way;
      const headers = { ...(await standby.bearer("admin")), "content-type": "application/json" };
      const handler = handle(endpoint, async () => standby.app);
      const stories = fc.record({ good: scopes(resources, ["one"]), wrong: malformed, isExclusion: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(stories, async ({ good, wrong, isExclusion }) => {
          const { groups, exclude: { groups: _, ...exclude } = {}, ...fields } = good;
          const usual: Scope = { ...fields, ...(above === "/scope" && groups ? { groups } : {}), exclude };
          const bad = { [wrong.field]: wrong.value };
          const filter = isExclusion ? { ...usual, exclude: { ...exclude, ...bad } } : { ...usual, ...bad };
          const before = { counts: standby.deps.doors.counts(), operations: await operations() };
          const request = new Request("http://standby.test/api/v1", {
            method: "POST",
            headers,
            body: JSON.stringify(bodyOf(filter)),
          });
          const response = await handler(request, { params: Promise.resolve({}) });
          const { code, errors } = problem.parse(await response.json());
          expect({ status: response.status, code }).toEqual({ status: 400, code: "invalid" });
          const pointer = `${above}${isExclusion ? "/exclude" : ""}/${wrong.field}`;
          expect(errors.map((error) => error.pointer)).toContainEqual(expect.stringMatching(startOf(pointer)));
          expect({ counts: standby.deps.doors.counts(), operations: await operations() }).toEqual(before);
        }),
        runs,
      );
    },
  );
});

const startOf = (pointer: string) => new RegExp(`^${pointer}(/|$)`);
const operations = async () => (await standby.store.operations.list(500)).items.length;

test("filter validation before any call: a list with a wrong filter is refused by its field", async () => {
  const words = fc.record({
    field: fc.constantFrom("account", "region", "kind", "state", "group", "not"),
    value: fc.constantFrom("nothing", "a:b", "state:nothing", "kind:", "region:eu", `tag:=${accountId}`),
  });
  await fc.assert(
    fc.asyncProperty(words, async ({ field, value }) => {
      const before = standby.deps.doors.counts();
      const ask = standby.usecases.listResources(standby.as("viewer"), {
        ...nothing,
        query: { limit: 10, [field]: value },
      });
      await expect(ask).rejects.toMatchObject({
        code: "invalid",
        errors: expect.arrayContaining([expect.objectContaining({ pointer: `/${field}` })]),
      });
      expect(standby.deps.doors.counts()).toEqual(before);
    }),
    runs,
  );
});
