import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Role } from "../core/actor";
import { memoryAccess } from "../testing/access-store";
import { anonymous, createContext } from "../usecases/context";
import { createAccess } from "./access";
import { hashPassword } from "./password";
import { createToken } from "./tokens";

const start = new Date("2026-11-20T12:00:00Z");
const hours = (count: number) => new Date(start.getTime() + count * 3_600_000);
const password = "a lamp in the window";
let passwordHash: string;

beforeEach(async () => {
  passwordHash ??= await hashPassword(password);
});

function world(role: Role = "operator") {
  const store = memoryAccess();
  const user = {
    id: "usr_1",
    email: "mara@example.com",
    name: "Mara",
    passwordHash,
    role,
    disabled: false,
    createdAt: start,
  };
  store.users.set(user.id, user);
  const access = createAccess({ store, newId: (prefix) => `${prefix}_1`, dataDir: "unused", secret: null });
  const context = (now = start, ip = "10.0.0.9") => createContext({ actor: anonymous, requestId: "req_1", ip, now });
  const signIn = async (headers: Record<string, string> = {}) => {
    const given = new Headers(headers);
    const { setCookie } = await access.signIn(context(), given, { email: "Mara@example.com", password });
    return { setCookie, cookie: setCookie.split(";")[0] ?? "" };
  };
  const who = (cookie: string, now = start) => access.identify(new Headers({ cookie }), now);
  return { store, user, access, context, signIn, who };
}

describe("a session", () => {
  test("is a cookie that scripts of the page cannot read and that tells nothing", async () => {
    const { signIn, store } = world();
    const { setCookie, cookie } = await signIn();
    expect(setCookie).toMatch(/^standby\.session=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/);
    for (const id of store.sessions.keys()) expect(cookie).not.toContain(id);
  });

  test("over https it has the __Host- prefix, and the plain name counts for nothing", async () => {
    const { signIn, access } = world();
    const { setCookie, cookie } = await signIn({ "x-forwarded-proto": "https" });
    expect(setCookie).toMatch(/^__Host-standby\.session=.*; Secure$/);
    const https = { "x-forwarded-proto": "https" };
    expect((await access.identify(new Headers({ ...https, cookie }), start)).known).toBe("cookie");
    const planted = cookie.replace("__Host-", "");
    expect((await access.identify(new Headers({ ...https, cookie: planted }), start)).known).toBe("nobody");
  });

  test("names the user as the row says now: a new role and a disabled user count at once", async () => {
    const { signIn, who, store, user } = world("admin");
    const { cookie } = await signIn();
    expect(await who(`theme=dark; ${cookie}`)).toMatchObject({
      known: "cookie",
      actor: { id: "usr_1", role: "admin" },
    });
    store.users.set(user.id, { ...user, role: "viewer" });
    expect(await who(cookie)).toMatchObject({ actor: { role: "viewer" } });
    store.users.set(user.id, { ...user, disabled: true });
    expect((await who(cookie)).known).toBe("nobody");
  });

  test("ends after twelve idle hours, and after seven days whatever happens", async () => {
    const { signIn, who } = world();
    const idle = await signIn();
    expect((await who(idle.cookie, hours(11.9))).known).toBe("cookie");
    expect((await who(idle.cookie, hours(23.8))).known).toBe("cookie");
    expect((await who(idle.cookie, hours(35.9))).known).toBe("nobody");
    expect((await who(idle.cookie, hours(24))).known).toBe("nobody");

    const busy = await signIn();
    for (let at = 10; at < 168; at += 10) expect((await who(busy.cookie, hours(at))).known).toBe("cookie");
    expect((await who(busy.cookie, hours(168))).known).toBe("nobody");
  });

  test("ends on the server when the person signs out", async () => {
    const { signIn, who, access } = world();
    const { cookie } = await signIn();
    const { setCookie } = await access.signOut(new Headers({ cookie }));
    expect(setCookie).toMatch(/^standby\.session=; .*Max-Age=0/);
    expect((await who(cookie)).known).toBe("nobody");
  });

  test("of another server's secret, or a damaged one, is nobody's", async () => {
    const [here, there] = [world(), world()];
    const { cookie } = await there.signIn();
    for (const [id, session] of there.store.sessions) here.store.sessions.set(id, session);
    expect((await here.who(cookie)).known).toBe("nobody");
    expect((await there.who(cookie.slice(0, -2))).known).toBe("nobody");
    expect((await there.who("standby.session=")).known).toBe("nobody");
    expect((await there.who("standby.session=%E0%A4%A")).known).toBe("nobody");
  });
});

describe("a bearer token", () => {
  test("wins over the cookie, and a bad one is refused although the cookie is good", async () => {
    const { signIn, access, store } = world("admin");
    const { cookie } = await signIn();
    const by = { type: "system", id: "cli", name: "command line" } as const;
    const text = await createToken(
      { store: store.access, newId: () => "tok_1", randomBytes, now: start, by },
      { name: "ci", role: "viewer", expiresAt: null },
    );
    const asked = (authorization: string) => access.identify(new Headers({ authorization, cookie }), start);
    expect(await asked(`Bearer ${text}`)).toMatchObject({ known: "token", actor: { type: "token", role: "viewer" } });
    for (const bad of [`Bearer ${text}x`, "Bearer", "Bearer ", "Basic bWFyYTp4", text]) {
      await expect(asked(bad)).rejects.toMatchObject({ code: "unauthenticated" });
    }
  });
});

describe("signing in", () => {
  test("answers the same for a wrong password, an unknown e-mail and a disabled user, and writes each down", async () => {
    const { access, context, store, user } = world();
    store.users.set("usr_2", { ...user, id: "usr_2", email: "gone@example.com", disabled: true });
    const answers = [];
    for (const input of [
      { email: "mara@example.com", password: "wrong password!" },
      { email: "nobody@example.com", password },
      { email: "gone@example.com", password },
    ]) {
      answers.push(
        await access
          .signIn(context(), new Headers(), input)
          .catch((error) => ({ code: error.code, message: error.message })),
      );
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: "unauthenticated" });
    expect(store.entries.map(({ outcome }) => outcome)).toEqual(["refused", "refused", "refused"]);
    expect(JSON.stringify(store.entries)).not.toContain("nobody@example.com");
  });

  test("takes five wrong tries, then not even the right one, until 15 minutes are over", async () => {
    const { access, context } = world();
    const attempt = (text: string, now = start, ip = "10.0.0.9") =>
      access.signIn(context(now, ip), new Headers(), { email: "mara@example.com", password: text }).then(
        () => "in",
        (error) => error.code,
      );
    const tries = await Promise.all(Array.from({ length: 8 }, () => attempt("wrong password!")));
    expect(tries.filter((code) => code === "unauthenticated")).toHaveLength(5);
    expect(tries.filter((code) => code === "too-many-requests")).toHaveLength(3);
    expect(await attempt(password)).toBe("too-many-requests");
    expect(await attempt(password, start, "10.0.0.10")).toBe("in");
    expect(await attempt(password, hours(0.25))).toBe("in");
  });
});

test("the secret is made once, kept, and never asked of anybody", async () => {
  const { store, signIn, user } = world();
  const { cookie } = await signIn();
  const again = createAccess({ store, newId: () => "x", dataDir: "unused", secret: null });
  expect((await again.identify(new Headers({ cookie }), start)).actor?.id).toBe(user.id);
});
