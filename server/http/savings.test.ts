import { afterAll, beforeAll, expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import { savingsKeys, type WireSavings, type WireSavingsEntry, type WireSavingsReport } from "../contract/savings";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { keepLedger } from "../usecases/keep-ledger";
import { handle } from "./handle";

/** Savings over the wire, of a whole region of the sandbox account that was paused over a weekend and brought back. */

const nothing = { params: {}, query: {}, body: {} };
const hour = 3_600_000;
let standby: SandboxStandby;

beforeAll(async () => {
  standby = await sandboxStandby();
  const { usecases, clock, as, settle, deps } = standby;
  for (const name of ["dev", "staging"]) {
    const filter = { tags: [`Environment=${name}`] };
    const rest = { guard: "report", awakeUntil: null, options: {}, protected: false } as const;
    await usecases.createGroup(as("admin"), { ...nothing, body: { name, filter, ...rest } });
  }
  const run = async (action: "pause" | "resume", scope: object) => {
    const confirmText = "eu-central-1";
    const body = { action, scope, options: {}, force: true, undoSeconds: 0, confirmText } as const;
    const { id } = await usecases.startOperation(as("admin"), { ...nothing, body });
    await settle(id);
  };
  await run("pause", { regions: ["eu-central-1"] });
  await keepLedger(deps);
  clock.advance(30 * hour);
  await run("resume", { regions: ["eu-central-1"], kinds: ["ec2.instance"] });
  await keepLedger(deps);
  clock.advance(5 * hour);
}, 60_000);
afterAll(() => standby.close());

async function get<T>(endpoint: (typeof endpoints)["getSavings" | "listSavingsEntries"], query = "") {
  const request = new Request(`http://standby.local/api/v1${endpoint.path}?${query}`, {
    headers: await standby.bearer("viewer"),
  });
  const response = await handle(endpoint, async () => standby.app)(request, { params: Promise.resolve({}) });
  return { status: response.status, json: (await response.json()) as T };
}

const savings = async (query: string) => (await get<WireSavingsReport>(endpoints.getSavings, query)).json;
const figures = ["realised", "running", "missed", "restart", "net"] as const;
const micro = (part: WireSavings, figure: (typeof figures)[number]) =>
  BigInt((part[figure]?.amount ?? "0").replace(".", ""));

test("say what was realised and what runs on, net of restarts, with method and date", async () => {
  const { json, status } = await get<WireSavingsReport>(endpoints.getSavings);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    by: "kind",
    from: "2026-11-01T00:00:00.000Z",
    prices: expect.stringContaining("the catalogue of "),
  });
  expect(json.method).toContain("Reservations and savings plans are not known yet");
  const { total } = json;
  for (const figure of ["realised", "running", "restart", "net"] as const)
    expect(micro(total, figure)).toBeGreaterThan(0n);
  expect(micro(total, "net")).toBe(micro(total, "realised") + micro(total, "running") - micro(total, "restart"));
  const instances = json.items.find(({ key }) => key === "ec2.instance");
  expect(instances).toMatchObject({ name: "EC2 instances", missed: { amount: "0.000000", currency: "USD" } });
  expect(json.items.find(({ key }) => key === "cloudwatch.alarm")?.net?.amount ?? "0.000000").toBe("0.000000");
});

test.each(savingsKeys)("by %s the parts add up to the whole, to the micro-dollar", async (by) => {
  const { items, total } = await savings(`by=${by}`);
  expect(items.length).toBeGreaterThan(0);
  for (const figure of figures) {
    const sum = items.reduce((all, item) => all + micro(item, figure), 0n);
    expect(sum, figure).toBe(micro(total, figure));
  }
  const unpriced = items.reduce((all, item) => all + item.unpriced, 0);
  if (by !== "day") expect(unpriced).toBe(total.unpriced);
  expect(items.map(({ name }) => name)).not.toContain("");
});

