import { afterAll, beforeAll, expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import type { WireWeeklyHours } from "../contract/what-if";
import { toMicro } from "../core/actual-cost";
import type { Scope } from "../core/filter";
import { weekdays } from "../core/weekly-hours";
import { accountId, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { keepLedger } from "./keep-ledger";
import { readNextPart } from "./read-next-part";
import { refreshCosts } from "./refresh-costs";
import { whatIf } from "./what-if";

/** Where the month of the sandbox account would end with a schedule, on Friday 20 November at 19:12 UTC and after. */

const nothing = { params: {}, query: {}, body: {} };
const hour = 3_600_000;
const office: WireWeeklyHours = {
  timezone: "UTC",
  on: [{ days: [...weekdays.slice(0, 5)], from: "08:00", to: "19:00" }],
};
const never: WireWeeklyHours = { timezone: "UTC", on: [] };
const always: WireWeeklyHours = { timezone: "UTC", on: [{ days: [...weekdays], from: "00:00", to: "24:00" }] };
const east: Scope = { regions: ["us-east-1"] };
let standby: SandboxStandby;

beforeAll(async () => {
  standby = await sandboxStandby();
  const { clock, deps } = standby;
  await deps.store.scanParts.keepAccounts(clock.now());
  const reader = { owner: "test", leaseMs: 30_000, askedOnly: false, everyMinutes: 60 };
  while (await readNextPart(deps, reader, new AbortController().signal));
}, 60_000);
afterAll(() => standby.close());

async function ask(schedule: WireWeeklyHours, scope: Scope = {}) {
  const { usecases, as } = standby;
  return endpoints.whatIf.response.parse(
    await usecases.whatIf(as("viewer"), { ...nothing, body: { scope, schedule } }),
  );
}
async function told(schedule: WireWeeklyHours, scope: Scope = {}) {
  const { forecast, noForecast, total } = await ask(schedule, scope);
  if (forecast === null) throw new Error(noForecast ?? "Nothing was said");
  const end = (band: typeof forecast.scheduled) => toMicro(band.mean);
  return {
    ...{ forecast, unscheduled: end(forecast.unscheduled), scheduled: end(forecast.scheduled) },
    ...{ takenAway: toMicro(forecast.takenAway), gross: toMicro(total.month.gross?.amount ?? "not told") },
  };
}
const outlook = async () => (await standby.usecases.getOutlook(standby.as("viewer"), nothing)).forecast;

test("before a bill was read, and of nothing at all, there is none, and why is said; the worth is told all the same", async () => {
  const { forecast, noForecast, total } = await ask(office);
  expect(forecast).toBeNull();
  expect(noForecast).toContain("No bill was read yet");
  expect(total.month.net).not.toBeNull();
  const of = await ask(office, { ids: ["nothing"] });
  expect(of).toMatchObject({ forecast: null, total: { resources: 0 } });
  expect(of.noForecast).toContain("touches no bill");
});

test("of a bill that was read both ends are told: without the schedule it is what the outlook says", async () => {
  await refreshCosts(standby.deps);
  const found = await told(office);
  const known = await outlook();
  expect(found.forecast.unscheduled).toEqual({
    ...{ mean: known?.mean, low: known?.low, high: known?.high },
    share: known?.share,
  });
  expect(found.forecast.month).toBe("2026-11");
  expect(found.takenAway).toBe(found.unscheduled - found.scheduled);
  expect(found.takenAway).toBeGreaterThan(0);
  // Of the ten days left, at most the same share is off as of a month in which the rest of Friday would be off, too.
  expect(found.takenAway).toBeLessThan((found.gross * 10.2 * 24) / 730 + found.gross / 20);
  expect(found.forecast.basis).toMatch(/^Learnt from 56 final days .*The whole bill of tidewater, twice\./);
});

test("more hours off take away more, always on takes nothing, and a part takes away less than all", async () => {
  const [off, nights, part, none] = await Promise.all([told(never), told(office), told(never, east), told(always)]);
  expect(off.takenAway).toBeGreaterThan(nights.takenAway);
  expect(off.takenAway).toBeGreaterThan(part.takenAway);
  expect(part.takenAway).toBeGreaterThan(0);
  expect(none.takenAway).toBe(0);
  expect(none.forecast.scheduled).toEqual(none.forecast.unscheduled);
});

test("what is paused already is counted once: off for good it changes nothing, and what runs again costs more", async () => {
  const { usecases, as, deps, settle, clock } = standby;
  const confirmed = { options: {}, force: true, undoSeconds: 0, confirmText: "us-east-1" } as const;
  const body = { action: "pause" as const, scope: east, ...confirmed };
  const { id } = await usecases.startOperation(as("admin"), { ...nothing, body });
  await settle(id);
  await keepLedger(deps);
  clock.advance(hour);
  const [off, awake, others] = await Promise.all([
    told(never, { ...east, kinds: ["ec2.instance"] }),
    told(always, { ...east, kinds: ["ec2.instance"] }),
    told(never, { regions: ["eu-central-1"] }),
  ]);
  expect(off.takenAway).toBe(0);
  expect(off.unscheduled).toBe(toMicro((await outlook())?.mean ?? "not told"));
  expect(awake.takenAway).toBeLessThan(0);
  expect(awake.scheduled).toBe(awake.unscheduled - awake.takenAway);
  expect(awake.forecast.basis).toMatch(/\d+ of them (is|are) paused now, and costs? again at the hours that are on\./);
  // What is paused elsewhere stays paused under both: the other region alone tells them apart.
  expect(others.unscheduled).toBe(off.unscheduled);
  expect(others.takenAway).toBeGreaterThan(0);
});

test("a bill in another currency has none, and an account without a bill is named", async () => {
  const { store, clock, usecases, as, deps } = standby;
  const sums: typeof store.bill.sums = async (...asked) =>
    (await store.bill.sums(...asked)).map((sum) => ({ ...sum, currency: "EUR" }));
  const inEuro = { ...deps, store: { ...store, bill: { ...store.bill, sums } } };
  const { forecast, noForecast } = await whatIf(inEuro, as("viewer"), { body: { scope: {}, schedule: office } });
  expect(forecast).toBeNull();
  expect(noForecast).toContain("The bill is in EUR");
  const before = await told(office);
  const [account] = await store.accounts.list();
  const audit = { actorType: "system", actorId: "test", actorName: "test", before: null, after: null } as const;
  const why = { action: "account.create", subject: "acc_2", outcome: "ok", requestId: null, ip: null } as const;
  const other = { ...account, id: "acc_2", name: "other", awsAccountId: "999988887777" } as NonNullable<typeof account>;
  await store.accounts.create(other, { ...audit, ...why, at: clock.now() });
  // Nothing of it is known, so the scope does not touch it.
  expect((await told(office)).forecast).toEqual(before.forecast);
  expect((await told(office)).forecast.basis).not.toContain("other");
  await expect(ask(office, { accounts: ["nobody"] })).rejects.toMatchObject({
    errors: [{ pointer: "/scope/accounts/0" }],
  });
  expect((await usecases.listAccounts(as("viewer"), nothing)).items.map(({ id }) => id)).toEqual([accountId, "acc_2"]);
});
