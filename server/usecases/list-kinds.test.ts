import { expect, it } from "vitest";
import { policyNames } from "../access/policy";
import { adapters } from "../adapters/registry";
import { getPolicy as getPolicyEndpoint, listKinds as listKindsEndpoint } from "../contract/kinds";
import { anonymous, createContext } from "./context";
import { getPolicy } from "./get-policy";
import { listKinds } from "./list-kinds";

const ctx = createContext({
  actor: { type: "user", id: "usr_1", name: "Vera", role: "viewer" },
  requestId: "req_1",
  ip: null,
  now: new Date("2026-11-20T12:00:00Z"),
});

/** As the wire has it: nothing that its schema does not name, nothing that JSON does not carry. */
const sent = (body: unknown): unknown => JSON.parse(JSON.stringify(body));

it("tells every kind of the registry as the wire promises it", async () => {
  const body = await listKinds({ adapters }, ctx);
  const { items } = listKindsEndpoint.response.parse(sent(body));
  expect(sent(body)).toEqual({ items });
  expect(items.map(({ kind }) => kind)).toEqual(adapters.map(({ kind }) => kind));
  expect(items.find(({ kind }) => kind === "sagemaker.endpoint")).toMatchObject({
    plural: "SageMaker endpoints",
    restore: "recreated",
    about: { pause: expect.stringMatching(/^Deletes the endpoint/) },
    options: [{ name: "recreate", acceptable: true, byDefault: false }],
  });
  expect(items.find(({ kind }) => kind === "rds.instance")).toMatchObject({ wakesAfterHours: 168, options: [] });
  expect(items.find(({ kind }) => kind === "s3.bucket")).toMatchObject({
    restore: "reportOnly",
    about: { remedy: expect.any(String) },
  });
});

it("gives every policy by its name, and no other", async () => {
  for (const name of policyNames) {
    const params = getPolicyEndpoint.params.parse({ name });
    const { documents } = getPolicyEndpoint.response.parse(sent(await getPolicy({ adapters }, ctx, { params })));
    expect(documents.length).toBeGreaterThan(0);
    for (const document of documents) expect(document).toMatchObject({ Version: "2012-10-17" });
  }
  expect(getPolicyEndpoint.params.safeParse({ name: "admin" }).success).toBe(false);
});

it("tells nobody who has not signed in", async () => {
  const nobody = createContext({ ...ctx, actor: anonymous });
  await expect(listKinds({ adapters }, nobody)).rejects.toThrow("Sign in first.");
  const params = { name: "operate" } as const;
  await expect(getPolicy({ adapters }, nobody, { params })).rejects.toThrow("Sign in first.");
});
