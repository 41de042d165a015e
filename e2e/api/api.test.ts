import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { endpoints } from "../../server/contract/endpoints";
import { createToken, type Server, startServer } from "./server";

/** The API as a script uses it: the real server over HTTP, tokens from the command line, the sandbox account. */

const env = {
  STANDBY_SANDBOX_PACE: "0.02",
  STANDBY_ADMIN_EMAIL: "ana@tidewater.example",
  STANDBY_ADMIN_PASSWORD: "correct horse battery 9",
};
let dataDir: string;
let server: Server;
let admin: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "standby-api-"));
  server = await startServer({ ...env, STANDBY_DATA_DIR: dataDir });
  admin = (await createToken(dataDir, "ci", "admin")).trim();
}, 360_000);

afterAll(async () => {
  await server.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

async function ask(method: string, path: string, { body, token = admin }: { body?: unknown; token?: string } = {}) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text ? (JSON.parse(text) as unknown) : null };
}

/** The answer, checked against the endpoint's own schema. */
async function typed<Id extends keyof typeof endpoints>(id: Id, path: string, body?: unknown) {
  const endpoint = endpoints[id];
  const answer = await ask(endpoint.method, path, body === undefined ? {} : { body });
  expect(answer.status, JSON.stringify(answer.json)).toBe(endpoint.status);
  return { ...answer, json: endpoint.response.parse(answer.json) as z.output<(typeof endpoints)[Id]["response"]> };
}

const dev = { tags: ["Environment=dev"] };
const devState = async () => {
  const { json } = await typed("listResources", "/resources?tag=Environment%3Ddev&limit=500");
  return Object.fromEntries(
    json.items.map((one) => [one.name + one.kind, [one.state, one.type, one.tags, one.holdId]]),
  );
};