test("two spans that meet add up to the span over both", async () => {
  const [first, second, both] = await Promise.all([
    savings("from=2026-11-20&until=2026-11-21T10:07:33.123Z"),
    savings("from=2026-11-21T11:07:33.123%2B01:00&until=2026-11-23"),
    savings("from=2026-11-20&until=2026-11-23"),
  ]);
  for (const figure of figures) {
    const sum = [first, second].reduce((all, part) => all + (part ? micro(part.total, figure) : 0n), 0n);
    expect(sum, figure).toBe(both ? micro(both.total, figure) : null);
  }
});

test("what has no price is counted and is in no figure", async () => {
  const { items, total } = await savings("by=resource");
  expect(total.unpriced).toBeGreaterThan(0);
  const unknown = items.filter(({ unpriced }) => unpriced > 0);
  expect(unknown.length).toBeGreaterThan(0);
  for (const item of unknown) expect([item.net, item.running, item.realised]).toEqual([null, null, null]);
});

test("the ledger itself comes in pages and is what the figures are made of, each line with its source", async () => {
  const entries: WireSavingsEntry[] = [];
  for (let cursor = ""; ; ) {
    const { json } = await get<{ items: WireSavingsEntry[]; next: string | null }>(
      endpoints.listSavingsEntries,
      `limit=17${cursor && `&cursor=${cursor}`}`,
    );
    entries.push(...json.items);
    if (json.next === null) break;
    cursor = json.next;
  }
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  expect(entries.length).toBeGreaterThan(17);
  const sum = entries.reduce((all, { amount }) => all + BigInt((amount?.amount ?? "0").replace(".", "")), 0n);
  const { total } = await savings("");
  expect(sum).toBe(micro(total, "realised") + micro(total, "running"));
  for (const { hourly, lines, besideLines } of entries) {
    if (hourly === null || Number(hourly.amount) === 0) continue;
    expect(lines.length > 0 || besideLines !== null).toBe(true);
    for (const line of lines) expect(line.source === null).toBe(line.rate === null);
  }
  const [instance] = entries.filter(({ kind, hourly }) => kind === "ec2.instance" && hourly !== null);
  expect(instance).toMatchObject({ type: "saved", end: "resumed", account: "tidewater", besideLines: null });
  expect(instance?.lines[0]).toMatchObject({ unit: "hour", stopsWhenPaused: true, rate: expect.any(String) });
});

test("may be asked of one account, kind or resource; what is wrong is named", async () => {
  const { items } = await savings("kind=ec2.instance&by=resource&account=tidewater");
  const [first] = items;
  const alone = await savings(`by=resource&resource=${encodeURIComponent(first?.key ?? "")}`);
  expect(alone.items).toEqual([first]);
  const { status, json } = await get<{ errors: { pointer: string }[] }>(
    endpoints.getSavings,
    "kind=ec2.toaster&account=moon&from=2026-11-02&until=2026-11-01",
  );
  expect(status).toBe(400);
  expect(json.errors.map(({ pointer }) => pointer)).toEqual(["/until", "/account", "/kind"]);
  expect((await get(endpoints.getSavings, "from=2024-01-01")).status).toBe(400);
  expect((await get(endpoints.getSavings, "from=yesterday")).status).toBe(400);
  expect((await get(endpoints.getSavings, "until=9999-12-31")).status).toBe(400);
  expect((await get(endpoints.getSavings, "from=0000-01-01T00:00:00Z&until=0000-01-02")).status).toBe(400);
});

test("a month that is to come has saved nothing yet", async () => {
  const { items, total } = await savings("from=2027-01-01&until=2027-02-01");
  expect(items).toEqual([]);
  expect(total).toMatchObject({ net: { amount: "0.000000" }, unpriced: 0 });
  expect((await get(endpoints.listSavingsEntries, "from=2027-01-01&until=2027-02-01")).json).toEqual({
    items: [],
    next: null,
  });
});
