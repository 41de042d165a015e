import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { costKeys, costMetrics, type WireCosts } from "../contract/costs";
import { endpoints } from "../contract/endpoints";
import { handle } from "../http/handle";
import * as make from "../store/store-fixtures";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { refreshCosts } from "./refresh-costs";

/** The sandbox account's bill over the wire, as a fresh start reads it: thirteen months, the last of them with pauses. */

async function ask(standby: SandboxStandby, query: string) {
  const request = new Request(`http://standby.local/api/v1/costs?${query}`, {
    headers: await standby.bearer("viewer"),
  });
  const response = await handle(endpoints.getCosts, async () => standby.app)(request, { params: Promise.resolve({}) });
  return { status: response.status, json: await response.json() };
}

async function costsOf(standby: SandboxStandby, query: string): Promise<WireCosts> {
  const { status, json } = await ask(standby, query);
  if (status !== 200) throw new Error(JSON.stringify(json));
  return json;
}

async function addGroup(standby: SandboxStandby, name: string, filter: { tags?: string[]; kinds?: string[] }) {
  const body = { name, filter, guard: "report", awakeUntil: null, options: {}, protected: false } as const;
  await standby.usecases.createGroup(standby.as("admin"), { params: {}, query: {}, body });
}

const micro = (amount: string | null) => (amount === null ? null : BigInt(amount.replace(".", "")));
const sum = (amounts: readonly (string | null)[]) => amounts.reduce((total, one) => total + (micro(one) ?? 0n), 0n);
const named = ({ items }: WireCosts) => items.map(({ name }) => name);

