import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import { estimateKeys, type WireEstimate, type WireEstimates } from "../contract/estimates";
import type { WireWhatIf, WireWhatIfFigures } from "../contract/what-if";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { keepLedger } from "../usecases/keep-ledger";
import { readNextPart } from "../usecases/read-next-part";
import { handle } from "./handle";

/** What runs now, and what a schedule would save, of the sandbox account with one part of it paused for ten hours. */

const nothing = { params: {}, query: {}, body: {} };
const hour = 3_600_000;
let standby: SandboxStandby;

beforeAll(async () => {
  standby = await sandboxStandby();
  const { usecases, clock, as, settle, deps } = standby;
  for (const name of ["dev", "prod"]) {
    const filter = { tags: [`Environment=${name}`] };
    const rest = { guard: "report", awakeUntil: null, options: {}, protected: name === "prod" } as const;
    await usecases.createGroup(as("admin"), { ...nothing, body: { name, filter, ...rest } });
  }
  await deps.store.scanParts.keepAccounts(clock.now());
  const reader = { owner: "test", leaseMs: 30_000, askedOnly: false, everyMinutes: 60 };
  while (await readNextPart(deps, reader, new AbortController().signal));
  const scope = { regions: ["us-east-1"] };
  const confirmed = { options: {}, force: true, undoSeconds: 0, confirmText: "us-east-1" } as const;
  const body = { action: "pause" as const, scope, ...confirmed };
  const { id } = await usecases.startOperation(as("admin"), { ...nothing, body });
  await settle(id);
  clock.advance(10 * hour);
  await keepLedger(deps);
}, 60_000);
afterAll(() => standby.close());

async function ask<T>(endpoint: (typeof endpoints)["getEstimates" | "whatIf"], query: string, body?: object) {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const headers = { ...(await standby.bearer("viewer")), "content-type": "application/json" };
  const request = new Request(`http://standby.local/api/v1${endpoint.path}?${query}`, { ...init, headers });
  const answer = handle<typeof endpoint>(endpoint, async () => standby.app);
  const response = await answer(request, { params: Promise.resolve({}) });
  return { status: response.status, json: (await response.json()) as T };
}

const micro = (money: { readonly amount: string } | null) => BigInt((money?.amount ?? "0").replace(".", ""));
const estimates = async (query: string) => (await ask<WireEstimates>(endpoints.getEstimates, query)).json;

describe("what runs now", () => {
  const figures = ["current", "running", "paused", "saved", "optimised"] as const;

  test.each(estimateKeys)("by %s the parts add up to the whole, and day and month are exact multiples", async (by) => {
    const { items, total, rest } = await estimates(`by=${by}${by === "tag" ? "&tag=Environment" : ""}&limit=5000`);
    expect(items.length).toBeGreaterThan(0);
    expect(rest).toBeNull();
    const all: readonly WireEstimate[] = [...items, total];
    for (const figure of figures) {
      const sum = items.reduce((sum, item) => sum + micro(item[figure].hourly), 0n);
      expect(sum, figure).toBe(micro(total[figure].hourly));
      for (const one of all) {
        expect(micro(one[figure].daily)).toBe(micro(one[figure].hourly) * 24n);
        expect(micro(one[figure].monthly)).toBe(micro(one[figure].hourly) * 730n);
      }
    }
    expect(items.reduce((sum, { resources }) => sum + resources, 0)).toBe(total.resources);
    expect(items.map(({ name }) => name)).not.toContain("");
  });

  test("is what the overview says, with the share that has prices and the names of the rest", async () => {
    const { as, usecases } = standby;
    const [overview, { total, coverage, unpriced, prices }] = await Promise.all([
      usecases.getOverview(as("viewer"), nothing),
      estimates(""),
    ]);
    expect(total.current.hourly).toEqual(overview.hourly);
    expect(total.saved.hourly).toEqual(overview.savedNow);
    expect(micro(total.current.hourly)).toBe(micro(total.running.hourly) + micro(total.paused.hourly));
    expect(micro(total.saved.hourly)).toBeGreaterThan(0n);
    expect(micro(total.optimised.hourly)).toBeLessThan(micro(total.current.hourly));
    expect(coverage).toBe(total.priced / total.resources);
    expect(unpriced.count).toBe(total.resources - total.priced);
    expect(unpriced.items.length).toBe(Math.min(50, unpriced.count));
    expect(prices).toBe(overview.prices);
  });

  test("what is beyond the limit is one line, and in the sum", async () => {
    const { items, rest, total } = await estimates("by=kind&limit=2");
    expect(items).toHaveLength(2);
    const parts = [...items, ...(rest ? [rest] : [])];
    expect(parts.reduce((sum, part) => sum + micro(part.current.hourly), 0n)).toBe(micro(total.current.hourly));
    expect(rest?.items).toBeGreaterThan(2);
  });

  test("may be asked of a group or an account; protected things stay as they are", async () => {
    const prod = await estimates("group=prod&account=tidewater");
    expect(prod.total.resources).toBeGreaterThan(0);
    expect(prod.total.optimised).toEqual(prod.total.current);
    const wrong = await ask<{ errors: { pointer: string }[] }>(endpoints.getEstimates, "group=moon&account=mars");
    expect(wrong.status).toBe(400);
    expect(wrong.json.errors.map(({ pointer }) => pointer).sort()).toEqual(["/account", "/group"]);
    for (const query of ["by=tag", "tag=Environment", "by=kind&tag=Environment"]) {
      const { status, json } = await ask<{ errors: { pointer: string }[] }>(endpoints.getEstimates, query);
      expect([status, json.errors.map(({ pointer }) => pointer)], query).toEqual([400, ["/tag"]]);
    }
  });
});

