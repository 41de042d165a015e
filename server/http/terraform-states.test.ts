import { afterEach, beforeEach, expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import type { Role } from "../core/actor";
import { accountId, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { handle } from "./handle";

/** States of Terraform over the wire: one is larger than any other body, and none of it is written down. */

let standby: SandboxStandby;
let logged: string[];

beforeEach(async () => {
  standby = await sandboxStandby();
  logged = [];
});
afterEach(() => standby.close());

const address = "http://standby.local/api/v1/terraform-states";

async function send(
  endpoint: (typeof endpoints)["importTerraformState" | "listTerraformStates" | "deleteTerraformState"],
  { as = "admin", body, id }: { readonly as?: Role; readonly body?: string; readonly id?: string } = {},
): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> {
  const note = (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message }));
  const app = { ...standby.app, log: { info: note, error: note } };
  const request = new Request(id ? `${address}/${id}` : address, {
    method: endpoint.method,
    headers: { ...(await standby.bearer(as)), "content-type": "application/json" },
    ...(body !== undefined && { body }),
  });
  const response = await handle(endpoint, async () => app)(request, { params: Promise.resolve(id ? { id } : {}) });
  return { status: response.status, json: response.status === 204 ? {} : await response.json() };
}

function bodyWith(padding: string, serial = 1): string {
  const instance = { attributes: { id: "i-1", user_data: padding } };
  const resources = [{ mode: "managed", type: "aws_instance", name: "api", instances: [instance] }];
  return JSON.stringify({ accountId, name: "prod", state: { version: 4, lineage: "l-1", serial, resources } });
}

test("a state of some megabytes is taken, one above 16 MiB is refused with the bound", async () => {
  const large = await send(endpoints.importTerraformState, { body: bodyWith("x".repeat(3 * 2 ** 20)) });
  expect(large).toMatchObject({ status: 201, json: { resources: 1 } });
  const tooLarge = await send(endpoints.importTerraformState, { body: bodyWith("x".repeat(16 * 2 ** 20)) });
  expect(tooLarge).toMatchObject({ status: 400, json: { detail: "The body is larger than 16 MiB." } });
});

test("what is wrong with it is a problem that says what to do, and an older one a conflict", async () => {
  const ask = (body: string) => send(endpoints.importTerraformState, { body });
  expect(await ask("{")).toMatchObject({ status: 400, json: { detail: expect.stringContaining("not JSON") } });
  const encrypted = JSON.stringify({ accountId, name: "prod", state: { encrypted_data: "…" } });
  expect(await ask(encrypted)).toMatchObject({
    status: 400,
    json: { code: "invalid", detail: expect.stringContaining("tofu state pull"), errors: [{ pointer: "/state" }] },
  });
  await ask(bodyWith("", 7));
  expect(await ask(bodyWith("", 6))).toMatchObject({
    status: 409,
    json: { code: "conflict", detail: expect.stringContaining("serial 7") },
  });
});

test("viewers see what is known, operators change nothing, and no line of the log has a word of a state", async () => {
  const body = bodyWith("hunter2");
  expect((await send(endpoints.importTerraformState, { body, as: "operator" })).status).toBe(403);
  const { json } = await send(endpoints.importTerraformState, { body });
  expect(await send(endpoints.listTerraformStates, { as: "viewer" })).toMatchObject({
    status: 200,
    json: { items: [json] },
  });
  const id = String(json.id);
  expect((await send(endpoints.deleteTerraformState, { id, as: "operator" })).status).toBe(403);
  expect((await send(endpoints.deleteTerraformState, { id })).status).toBe(204);
  expect((await send(endpoints.deleteTerraformState, { id })).status).toBe(404);
  expect(logged.length).toBeGreaterThan(5);
  expect(logged.join()).not.toContain("hunter2");
});
