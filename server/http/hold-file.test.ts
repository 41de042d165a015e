import { expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { fakeApp } from "../testing/http-app";
import { handle } from "./handle";
import { holdFile } from "./hold-file";

const hold = { id: "hold_1", kind: "rds.instance", name: "catalog-db", createdAt: "2026-11-20T19:12:00.000Z" };

async function download(found: object) {
  const getHold = async () => {
    if (found instanceof Error) throw found;
    return { ...hold, ...found };
  };
  const app = fakeApp({ getHold });
  const request = new Request("http://localhost:3000/api/v1/holds/hold_1", { headers: await app.bearer("viewer") });
  return handle(endpoints.getHold, async () => app, holdFile)(request, { params: Promise.resolve({ id: "hold_1" }) });
}

test("a saved configuration comes as a JSON file with a name of its own", async () => {
  const response = await download({ saved: { size: 3 }, savedVersion: 2 });
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("content-disposition")).toBe(
    'attachment; filename="standby-rds.instance-catalog-db-2026-11-20.json"',
  );
  expect(await response.json()).toMatchObject({ name: "catalog-db", saved: { size: 3 }, savedVersion: 2 });
});

test.each([
  ['../../"\r\nx: y/zähler', "..-..-x-y-z-hler"],
  ["x".repeat(256), "x".repeat(100)],
])("a name that is none for a file (%j) is made one", async (name, safe) => {
  const response = await download({ name });
  expect(response.headers.get("content-disposition")).toBe(
    `attachment; filename="standby-rds.instance-${safe}-2026-11-20.json"`,
  );
});

test("what is not there is a problem, not a file", async () => {
  const response = await download(new RefusalError("not-found", "There is no hold hold_1"));
  expect(response.status).toBe(404);
  expect(response.headers.get("content-disposition")).toBeNull();
});