describe("of thirteen months", () => {
  let standby: SandboxStandby;
  const costs = (query = "") => costsOf(standby, query);
  const always = "from=2025-10-01&every=month";

  beforeAll(async () => {
    standby = await sandboxStandby();
    await addGroup(standby, "dev", { tags: ["Environment=dev"] });
    await addGroup(standby, "staging", { tags: ["Environment=staging"] });
    await addGroup(standby, "databases", { kinds: ["rds.instance"] });
    await refreshCosts(standby.deps);
  }, 60_000);
  afterAll(() => standby.close());

  test("all are told after ten requests, which are told as well", async () => {
    const all = await costs(always);
    expect(all.requests).toEqual({ today: 10, atMost: 10, each: "0.010000", spent: "0.100000" });
    expect(all.periods).toHaveLength(14);
    expect(all.total.amounts).not.toContain(null);
    expect(all.unread).toEqual([]);
    expect(all).toMatchObject({ currency: "USD", otherCurrencies: [], tags: ["Environment"] });
    expect(all.readAt).toBe(standby.clock.now().toISOString());
    expect(named(all)[0]).toBe("Amazon Bedrock");
    expect(all.method).toContain("Unblended cost");
  });

  test("without a word it is by service and day, since the first of last month; what is not final is said", async () => {
    const some = await costs();
    expect(some).toMatchObject({ from: "2026-10-01", until: "2026-11-21", by: "service", every: "day" });
    expect(some.periods).toHaveLength(51);
    expect(some.finalThrough).toBe("2026-11-17");
    // Charged on the first of the month only: on all other days that were read it was zero, and not unknown.
    const ofDns = await costs("service=Amazon%20Route%2053&by=tag&tag=Environment");
    const zones = ofDns.items.find(({ key }) => key === "");
    expect(zones?.amounts.slice(0, 3)).toEqual(["2.000000", "0.000000", "0.000000"]);
    expect(zones?.total).toBe("4.000000");
  });

  test.each(costKeys.flatMap((by) => costMetrics.map((metric) => [by, metric] as const)))(
    "by %s, %s, the items add up to the total, and the total is that of every other grouping",
    async (by, metric) => {
      const query = `by=${by}&metric=${metric}&every=month&from=2025-10-01${by === "tag" ? "&tag=Environment" : ""}`;
      const [table, byService] = [await costs(query), await costs(`metric=${metric}&${always}`)];
      for (const [index] of table.periods.entries()) {
        expect(sum(table.items.map(({ amounts }) => amounts[index] ?? null))).toBe(
          micro(table.total.amounts[index] ?? null),
        );
      }
      expect(sum(table.items.map(({ total }) => total))).toBe(micro(table.total.total));
      expect(sum(table.total.amounts)).toBe(micro(table.total.total));
      // Cost Explorer's digits are rounded row by row: 15,000 rows are off by less than a cent.
      const difference = (micro(table.total.total) ?? 0n) - (micro(byService.total.total) ?? 0n);
      expect(difference < 10_000n && difference > -10_000n).toBe(true);
    },
  );

  test("by the day they add up to the months", async () => {
    for (const by of ["service", "region", "tag&tag=Environment", "group"]) {
      const days = await costs(`by=${by}&from=2026-08-15`);
      const months = await costs(`by=${by}&from=2026-08-15&every=month`);
      expect(months.periods).toEqual(["2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01"]);
      for (const [index, month] of months.periods.entries()) {
        const own = days.total.amounts.filter((_, at) => days.periods[at]?.startsWith(month.slice(0, 7)));
        expect(sum(own)).toBe(micro(months.total.amounts[index] ?? null));
      }
    }
  });

  test("what the payer has of others is an item of its own", async () => {
    expect(named(await costs("by=account"))).toEqual(["tidewater", "Linked account 444455556666"]);
    expect(named(await costs("by=region"))).toEqual([
      "eu-central-1",
      "us-east-1",
      "eu-west-1",
      "Other linked accounts",
      "global",
    ]);
    expect(named(await costs("by=tag&tag=Environment")).sort()).toEqual([
      "No tag",
      "Other linked accounts",
      "dev",
      "lab",
      "prod",
      "staging",
    ]);
  });

  test("groups of one tag's value are told; all other groups are named", async () => {
    const table = await costs("by=group");
    expect(named(table).sort()).toEqual(["Not in these groups", "Other linked accounts", "dev", "staging"]);
    const byTag = await costs("by=tag&tag=Environment");
    const dev = (all: WireCosts) => all.items.find(({ name }) => name === "dev")?.amounts;
    expect(dev(table)).toEqual(dev(byTag));
    expect(table.method).toContain("Groups are told by the tag Environment on the bill. A bill cannot tell databases:");
  });

  test("credits, refunds and taxes are apart, and in no record that is an item", async () => {
    const table = await costs(`by=record&${always}`);
    expect(named(table)).toEqual(["Usage", "Other linked accounts"]);
    expect(table.apart).toMatchObject({ credit: "-120.000000", refund: "-3.200000" });
    expect(Number(table.apart.tax)).toBeGreaterThan(25_000);
    expect((await costs("from=2026-11-02")).apart).toEqual({ credit: "0.000000", refund: "0.000000", tax: "0.000000" });
    // Not all of the time was told.
    expect((await costs("from=2025-09-20&until=2025-11-01")).apart).toEqual({ credit: null, refund: null, tax: null });
  });

  test("one service alone, in every grouping", async () => {
    const service = "service=Amazon%20SageMaker&every=month";
    const whole = (await costs(service)).total.total;
    expect(named(await costs(service))).toEqual(["Amazon SageMaker"]);
    const regions = await costs(`${service}&by=region`);
    expect(Math.abs(Number(regions.total.total) - Number(whole))).toBeLessThan(0.001);
    expect(named(await costs(`${service}&by=usage`))[0]).toMatch(/^EUC1-Host/);
    expect((await costs("service=Nobody")).total.total).toBe("0.000000");
  });

  test("usage is told by whole months", async () => {
    const table = await costs("by=usage&every=month&from=2026-09-17&until=2026-10-02");
    expect(table).toMatchObject({ from: "2026-09-01", until: "2026-11-01", periods: ["2026-09-01", "2026-10-01"] });
  });

  test("what AWS does not keep is not zero: it is null, and named", async () => {
    const table = await costs("from=2025-09-29&until=2025-10-03");
    expect(table.total.amounts.map((amount) => amount === null)).toEqual([true, true, false, false]);
    expect(table.total.total).toBeNull();
    expect(table.unread).toEqual([
      {
        account: { id: "acc_1", name: "tidewater" },
        ...{ state: "expired", from: "2025-09-29", until: "2025-10-01", fault: null },
      },
    ]);
    const month = await costs("from=2025-09-29&until=2025-11-01&every=month");
    expect(month.total.amounts.map((amount) => amount === null)).toEqual([true, false]);
  });

  test("days to come are null, and in no sum", async () => {
    const table = await costs("from=2026-11-19&until=2026-12-01");
    expect(table.total.amounts.slice(2).every((amount) => amount === null)).toBe(true);
    expect(sum(table.total.amounts)).toBe(micro(table.total.total));
    expect(table.unread).toEqual([]);
    const [month] = (await costs("from=2026-11-01&until=2026-12-01&every=month")).total.amounts;
    expect(month).not.toBeNull();
  });

  test("a currency in which nothing was charged has no items", async () => {
    const table = await costs("currency=EUR");
    expect([table.items, table.otherCurrencies, table.total.total]).toEqual([[], ["USD"], "0.000000"]);
  });

  test.each([
    ["account=nobody", "/account", "not a connected account"],
    ["from=2026-11-20&until=2026-11-20", "/until", "after from"],
    ["from=2024-01-01", "/from", "14 months"],
    ["by=tag", "/tag", "must name the tag; read are Environment"],
    ["by=tag&tag=Team", "/tag", "is not read from the bill"],
    ["by=region&tag=Environment", "/tag", "of use only"],
    ["by=usage", "/every", "must be month"],
    ["from=9999-12-01&until=9999-12-31&every=month", "/from", "of the years 1970 to 2999"],
    ["from=0001-01-01&until=0001-02-01", "/from", "of the years 1970 to 2999"],
    ["from=2026-02-30", "/from", ""],
    ["currency=euro", "/currency", "USD"],
  ])("%s is refused with what is wrong", async (query, pointer, detail) => {
    const { status, json } = await ask(standby, query);
    expect(status).toBe(400);
    expect(json.errors).toContainEqual({
      pointer: expect.stringContaining(pointer),
      detail: expect.stringContaining(detail),
    });
  });

  test("pauses and what they saved lie beside the days", async () => {
    const { store, clock } = standby;
    const tags = { Environment: "dev" };
    const web = make.resource("i-web", { tags, state: "paused", pausable: false, protected: false });
    await store.inventory.upsert([web, make.resource("i-two", { tags, pausable: true, protected: false })]);
    const { id: resourceId, accountId, region, kind, nativeId, arn, name } = web;
    const entry = {
      ...({ id: "hold_1.0", holdId: "hold_1", ordinal: 0, type: "saved", end: null, restartFrom: null } as const),
      ...{ resourceId, accountId, region, kind, nativeId, arn, name, tags, lines: [], seenUntil: null, until: null },
      ...{ from: new Date("2026-11-19T12:00:00Z"), hourly: 96_000 },
    };
    await store.ledger.keep([{ holdId: "hold_1", entries: [entry], serial: 1 }]);
    const table = await costs("from=2026-11-18&until=2026-11-22");
    expect(clock.now().toISOString()).toBe("2026-11-20T19:12:00.000Z");
    expect(table.saved).toEqual(["0.000000", "1.152000", "1.843200", null]);
    expect(table.pauses).toEqual([{ group: { id: expect.any(String), name: "dev" }, shares: [0, 0.25, 0.5, 0] }]);
    const month = await costs("from=2026-11-01&until=2026-11-22&every=month");
    expect([month.saved, month.pauses]).toEqual([["2.995200"], []]);
  });
});

