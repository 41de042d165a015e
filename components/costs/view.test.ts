import { expect, test } from "vitest";
import { anomaliesQueryOf, costsQueryOf, exportHref, readView, writeView } from "./view";

const today = "2026-11-21";
const read = (search: string) => readView(new URLSearchParams(search));
const asked = (search: string) => costsQueryOf(read(search), null, today);

test("an address without a view shows last month and this one, by service and day, unblended", () => {
  expect(asked("")).toEqual({
    ...{ from: "2026-10-01", until: "2026-11-22", by: "service", metric: "unblended", every: "day" },
  });
  expect(anomaliesQueryOf(read(""), "acc_1", today)).toEqual({ from: "2026-10-01", account: "acc_1" });
});

test("a span ends with today, and whole months are asked for where a bar is one", () => {
  expect(asked("span=30")).toMatchObject({ from: "2026-10-23", until: "2026-11-22", every: "day" });
  expect(asked("span=last")).toMatchObject({ from: "2026-10-01", until: "2026-11-01" });
  expect(asked("span=month")).toMatchObject({ from: "2026-11-01", until: "2026-11-22" });
  expect(asked("span=365")).toMatchObject({ from: "2025-11-01", until: "2026-11-22", every: "month" });
  expect(asked("span=90&every=month")).toMatchObject({ from: "2026-08-01", every: "month" });
  expect(asked("by=usage")).toMatchObject({ every: "month", from: "2026-10-01" });
  expect(asked("from=2026-10-05&until=2026-10-12")).toMatchObject({ from: "2026-10-05", until: "2026-10-12" });
});

test("what is no view is left out instead of being asked", () => {
  for (const search of ["by=colour", "by=tag", "span=7", "metric=gross", "currency=euro", "every=hour"]) {
    expect(asked(search), search).toEqual(asked(""));
  }
  expect(asked("from=2026-02-31&until=2026-03-02")).toEqual(asked(""));
  expect(asked("from=2026-11-10&until=2026-11-10")).toEqual(asked(""));
});

test("an address says the whole view, and keeps what is of others", () => {
  for (const search of [
    "",
    "by=tag&tag=Environment&span=90&show=table",
    "from=2026-10-05&until=2026-10-12&metric=netUnblended&currency=EUR",
    "by=usage&service=Amazon+SageMaker&every=day",
  ]) {
    expect(readView(writeView(read(search), new URLSearchParams())), search).toEqual(read(search));
  }
  const kept = writeView({ ...read("by=region"), by: "service" }, new URLSearchParams("account=acc_1&by=region"));
  expect(kept.toString()).toBe("account=acc_1");
});

test("a file is of what is shown", () => {
  const href = exportHref("focus", costsQueryOf(read("by=tag&tag=Cost%20centre"), "acc_1", today));
  const { pathname, searchParams } = new URL(href, "http://localhost");
  expect(pathname).toBe("/api/v1/costs/export");
  expect(Object.fromEntries(searchParams)).toEqual({
    ...{ format: "focus", from: "2026-10-01", until: "2026-11-22", by: "tag", tag: "Cost centre" },
    ...{ metric: "unblended", every: "day", account: "acc_1" },
  });
});
