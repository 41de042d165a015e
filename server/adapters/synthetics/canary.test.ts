import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { syntheticsCanary } from "./canary";

async function canary(State: string, Expression?: string) {
  const [one] = await described(syntheticsCanary, "login", { Name: "login", State, Schedule: { Expression } });
  if (!one) throw new Error("it is not listed");
  return { one, lines: syntheticsCanary.price(one), classified: syntheticsCanary.classify(one) };
}

test.each([
  ["rate(1 minute)", "43800 runs a month"],
  ["rate(5 minutes)", "8760 runs a month"],
  ["rate(1 hour)", "730 runs a month"],
  ["rate(0 minute)", "by the run"],
  ["cron(0 8 * * ? *)", "by the run"],
])("one that runs by %s is said to run %s", async (schedule, count) => {
  const { lines } = await canary("RUNNING", schedule);
  expect(lines).toMatchObject([{ note: `${count}, ${schedule}; not in the catalogue`, price: null }]);
});

test("one that does not run bills nothing and says so", async () => {
  const { lines, classified } = await canary("STOPPED", "rate(5 minutes)");
  expect(lines).toEqual([]);
  expect(classified).toMatchObject({ saw: "STOPPED", reason: expect.stringContaining("bills nothing") });
});

test("one whose state AWS does not tell is taken to run", async () => {
  const [one] = await described(syntheticsCanary, "login", {});
  if (!one) throw new Error("it is not listed");
  expect(one.arn).toBe("arn:aws:synthetics:eu-central-1:111122223333:canary:login");
  expect(syntheticsCanary.price(one)).toHaveLength(1);
});
