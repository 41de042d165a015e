import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { endpoints } from "../contract/endpoints";
import { sessionEndpoints } from "../contract/session";
import type { RouteHandler } from "./handle";

vi.mock("../runtime/running", () => ({ getApp: () => Promise.reject(new Error("not started")) }));

const root = join(import.meta.dirname, "../../app");
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type RouteModule = Record<string, RouteHandler>;

const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
  /(^|\/)route\.tsx?$/.test(file),
);
const modules = new Map<string, RouteModule>();
for (const file of files) modules.set(addressOf(file), await import(join(root, file)));

/** `api/v1/groups/[id]/route.ts` → `/groups/{id}` */
function addressOf(file: string): string {
  const folder = relative("api/v1", join(file, ".."));
  return `/${folder.replaceAll(/\[(\w+)\]/g, "{$1}")}`;
}

describe("the tree of routes", () => {
  test("every endpoint has its one route", () => {
    for (const endpoint of Object.values({ ...endpoints, ...sessionEndpoints })) {
      const handler = modules.get(endpoint.path)?.[endpoint.method];
      expect(handler?.endpoint, `${endpoint.method} ${endpoint.path}`).toBe(endpoint);
    }
  });

  test("everything that a route exports is a handler made by the wrapper, for every method", () => {
    expect(modules.size).toBeGreaterThan(18);
    for (const [address, module] of modules) {
      expect(Object.keys(module).sort(), address).toEqual([...methods].sort());
      for (const method of methods) expect(module[method], `${method} ${address}`).toHaveProperty("endpoint");
    }
  });

  test("no route answers under an address or a method that is not declared", () => {
    const declared = new Set(
      Object.values({ ...endpoints, ...sessionEndpoints }).map(({ method, path }) => `${method} ${path}`),
    );
    for (const [address, module] of modules) {
      for (const method of methods) {
        const endpoint = module[method]?.endpoint;
        if (endpoint) expect(declared).toContain(`${method} ${endpoint.path}`);
        if (endpoint && !address.startsWith("/../")) expect(endpoint.path).toBe(address);
      }
    }
  });
});