describe("a script", () => {
  test("gets exactly one token line, whether the server runs or not", async () => {
    expect(await createToken(dataDir, "second", "viewer")).toMatch(/^stb_[A-Za-z0-9]{36}\n$/);
  });

  test("plans without changing anything, applies the plan, waits, and brings all back as it was", async () => {
    const before = await devState();
    const plan = await typed("createPlan", "/plans", { action: "pause", scope: dev });
    expect(plan.headers.get("location")).toBe(`/api/v1/plans/${plan.json.id}`);
    expect(await devState()).toEqual(before);
    const started = await typed("startOperation", "/operations", { planId: plan.json.id, planHash: plan.json.hash });
    expect(started.headers.get("location")).toBe(`/api/v1/operations/${started.json.id}`);
    const paused = await typed("getOperation", `/operations/${started.json.id}?wait=120s`);
    expect(paused.json).toMatchObject({ state: "succeeded", counts: { failed: 0, done: plan.json.steps.length } });
    const holds = await typed("listHolds", "/holds?limit=500");
    expect(holds.json.items).toHaveLength(plan.json.steps.length);
    const [held] = holds.json.items;
    const file = await typed("getHold", `/holds/${held?.id}`);
    expect(file.json).toEqual(held);
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename="standby-.+\.json"$/);
    const resume = await typed("startOperation", "/operations", { action: "resume", scope: dev, force: true });
    const resumed = await typed("getOperation", `/operations/${resume.json.id}?wait=120s`);
    expect(resumed.json).toMatchObject({ state: "succeeded", counts: { failed: 0, skipped: 0 } });
    // What a start costs again is what the stop saved: known from the holds, not from what is visible at rest.
    expect(resumed.json.hourlyAfter).toEqual(paused.json.hourlyBefore);
    expect(resumed.json.hourlyBefore).toEqual(paused.json.hourlyAfter);
    expect(await devState()).toEqual(before);
    expect((await typed("listHolds", "/holds")).json.items).toEqual([]);
    const audit = await typed("listAudit", "/audit?limit=500");
    expect(audit.json.items.map((entry) => entry.action)).toEqual(
      expect.arrayContaining(["operation.pause", "operation.resume", "resource.pause", "operation.finish"]),
    );
  }, 300_000);

  test("reads an operation's events to the end, and from any number on", async () => {
    const { items } = (await typed("listOperations", "/operations?limit=1")).json;
    const id = items[0]?.id ?? "";
    const read = async (after?: number) => {
      const headers = {
        authorization: `Bearer ${admin}`,
        ...(after === undefined ? {} : { "last-event-id": String(after) }),
      };
      const text = await (await fetch(`${server.url}/api/v1/operations/${id}/events`, { headers })).text();
      return [...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
    };
    const all = await read();
    expect(all).toEqual(Array.from({ length: all.length }, (_, index) => index + 1));
    expect(await read(all.length - 2)).toEqual(all.slice(-2));
  });

  test("a plan that is not the one that was shown is refused", async () => {
    const plan = await typed("createPlan", "/plans", { action: "pause", scope: { names: ["api-1"] } });
    const answer = await ask("POST", "/operations", { body: { planId: plan.json.id, planHash: "other" } });
    expect(answer).toMatchObject({ status: 409, json: { code: "plan-stale" } });
  });

  test("a plan is stale once what it shows has changed; an undo in time touches nothing, later it is the way back", async () => {
    const scope = { names: ["api-1"] };
    const over = async (id: string) => (await typed("getOperation", `/operations/${id}?wait=120s`)).json;
    const shown = (await typed("createPlan", "/plans", { action: "pause", scope })).json;
    const body = { action: "pause", scope, force: true, undoSeconds: 60 };
    const early = (await typed("startOperation", "/operations", body)).json;
    expect(early.can).toEqual({ cancel: true, continue: false, retry: false, undo: true });
    const undone = await typed("undoOperation", `/operations/${early.id}/undo`, {});
    expect(undone.json).toMatchObject({ id: early.id, state: "cancelled", can: { continue: true, undo: false } });

    const rest = (await typed("continueOperation", `/operations/${early.id}/continue`, { force: true })).json;
    expect(rest.parent).toEqual({ id: early.id, number: early.number, relation: "continue" });
    expect(await over(rest.id)).toMatchObject({ state: "succeeded", can: { undo: true } });
    const stale = await ask("POST", "/operations", { body: { planId: shown.id, planHash: shown.hash } });
    expect(stale).toMatchObject({
      status: 409,
      json: {
        code: "plan-stale",
        errors: expect.arrayContaining([{ pointer: "/items/0", detail: "api-1 was running and is paused now" }]),
      },
    });

    const way = await typed("planFollowUp", `/operations/${rest.id}/plan`, { relation: "undo" });
    expect(way.json).toMatchObject({ action: "resume", parent: { id: rest.id, relation: "undo" } });
    const back = (await typed("undoOperation", `/operations/${rest.id}/undo`, {})).json;
    expect(await over(back.id)).toMatchObject({ action: "resume", state: "succeeded", counts: { failed: 0 } });
    expect(await ask("POST", `/operations/${rest.id}/undo`, { body: {} })).toMatchObject({
      status: 409,
      json: { code: "conflict" },
    });
  }, 300_000);

  test("a stop over a limit has to be typed, by a script, too", async () => {
    const limits = { resources: 1 };
    await typed("updateSettings", "/settings", { limits });
    const scope = { tags: ["Environment=dev"] };
    const answer = await ask("POST", "/operations", { body: { action: "pause", scope, force: true } });
    expect(answer).toMatchObject({ status: 409, json: { code: "unconfirmed", errors: [{ pointer: "/confirmText" }] } });
    const { json } = await typed("updateSettings", "/settings", { limits: { resources: 200 } });
    expect((await typed("getSettings", "/settings")).json).toEqual(json);
    expect((await typed("listQueue", "/queue")).json.items).toEqual([]);
  });

  test.each([
    ["an unknown field", { action: "pause", scope: {}, more: 1 }, "/more"],
    ["a malformed tag", { action: "pause", scope: { tags: ["=x"] } }, "/scope/tags/0"],
    ["an unknown region", { action: "pause", scope: { regions: ["eu-nowhere-9"] } }, "/scope/regions/0"],
    ["an unknown kind", { action: "pause", scope: { exclude: { kinds: ["ec2.toaster"] } } }, "/scope/exclude/kinds/0"],
    ["an unknown group", { action: "pause", scope: { groups: ["nope"] } }, "/scope/groups/0"],
    [
      "a wrong option",
      { action: "pause", scope: {}, options: { "autoscaling.group": { mode: "explode" } } },
      "/options/autoscaling.group/mode",
    ],
  ])("%s is refused with a pointer", async (_name, body, pointer) => {
    const answer = await ask("POST", "/plans", { body });
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer).toMatchObject({
      status: 400,
      json: { code: "invalid", errors: expect.arrayContaining([expect.objectContaining({ pointer })]) },
    });
  });

  test("makes, changes and removes a group, and names it in a scope", async () => {
    const made = await typed("createGroup", "/groups", {
      name: "shop-dev",
      filter: { tags: ["Environment=dev", "Project=shop"] },
    });
    expect(made.json.resources).toBeGreaterThan(0);
    const plan = await typed("createPlan", "/plans", { action: "pause", scope: { groups: ["shop-dev"] } });
    expect(plan.json.steps.length + plan.json.skipped.length).toBeGreaterThan(0);
    await typed("updateGroup", `/groups/${made.json.id}`, { protected: true });
    const kept = await typed("createPlan", "/plans", { action: "pause", scope: { groups: ["shop-dev"] } });
    expect(kept.json.steps).toEqual([]);
    expect((await ask("DELETE", `/groups/${made.json.id}`)).status).toBe(204);
    expect((await ask("DELETE", `/groups/${made.json.id}`)).status).toBe(404);
  });

  test("walks all pages and meets each resource once", async () => {
    const ids: string[] = [];
    let next: string | null = null;
    do {
      const page: { items: readonly { id: string }[]; next: string | null } = (
        await typed("listResources", `/resources?limit=40${next ? `&cursor=${next}` : ""}`)
      ).json;
      ids.push(...page.items.map((one) => one.id));
      next = page.next;
    } while (next);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe((await typed("listResources", "/resources?limit=1")).json.total);
  });
});