describe("a schedule", () => {
  const office = [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "08:00", to: "19:00" }];
  const whatIf = async (on: object, scope: object = {}) =>
    (await ask<WireWhatIf>(endpoints.whatIf, "", { scope, schedule: { timezone: "Europe/Berlin", on } })).json;
  const parts = ["gross", "changeover", "net"] as const;

  test("is worth what its kinds and its groups are worth, net of stops and starts", async () => {
    const { total, kinds, groups, hours, leftOut } = await whatIf(office);
    expect(hours).toEqual({ onPerWeek: 55, offPerWeek: 113, startsPerWeek: 5 });
    for (const span of ["past", "month"] as const) {
      for (const part of parts) {
        const sumOf = (items: readonly WireWhatIfFigures[]) =>
          items.reduce((sum, one) => sum + micro(one[span][part]), 0n);
        expect(sumOf(kinds), `${span} ${part}`).toBe(micro(total[span][part]));
        expect(sumOf(groups), `${span} ${part}`).toBe(micro(total[span][part]));
      }
      expect(micro(total[span].net)).toBe(micro(total[span].gross) - micro(total[span].changeover));
    }
    expect(micro(total.month.net)).toBeGreaterThan(0n);
    expect(leftOut.protected).toBeGreaterThan(0);
    expect(leftOut.unpausable).toBeGreaterThan(0);
    expect(groups.map(({ key }) => key)).not.toContain("prod");
  });

  test("that is never on saves all that can be paused; AWS wakes some of it after seven days", async () => {
    const { total, wakers, youngerThanSpan } = await whatIf([]);
    const now = await estimates("");
    const stops = micro(now.total.current.hourly) - micro(now.total.optimised.hourly) + micro(now.total.saved.hourly);
    expect(micro(total.month.net)).toBe(stops * 730n);
    expect(micro(total.month.changeover)).toBe(0n);
    expect(wakers).toContainEqual(expect.objectContaining({ kind: "rds.instance", hours: 168 }));
    // It has known the account for ten hours, in which one region was paused anyway.
    expect(youngerThanSpan).toBe(total.resources);
    const others = await whatIf([], { regions: ["eu-central-1"] });
    expect(micro(others.total.past.gross)).toBeGreaterThan(micro(others.total.month.gross) / 73n);
    const paused = await whatIf([], { regions: ["us-east-1"] });
    expect(micro(paused.total.past.gross)).toBeLessThan(micro(paused.total.month.gross) / 73n);
  });

  test("that is always on saves nothing", async () => {
    const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    const { total, wakers } = await whatIf([{ days, from: "00:00", to: "24:00" }]);
    expect([micro(total.past.net), micro(total.month.net)]).toEqual([0n, 0n]);
    expect(wakers).toEqual([]);
  });

  test("in a time zone or of a scope that does not exist is refused, each named", async () => {
    const body = { scope: {}, schedule: { timezone: "Europe/Atlantis", on: [{ ...office[0], to: "25:00" }] } };
    const { status, json } = await ask<{ errors: { pointer: string }[] }>(endpoints.whatIf, "", body);
    expect(status).toBe(400);
    expect(json.errors.map(({ pointer }) => pointer).sort()).toEqual(["/schedule/on/0/to", "/schedule/timezone"]);
    const scope = { groups: ["moon"] };
    expect((await ask(endpoints.whatIf, "", { scope, schedule: { timezone: "UTC", on: [] } })).status).toBe(400);
  });
});
