import { afterAll, beforeAll, expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { readNextPart } from "./read-next-part";
import { refreshCosts } from "./refresh-costs";

/** Whoever looks at the sandbox account sees one account: its bill is that of what runs in it. */

/** The last day before its story's first pause; by then it had grown to 98 % of what runs today. */
const day = { from: "2026-10-05", until: "2026-10-06" };

/** What an instance has on it is found with it, and on the bill of other services. */
const ec2 = ["Amazon Elastic Compute Cloud - Compute", "EC2 - Other", "Amazon Virtual Private Cloud"];

let standby: SandboxStandby;
beforeAll(async () => {
  standby = await sandboxStandby();
  await standby.deps.store.scanParts.keepAccounts(standby.clock.now());
  const reader = { owner: "test", leaseMs: 30_000, askedOnly: false, everyMinutes: 60 };
  while (await readNextPart(standby.deps, reader, new AbortController().signal));
  await refreshCosts(standby.deps);
}, 60_000);
afterAll(() => standby.close());

test("what has a price costs on the bill what it is worth, and what has none is on the bill as well", async () => {
  const { usecases, as } = standby;
  const nothing = { params: {}, query: {}, body: {} };
  const asked = endpoints.getEstimates.query.parse({ by: "service", limit: 5000 });
  const estimates = await usecases.getEstimates(as("viewer"), { ...nothing, query: asked });
  const costs = await usecases.getCosts(as("viewer"), { ...nothing, query: endpoints.getCosts.query.parse(day) });
  const billed = new Map(costs.items.map(({ name, amounts }) => [name, Number(amounts[0])]));
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  const worth = (names: readonly string[]) =>
    sum(
      estimates.items
        .filter(({ name }) => names.includes(name))
        .map(({ running }) => 24 * Number(running.hourly?.amount)),
    );
  const onBill = (names: readonly string[]) => sum(names.map((name) => billed.get(name) ?? 0));
  const whole = estimates.items.filter(
    ({ name, resources, priced, running }) =>
      resources === priced && Number(running.hourly?.amount) > 0.05 && !ec2.includes(name),
  );
  expect(whole.length).toBeGreaterThan(4);
  for (const names of [ec2, ...whole.map(({ name }) => [name])]) {
    const share = onBill(names) / worth(names);
    expect.soft(share, names[0]).toBeGreaterThan(0.85);
    expect.soft(share, names[0]).toBeLessThan(1.15);
  }
  // Where some of a service has no price, the bill is at least what the rest is worth.
  const partly = estimates.items.filter(
    ({ name, resources, priced, running }) =>
      priced > 0 && priced < resources && Number(running.hourly?.amount) > 0.05 && !ec2.includes(name),
  );
  expect(whole.length + partly.length).toBeGreaterThan(12);
  for (const { name } of partly) expect.soft(onBill([name]) / worth([name]), name).toBeGreaterThan(0.85);
  const unpriced = estimates.items.filter(({ priced, running }) => priced === 0 && running.hourly === null);
  expect(unpriced.length).toBeGreaterThan(8);
  for (const { name } of unpriced) expect.soft(onBill([name]), name).toBeGreaterThan(0);
});
