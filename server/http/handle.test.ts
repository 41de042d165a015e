import { describe, expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import type { Role } from "../core/actor";
import { FaultError, faultCodes, RefusalError, refusalCodes } from "../core/fault";
import { type FakeApp, fakeApp } from "../testing/http-app";
import type { Context } from "../usecases/context";
import { handle, methodNotAllowed, notFound, type RouteHandler } from "./handle";

interface Ask {
  readonly app: FakeApp;
  readonly as?: Role;
  readonly method?: string;
  readonly url?: string;
  readonly params?: object;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

async function ask(
  handler: RouteHandler,
  { app, as, method = "GET", url = "/api/v1/x", params = {}, headers = {}, body }: Ask,
) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const request = new Request(`http://standby.local${url}`, {
    method,
    headers: {
      ...(as ? await app.bearer(as) : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: text }),
  });
  const response = await handler(request, { params: Promise.resolve(params) });
  const content = await response.text();
  return { response, status: response.status, json: content === "" ? null : JSON.parse(content) };
}

const group = { name: "dev", filter: { tags: ["Environment=dev"] } };
const createGroup = (app: FakeApp) => handle(endpoints.createGroup, async () => app);

describe("identity and permission", () => {
  const app = fakeApp({ listGroups: async () => ({ items: [] }), createGroup: async () => ({ id: "grp_1" }) });

  test("nobody gets 401 with a challenge, and the use case is never asked", async () => {
    const strict = fakeApp({ listGroups: () => Promise.reject(new Error("asked")) });
    const { response, status, json } = await ask(
      handle(endpoints.listGroups, async () => strict),
      { app: strict },
    );
    expect(status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(json).toMatchObject({ code: "unauthenticated", status: 401, instance: "/api/v1/x", retryable: false });
  });

  test("a viewer may read and not write; the answer names the role it takes", async () => {
    expect(
      (
        await ask(
          handle(endpoints.listGroups, async () => app),
          { app, as: "viewer" },
        )
      ).status,
    ).toBe(200);
    const { status, json } = await ask(createGroup(app), { app, as: "viewer", method: "POST", body: group });
    expect(status).toBe(403);
    expect(json.detail).toContain("admin");
  });

  test("a bad token is 401 although nothing else is wrong", async () => {
    const headers = { authorization: "Bearer stb_nope" };
    expect(
      (
        await ask(
          handle(endpoints.listGroups, async () => app),
          { app, headers },
        )
      ).status,
    ).toBe(401);
  });

  test("a foreign page cannot use the cookie", async () => {
    const { user, cookie, world } = await signedIn();
    expect(user).toBe("usr_1");
    const foreign = { cookie, "sec-fetch-site": "cross-site" };
    const own = { cookie, "sec-fetch-site": "same-origin" };
    expect((await ask(createGroup(world), { app: world, method: "POST", headers: foreign, body: group })).status).toBe(
      403,
    );
    expect((await ask(createGroup(world), { app: world, method: "POST", headers: own, body: group })).status).toBe(201);
  });

  test("a public endpoint answers although the database does not", async () => {
    const broken: FakeApp = {
      ...app,
      access: { ...app.access, identify: () => Promise.reject(new Error("no database")) },
    };
    const alive = handle(
      endpoints.healthz,
      async () => broken,
      async () => ({ body: { status: "ok" as const } }),
    );
    expect((await ask(alive, { app: broken, headers: { cookie: "standby.session=x" } })).json).toEqual({
      status: "ok",
    });
  });
});

describe("what comes in", () => {
  test("an unknown field, a wrong type and a missing field are each pointed at", async () => {
    const app = fakeApp();
    const body = { filter: { tags: ["=x", "ok"], region: [] }, name: 5, "a/b": 1 };
    const { status, json } = await ask(createGroup(app), { app, as: "admin", method: "POST", body });
    expect(status).toBe(400);
    expect(json.code).toBe("invalid");
    const pointers = json.errors.map(({ pointer }: { pointer: string }) => pointer).sort();
    expect(pointers).toEqual(["/a~1b", "/filter/region", "/filter/tags/0", "/name"]);
  });

  test("of two forms the closer one is explained", async () => {
    const app = fakeApp();
    const start = handle(endpoints.startOperation, async () => app);
    const oneShot = await ask(start, { app, as: "operator", method: "POST", body: { action: "pause", force: false } });
    expect(oneShot.json.errors).toMatchObject([{ pointer: "/force" }]);
    const planned = await ask(start, { app, as: "operator", method: "POST", body: { planId: "plan_1" } });
    expect(planned.json.errors).toMatchObject([{ pointer: "/planHash" }]);
  });

  test.each([
    ["not JSON", "{", /not JSON/],
    ["not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), /UTF-8/],
    ["too large", `"${"x".repeat(1_048_576)}"`, /1 MiB/],
    ["too deep", `${"[".repeat(5000)}${"]".repeat(5000)}`, /64 levels/],
    ["empty", "", /name/],
  ])("a body that is %s", async (_, body, reason) => {
    const app = fakeApp();
    const request = new Request("http://standby.local/api/v1/groups", {
      method: "POST",
      headers: { ...(await app.bearer("admin")), "content-type": "application/json" },
      body,
    });
    const response = await createGroup(app)(request, { params: Promise.resolve({}) });
    expect(response.status).toBe(400);
    expect((await response.json()).detail).toMatch(reason);
  });

  test("a body of another type is refused, no body at all is fine where none is needed", async () => {
    const app = fakeApp({ cancelOperation: async () => ({ id: "op_1" }) });
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect(
      (await ask(createGroup(app), { app, as: "admin", method: "POST", headers: form, body: "name=dev" })).status,
    ).toBe(400);
    const cancel = handle(endpoints.cancelOperation, async () => app);
    const { status, response } = await ask(cancel, { app, as: "operator", method: "POST", params: { id: "op_1" } });
    expect(status).toBe(202);
    expect(response.headers.get("location")).toBeNull();
  });

  test("a repeated key is a list; broken escapes and unknown keys are no server errors", async () => {
    const seen: unknown[] = [];
    const app = fakeApp({
      listResources: async (_: Context, input: { query: unknown }) => {
        seen.push(input.query);
        return { items: [] };
      },
    });
    const list = handle(endpoints.listResources, async () => app);
    const get = (query: string) => ask(list, { app, as: "viewer", url: `/api/v1/resources?${query}` });
    expect((await get("tag=a%3D1&tag=b&kind=ec2.instance&limit=7")).status).toBe(200);
    expect((await get("q=%E0%A4%A&region=%")).status).toBe(200);
    expect(seen[0]).toEqual({ tag: ["a=1", "b"], kind: "ec2.instance", limit: 7 });
    expect((await get("colour=red")).json.errors).toEqual([{ pointer: "/colour", detail: "is not a field here" }]);
    expect((await get("limit=1e9")).json.errors).toMatchObject([{ pointer: "/limit" }]);
    expect((await get("__proto__=1")).status).toBe(400);
  });
});

describe("what goes out", () => {
  test("a new thing has a place; an accepted one says when to look", async () => {
    const app = fakeApp({ createGroup: async () => ({ id: "grp 1" }), startOperation: async () => ({ id: "op_1" }) });
    const made = await ask(createGroup(app), { app, as: "admin", method: "POST", body: group });
    expect([made.status, made.response.headers.get("location")]).toEqual([201, "/api/v1/groups/grp%201"]);
    const start = handle(endpoints.startOperation, async () => app);
    const body = { action: "pause", force: true };
    const { status, response } = await ask(start, { app, as: "operator", method: "POST", body });
    expect([status, response.headers.get("location"), response.headers.get("retry-after")]).toEqual([
      202,
      "/api/v1/operations/op_1",
      "2",
    ]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("a route without parameters gets none from Next, not even an empty object", async () => {
    const app = fakeApp({ listGroups: async () => ({ items: [] }) });
    const request = new Request("http://standby.local/api/v1/groups", { headers: await app.bearer("viewer") });
    const response = await handle(endpoints.listGroups, async () => app)(request, {
      params: Promise.resolve(undefined),
    });
    expect(response.status).toBe(200);
  });

  test("204 has no body", async () => {
    const app = fakeApp({ deleteGroup: async () => ({}) });
    const remove = handle(endpoints.deleteGroup, async () => app);
    const { status, json, response } = await ask(remove, {
      app,
      as: "admin",
      method: "DELETE",
      params: { id: "grp_1" },
    });
    expect([status, json, response.headers.get("content-type")]).toEqual([204, null, null]);
  });

  test("the request id is the caller's where it is a sane one", async () => {
    const app = fakeApp({ listGroups: async () => ({ items: [] }) });
    const list = handle(endpoints.listGroups, async () => app);
    const idOf = async (given: string) =>
      (await ask(list, { app, as: "viewer", headers: { "x-request-id": given } })).response.headers.get("x-request-id");
    expect(await idOf("ci-run:42.1")).toBe("ci-run:42.1");
    expect(await idOf("two words")).toMatch(/^req_/);
    expect(await idOf("x".repeat(129))).toMatch(/^req_/);
  });
});

describe("what goes wrong", () => {
  const statusOf: Record<string, number> = {
    invalid: 400,
    unauthenticated: 401,
    forbidden: 403,
    "not-found": 404,
    conflict: 409,
    "plan-stale": 409,
    "plan-expired": 409,
    unconfirmed: 409,
    "too-many-requests": 429,
    unavailable: 503,
  };
  const failing = async (error: unknown) => {
    const app = fakeApp({ listGroups: () => Promise.reject(error) });
    const answer = await ask(
      handle(endpoints.listGroups, async () => app),
      { app, as: "viewer" },
    );
    return { ...answer, app };
  };

  test.each(refusalCodes)("the refusal %s", async (code) => {
    const { status, json, response, app } = await failing(
      new RefusalError(code, "A reason.", [{ pointer: "/x", detail: "why" }], 30),
    );
    expect(status).toBe(statusOf[code]);
    expect(json).toMatchObject({ code, status, detail: "A reason.", errors: [{ pointer: "/x", detail: "why" }] });
    expect(json.requestId).toBe(response.headers.get("x-request-id"));
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("retry-after")).toBe("30");
    expect(app.logged.filter(({ level }) => level === "error")).toEqual([]);
  });

  test.each(faultCodes)("the AWS fault %s", async (code) => {
    const { status, json } = await failing(new FaultError({ code, reason: "It said no.", remedy: "Ask again." }));
    expect(json).toMatchObject({ code: `aws-${code}`, detail: "It said no. Ask again." });
    expect(json.retryable).toBe(["throttled", "transient", "busy"].includes(code));
    expect([404, 409, 502, 503]).toContain(status);
  });

  test.each([new Error("password=hunter2"), "a string", null, new TypeError("x")])(
    "an unknown error tells nothing, the log all",
    async (error) => {
      const { status, json, app } = await failing(error);
      expect(status).toBe(500);
      expect(JSON.stringify(json)).not.toContain("hunter2");
      expect(json).toMatchObject({ code: "internal", retryable: false });
      expect(app.logged).toContainEqual(
        expect.objectContaining({ level: "error", fields: expect.objectContaining({ err: error }) }),
      );
    },
  );

  test("what is behind a refusal for trouble is told once, and once a minute while it lasts", async () => {
    let now = new Date("2026-11-20T12:00:00Z");
    const cause = new Error("SQLITE_FULL: database or disk is full");
    const full = () => Object.assign(new RefusalError("unavailable", "The database is full."), { cause });
    const app = {
      ...fakeApp({ listGroups: () => Promise.reject(full()) }),
      clock: { now: () => now, sleep: async () => {} },
    };
    const list = handle(endpoints.listGroups, async () => app);
    const askAfter = async (milliseconds: number) => {
      now = new Date(now.getTime() + milliseconds);
      const { status } = await ask(list, { app, as: "viewer" });
      const errors = app.logged.filter(({ level }) => level === "error");
      return { status, errors: errors.map(({ fields }) => (fields as { err: Error }).err.cause) };
    };
    expect(await askAfter(0)).toEqual({ status: 503, errors: [cause] });
    expect(await askAfter(59_999)).toEqual({ status: 503, errors: [cause] });
    expect(await askAfter(1)).toEqual({ status: 503, errors: [cause, cause] });
    expect(app.logged.filter(({ message }) => message === "request")).toHaveLength(3);
  });

  test("a refusal of another copy of the class is still one: Next bundles routes and the start apart", async () => {
    class RefusalErrorCopy extends Error {
      override readonly name = "RefusalError";
      readonly code = "conflict";
      readonly errors = [];
    }
    const { status, json } = await failing(new RefusalErrorCopy("Taken."));
    expect([status, json.detail]).toEqual([409, "Taken."]);
  });

  test("no token, cookie or query reaches the log", async () => {
    const app = fakeApp({ listResources: async () => ({ items: [] }) });
    const list = handle(endpoints.listResources, async () => app);
    const headers = { cookie: "standby.session=secretcookie", ...(await app.bearer("viewer")) };
    await ask(list, { app, headers, url: "/api/v1/resources?q=secretquery" });
    const logged = JSON.stringify(app.logged);
    expect(logged).not.toMatch(/secretcookie|secretquery|stb_/);
    expect(app.logged).toMatchObject([{ fields: { method: "GET", path: "/api/v1/resources", status: 200 } }]);
  });

  test("an application that did not start is 503", async () => {
    const handler = handle(endpoints.listGroups, () => Promise.reject(new Error("no database")));
    const { status, json } = await ask(handler, { app: fakeApp() });
    expect([status, json.code, json.retryable]).toEqual([503, "unavailable", true]);
  });

  test("an unknown address and a method that it does not take are problem documents too", async () => {
    const app = fakeApp();
    expect((await ask(notFound, { app })).json).toMatchObject({ status: 404, code: "not-found" });
    const { status, response, json } = await ask(methodNotAllowed("GET", "POST").PUT, { app, method: "PUT" });
    expect([status, response.headers.get("allow"), json.code]).toEqual([405, "GET, POST", "method-not-allowed"]);
  });
});

async function signedIn() {
  const { hashPassword } = await import("../access/password");
  const { anonymous, createContext } = await import("../usecases/context");
  const world = fakeApp({ createGroup: async () => ({ id: "grp_1" }) });
  const password = "a lamp in the window";
  const now = world.clock.now();
  const user = {
    id: "usr_1",
    email: "mara@example.com",
    name: "Mara",
    role: "admin",
    disabled: false,
    createdAt: now,
  } as const;
  world.store.users.set(user.id, { ...user, passwordHash: await hashPassword(password) });
  const ctx = createContext({ actor: anonymous, requestId: "req_0", ip: null, now });
  const { setCookie } = await world.access.signIn(ctx, new Headers(), { email: user.email, password });
  return { user: user.id, cookie: setCookie.split(";")[0] ?? "", world };
}
