import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { problem } from "../contract/common";
import type { Endpoint } from "../contract/endpoint";
import { endpoints } from "../contract/endpoints";
import type { Permission, Role } from "../core/actor";
import type { RouteHandler } from "../http/handle";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";

/** The real routes, behind the real wrapper, on the real application. */
vi.mock("../runtime/running", () => ({ getApp: async () => standby.app }));

let standby: SandboxStandby;
const headersOf = new Map<string, Readonly<Record<string, string>>>();
const handlers = new Map<string, RouteHandler>();

const anybody: readonly Role[] = ["viewer", "operator", "admin"];
const operators: readonly Role[] = ["operator", "admin"];
const admins: readonly Role[] = ["admin"];

/** Who may do what, said a second time. */
const rolesWith: Readonly<Record<Permission, readonly Role[]>> = {
  "inventory:read": anybody,
  "inventory:scan": operators,
  "accounts:write": admins,
  "groups:write": admins,
  "operations:read": anybody,
  "operations:plan": operators,
  "operations:run": operators,
  "audit:read": anybody,
  "settings:write": admins,
};

const callers = ["viewer", "operator", "admin", "nobody", "expired", "mistyped", "unknown", "basic"] as const;
type Caller = (typeof callers)[number];

/** What each endpoint would do something with; reads take none. */
const bodies: Readonly<Record<string, unknown>> = {
  createAccount: { name: "second", credentials: { type: "environment" } },
  createGroup: { name: "new", filter: { names: ["a*"] } },
  createPlan: { action: "pause", scope: { kinds: ["sqs.queue"] } },
  endHold: { reason: "gone" },
  planFollowUp: { relation: "retry" },
  startOperation: { action: "pause", scope: { kinds: ["sqs.queue"] }, force: true },
  updateGroup: { name: "other" },
  updateSettings: { undoSeconds: 3 },
  whatIf: { scope: {}, schedule: { timezone: "Europe/Berlin", on: [] } },
  setup: { token: "wrong", name: "Eve", email: "eve@tidewater.example", password: "correct horse battery 9" },
};

beforeAll(async () => {
  standby = await sandboxStandby();
  const root = join(import.meta.dirname, "../../app/api/v1");
  for (const file of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith("route.ts")) continue;
    const module: Record<string, RouteHandler> = await import(join(root, file));
    for (const handler of Object.values(module)) if (handler.endpoint) handlers.set(handler.endpoint.id, handler);
  }
  for (const role of ["viewer", "operator", "admin"] as const) headersOf.set(role, await standby.bearer(role));
  headersOf.set("nobody", {});
  headersOf.set("expired", await standby.bearer("admin", new Date(standby.clock.now().getTime() - 1)));
  const { authorization = "" } = headersOf.get("admin") ?? {};
  headersOf.set("mistyped", {
    authorization: `${authorization.slice(0, -1)}${authorization.endsWith("0") ? "1" : "0"}`,
  });
  headersOf.set("unknown", { authorization: "Bearer stb_000000000000000000000000000000000000" });
  headersOf.set("basic", { authorization: `Basic ${btoa("admin:admin")}` });
});
afterAll(() => standby.close());

async function ask(endpoint: Endpoint, caller: Caller, body: unknown, id: string) {
  const handler = handlers.get(endpoint.id);
  if (!handler) throw new Error(`No route answers for ${endpoint.id}`);
  const { method } = endpoint;
  const request = new Request(`http://standby.test/api/v1${endpoint.path.replace("{id}", encodeURIComponent(id))}`, {
    method,
    headers: { ...headersOf.get(caller), "content-type": "application/json" },
    ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
  });
  return handler(request, { params: Promise.resolve(endpoint.path.includes("{id}") ? { id } : {}) });
}

/** All that a request may leave behind. */
async function kept(): Promise<unknown> {
  const { accounts, audit, groups, operations, settings, scanParts } = standby.store;
  return {
    accounts: await accounts.list(),
    groups: await groups.list(),
    operations: (await operations.list(500)).items,
    settings: await settings.get("settings"),
    scans: await scanParts.list([]),
    newest: await audit.list(1),
    calls: standby.calls().length,
  };
}

const all: readonly Endpoint[] = Object.values(endpoints);
const stories = fc.record({
  endpoint: fc.constantFrom(...all),
  caller: fc.constantFrom(...callers),
  id: fc.constantFrom("acc_1", "op_000001", "plan_1", "grp_1", "../../me", "%2e%2e"),
  odd: fc.option(fc.jsonValue()),
});

async function holds({ endpoint, caller, id, odd }: typeof stories extends fc.Arbitrary<infer Story> ? Story : never) {
  const before = await kept();
  const response = await ask(endpoint, caller, odd ?? bodies[endpoint.id] ?? {}, id);
  const { status } = response;
  const isRole = caller === "viewer" || caller === "operator" || caller === "admin";
  const { permission } = endpoint;
  const roles = permission === "public" ? [] : rolesWith[permission];
  const mayDo = permission === "public" || (isRole && roles.includes(caller));
  const told = `${endpoint.id} as ${caller}: ${status}`;
  if (mayDo) {
    await response.body?.cancel();
    // A wrong setup token is refused as what it is, not for who sends it.
    if (endpoint.id !== "setup") expect([401, 403], told).not.toContain(status);
    expect(status, told).not.toBe(500);
    return;
  }
  expect(status, told).toBe(isRole ? 403 : 401);
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  const { code, detail } = problem.parse(await response.json());
  expect(code).toBe(isRole ? "forbidden" : "unauthenticated");
  if (isRole) expect(detail).toContain(roles.join(" or "));
  expect(await kept(), told).toEqual(before);
}

/** Questions that are too long for an address: they keep nothing. */
const questions = ["whatIf"];

test("role authentication: no change is open to viewers, and nobody but a first admin changes anything unknown", () => {
  const changes = all.filter(({ id, method }) => method !== "GET" && !questions.includes(id));
  const open = changes.filter(({ permission }) => permission === "public" || rolesWith[permission] === anybody);
  expect(open.map(({ id }) => id)).toEqual(["setup"]);
});

test("role authentication: every endpoint asks for its role, and who lacks it is told so and changes nothing", async () => {
  for (const endpoint of all) {
    for (const caller of callers) await holds({ endpoint, caller, id: "op_000001", odd: null });
  }
});

test("role authentication: whatever is sent along, to whatever, makes no difference", async () => {
  await fc.assert(fc.asyncProperty(stories, holds), { numRuns: 500 });
});