describe("who may what", () => {
  test("nobody without an identity, a viewer reads, an operator stops, an admin connects", async () => {
    const viewer = (await createToken(dataDir, "viewer", "viewer")).trim();
    const operator = (await createToken(dataDir, "operator", "operator")).trim();
    const plan = { action: "pause", scope: { names: ["no-such-name"] } };
    const account = { name: "other", credentials: { type: "sandbox" } };
    const status = async (token: string) => [
      (await ask("GET", "/resources", { token })).status,
      (await ask("POST", "/plans", { token, body: plan })).status,
      (await ask("POST", "/accounts", { token, body: { ...account, name: "" } })).status,
    ];
    expect(await status("stb_wrong")).toEqual([401, 401, 401]);
    expect(await status(viewer)).toEqual([200, 403, 403]);
    expect(await status(operator)).toEqual([200, 201, 403]);
    expect(await status(admin)).toEqual([200, 201, 400]);
  });
});

describe("what is before the handlers", () => {
  test("takes a state of Terraform of nearly 16 MiB whole", async () => {
    const state = { version: 4, lineage: "large", serial: 1, resources: [], outputs: { pad: "x".repeat(15_900_000) } };
    const body = { accountId: "tidewater-main", name: "large", state };
    const kept = await typed("importTerraformState", "/terraform-states", body);
    expect((await ask("DELETE", `/terraform-states/${kept.json.id}`)).status).toBe(204);
  });

  test("a body that breaks off is a line of the log, and no error", async () => {
    const { hostname, port } = new URL(server.url);
    const before = server.output().length;
    const socket = connect(Number(port), hostname);
    const head = `POST /api/v1/groups HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${admin}`;
    socket.write(`${head}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"name":`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    socket.destroy();
    const said = () => server.output().slice(before);
    await expect.poll(said, { timeout: 10_000 }).toMatch(/"path":"\/api\/v1\/groups","status":400/);
    expect(said()).not.toMatch(/abort|ECONNRESET|"level":50/);
  });

  test.each(["/api/v1/accounts", "/api/v1/%zz", "/sign-in"])(
    "%s has the headers that keep a browser safe",
    async (path) => {
      const { headers } = await fetch(server.url + path, { headers: { "x-forwarded-proto": "https" } });
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("strict-transport-security")).toContain("max-age");
    },
  );
});

test("killed with SIGKILL in the middle, the next start ends the operation as if nothing had happened", async () => {
  const before = await devState();
  const pause = await typed("startOperation", "/operations", { action: "pause", scope: dev, force: true });
  await expect
    .poll(async () => (await typed("getOperation", `/operations/${pause.json.id}`)).json.counts.done, {
      timeout: 60_000,
    })
    .toBeGreaterThan(3);
  await server.kill();
  server = await startServer({ ...env, STANDBY_DATA_DIR: dataDir });
  expect(server.output()).not.toContain("Creating an optimized production build");
  const paused = await typed("getOperation", `/operations/${pause.json.id}?wait=120s`);
  expect(paused.json).toMatchObject({ state: "succeeded", counts: { failed: 0 } });
  const resume = await typed("startOperation", "/operations", { action: "resume", scope: dev, force: true });
  expect((await typed("getOperation", `/operations/${resume.json.id}?wait=120s`)).json).toMatchObject({
    state: "succeeded",
  });
  expect(await devState()).toEqual(before);
}, 400_000);
