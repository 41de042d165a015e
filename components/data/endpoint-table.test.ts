import { expect, test } from "vitest";
import { endpoints } from "@/server/contract/endpoints";
import { sessionEndpoints } from "@/server/contract/session";
import { urlOf } from "./api";
import { endpointTable } from "./endpoint-table";

test("the browser's table says what the descriptors say", () => {
  const declared = Object.values({ ...endpoints, ...sessionEndpoints });
  expect(endpointTable).toEqual(Object.fromEntries(declared.map(({ id, method, path }) => [id, [method, path]])));
});

test("an address carries its parameters escaped and repeats a key with several values", () => {
  expect(urlOf("getResource", { params: { id: "a/b c" } })).toBe("/api/v1/resources/a%2Fb%20c");
  expect(urlOf("listResources", { query: { tag: ["a=b", "c"], q: undefined, limit: 5 } })).toBe(
    "/api/v1/resources?tag=a%3Db&tag=c&limit=5",
  );
});
