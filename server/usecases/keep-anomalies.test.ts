import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import type { Account } from "../core/account";
import type { CostAmount } from "../core/actual-cost";
import type { LedgerEntry } from "../core/ledger";
import { addDays } from "../costs/trends/days";
import { accountId, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import type { Deps } from "./deps";
import { keepAnomalies } from "./keep-anomalies";
import { refreshCosts } from "./refresh-costs";
import { sampleSpend } from "./sample-spend";

const nothing = { params: {}, query: {}, body: {} };
const hour = 3_600_000;
let standby: SandboxStandby;

beforeAll(async () => {
  standby = await sandboxStandby();
}, 60_000);
afterAll(() => standby.close());

async function list(query: { account?: string; from?: string } = {}) {
  const { usecases, as } = standby;
  return endpoints.listAnomalies.response.parse(await usecases.listAnomalies(as("viewer"), { ...nothing, query }));
}

const spikes = async () => (await list()).items.filter(({ kind }) => kind === "spike").map(({ text }) => text);

describe("unusual days of the sandbox account's bill", () => {
  test("there are none before it was read", async () => {
    await keepAnomalies(standby.deps);
    expect(await list()).toMatchObject({ items: [], learning: 0, now: [{ state: "unknown", hourly: null }] });
  });

  test("the job that was left on for two days is found, with what was usual", async () => {
    await refreshCosts(standby.deps);
    await keepAnomalies(standby.deps);
    const { items, learning } = await list();
    expect(learning).toBe(0);
    expect(items.find(({ service }) => service === "Amazon SageMaker")).toMatchObject({
      account: { id: accountId, name: "tidewater" },
      kind: "spike",
      severity: "alert",
      firstDay: "2026-11-11",
      lastDay: "2026-11-12",
      currency: "USD",
      final: true,
      text: expect.stringMatching(
        /^Amazon SageMaker cost \$9\d\d\.\d\d on 2 days from 11 Nov 2026 to 12 Nov 2026, where \$54\d\.\d\d was usual: \$43\d\.\d\d more\.$/,
      ),
      mark: null,
    });
    expect(items.map(({ firstDay }) => firstDay)).toEqual(
      items
        .map(({ firstDay }) => firstDay)
        .sort()
        .reverse(),
    );
    expect((await list({ from: "2026-11-05" })).items).toHaveLength(1);
    const { money } = await standby.usecases.getOverview(standby.as("viewer"), nothing);
    expect(money.anomalies).toEqual({ count: 1, text: items.find(({ mark }) => mark === null)?.text });
  });

  test("a bill that was not read since is not judged again; one that was is, and a mark stays", async () => {
    const { deps, usecases, as, store, clock } = standby;
    const before = await spikes();
    let kept = 0;
    const anomalies: Deps["store"]["anomalies"] = {
      ...store.anomalies,
      keep: (...found) => {
        kept += 1;
        return store.anomalies.keep(...found);
      },
    };
    const counting = { ...deps, store: { ...store, anomalies } };
    await keepAnomalies(counting);
    expect(kept).toBe(0);
    const [first] = (await list()).items;
    const params = { id: first?.id ?? "" };
    const mark = { ...nothing, params, body: { mark: "expected" } } as const;
    await expect(usecases.markAnomaly(as("operator"), mark)).rejects.toMatchObject({ code: "forbidden" });
    expect(await usecases.markAnomaly(as("admin"), mark)).toMatchObject({ mark: "expected", markedBy: "admin" });
    expect(await store.audit.list(1)).toMatchObject([{ action: "anomaly.mark", after: { mark: "expected" } }]);
    const missing = { ...mark, params: { id: "ano_9" } };
    await expect(usecases.markAnomaly(as("admin"), missing)).rejects.toMatchObject({ code: "not-found" });

    clock.advance(24 * hour);
    await refreshCosts(deps);
    await keepAnomalies(counting);
    expect(kept).toBe(1);
    expect(await spikes()).toEqual(before);
    expect((await list()).items.find(({ id }) => id === params.id)).toMatchObject({ mark: "expected" });
  });
});

describe("a service that Standby pauses", () => {
  const today = "2026-11-21";
  const rds = "Amazon Relational Database Service";
  const paused = (day: string) => day >= addDays(today, -12);

  /** $100 a day, of which $60 are away since twelve days ago. */
  async function connect(id: string): Promise<void> {
    const { store, clock } = standby;
    const [first] = await store.accounts.list();
    const account = { ...first, id, name: id, awsAccountId: null } as Account;
    const why = { action: "account.create", subject: id, outcome: "ok", requestId: null, ip: null } as const;
    const who = { actorType: "system", actorId: "test", actorName: "test", before: null, after: null } as const;
    await store.accounts.create(account, { ...who, ...why, at: clock.now() });
    const question = { by: "account", from: addDays(today, -100), until: addDays(today, 1) } as const;
    const amounts: CostAmount[] = [];
    for (let day = question.from; day < question.until; day = addDays(day, 1)) {
      const unblended = paused(day) ? 40_000_000 : 100_000_000;
      const row = { by: "account", day, service: rds, value: "1", currency: "USD", isFinal: true } as const;
      amounts.push({ ...row, unblended, amortized: null, netUnblended: null });
    }
    const known = { from: question.from, until: question.until };
    const reading = { by: "account", readAt: clock.now(), failedAt: null, known, last: null } as const;
    const asked = { requests: 1, outcome: "answered", answer: { amounts, forecast: null, anomalies: null } } as const;
    await store.bill.keep({
      reading: { ...reading, accountId: id, fault: null, forecast: null, anomalies: null },
      question,
      asked,
    });
  }

  function entry(account: string): LedgerEntry {
    const own = { id: "hold_1.0", holdId: "hold_1", ordinal: 0, resourceId: "res_1", accountId: account };
    const what = {
      region: "eu-central-1",
      kind: "rds.instance",
      nativeId: "db",
      arn: "",
      name: "db",
      tags: {},
      lines: [],
    };
    const from = new Date(`${addDays(today, -12)}T00:00:00Z`);
    const rest = { until: null, end: null, restartFrom: null, seenUntil: null };
    return { ...own, ...what, ...rest, type: "saved", from, hourly: 2_500_000 };
  }

  test("explains its own drop; without it the same bill has an unusual one, which is worth a note", async () => {
    const { store, deps } = standby;
    await connect("pausing");
    await connect("dropping");
    await store.ledger.keep([{ holdId: "hold_1", entries: [entry("pausing")], serial: 1 }]);
    await keepAnomalies(deps);
    expect((await list({ account: "pausing" })).items).toEqual([]);
    const [drop] = (await list({ account: "dropping" })).items;
    expect(drop).toMatchObject({ service: rds, severity: "note", firstDay: addDays(today, -12) });
    expect(Number(drop?.excess)).toBeLessThan(0);
  });
});

describe("what runs now", () => {
  test("is sampled by the hour where the inventory is fresh, and warned of when it jumps", async () => {
    const { deps, store, clock, usecases, as } = standby;
    await usecases.createPlan(as("admin"), { ...nothing, body: { action: "pause", scope: {}, options: {} } });
    const mine = async () => (await list({ account: accountId })).now[0];
    await sampleSpend(deps);
    expect(await mine()).toMatchObject({ state: "unknown", hourly: null });

    await store.accounts.seen(accountId, "111122223333", clock.now());
    await sampleSpend(deps);
    const [sample] = await store.spend.list([accountId], new Date(0));
    expect(sample?.running).toBeGreaterThan(1_000_000);
    expect(await mine()).toMatchObject({ state: "unknown", text: expect.stringContaining("needs 48 hours") });

    const half = Math.round((sample?.running ?? 0) / 2);
    const now = sample?.hour.getTime() ?? 0;
    const before = Array.from({ length: 72 }, (_, index) => {
      const at = new Date(now - (index + 1) * hour);
      return { accountId, hour: at, running: half, pausedAway: 0, unpriced: sample?.unpriced ?? 0 };
    });
    await store.spend.keep(before, new Date(0));
    expect(await mine()).toMatchObject({ state: "watching", since: sample?.hour.toISOString() });
    clock.advance(hour);
    await sampleSpend(deps);
    const jump = await mine();
    expect(jump).toMatchObject({ state: "jump", since: sample?.hour.toISOString() });
    expect(jump?.text).toContain("is usual at this hour. If it stays, that is $");
    clock.advance(3 * hour);
    await sampleSpend(deps);
    expect(await mine()).toMatchObject({ state: "unknown", usual: null });
  });
});