test("an account that is connected twice is charged once, and paid for twice", async () => {
  const standby = await sandboxStandby();
  const { store, clock, deps } = standby;
  await refreshCosts(deps);
  const once = await costsOf(standby, "");
  const account = {
    id: "acc_2",
    name: "again",
    awsAccountId: "111122223333",
    credentials: { type: "sandbox" },
  } as const;
  const made = { regions: null, createdAt: new Date(clock.now().getTime() + 1), lastScanAt: null };
  await store.accounts.create({ ...account, ...made }, make.audit());
  await refreshCosts(deps);
  const twice = await costsOf(standby, "");
  expect(twice.total).toEqual(once.total);
  expect(twice.requests).toMatchObject({ today: 20, atMost: 20 });
  expect((await costsOf(standby, "account=again")).total).toEqual(once.total);
  await standby.close();
});

describe("before there is a bill", () => {
  test("nothing is known, nothing is zero, and the account is waited for", async () => {
    const standby = await sandboxStandby();
    const table = await costsOf(standby, "by=group");
    expect(table.total.total).toBeNull();
    expect(new Set(table.total.amounts)).toEqual(new Set([null]));
    expect(table.unread).toMatchObject([{ state: "waiting", from: "2026-10-01", until: "2026-11-21", fault: null }]);
    expect(table).toMatchObject({ items: [], currency: "USD", readAt: null, requests: { today: 0, atMost: 10 } });
    expect(table.method).toContain("No group can be told from the bill");
    await standby.close();
  });

  test("a denial is told with the permission that is missing", async () => {
    const message = "User: arn:aws:iam::1:user/u is not authorized to perform: ce:GetCostAndUsage on resource: *";
    const denial = { name: "AccessDeniedException", $metadata: { httpStatusCode: 400, requestId: "r-1" } };
    const standby = await sandboxStandby({
      instead: ({ service }) => {
        if (service === "ce") throw Object.assign(new Error(message), denial);
        return null;
      },
    });
    await refreshCosts(standby.deps);
    const table = await costsOf(standby, "account=tidewater");
    expect(table.total.total).toBeNull();
    expect(table.unread).toMatchObject([{ state: "denied", fault: { code: "denied", action: "ce:GetCostAndUsage" } }]);
    expect(table.requests.today).toBe(0);
    await standby.close();
  });
});
