import { afterEach, beforeEach, expect, test } from "vitest";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { keepLedger } from "./keep-ledger";

/** What a pause was to save beside what it saved, with the sandbox account as AWS. */

const hour = 3_600_000;
const nothing = { params: {}, query: {} };

let standby: SandboxStandby;
beforeEach(async () => {
  standby = await sandboxStandby();
});
afterEach(() => standby.close());

async function run(action: "pause" | "resume"): Promise<string> {
  const { usecases, as } = standby;
  const scope = { kinds: ["ec2.instance"], tags: ["Environment=dev"] };
  const plan = await usecases.createPlan(as("admin"), { ...nothing, body: { action, scope, options: {} } });
  const confirm = plan.confirm.text ? { confirmText: plan.confirm.text } : {};
  const body = { planId: plan.id, planHash: plan.hash, force: true as const, ...confirm };
  const { id } = await usecases.startOperation(as("admin"), { ...nothing, body });
  expect((await standby.settle(id)).state).toBe("succeeded");
  return id;
}

const savingsOf = async (id: string) => {
  await keepLedger(standby.deps);
  return standby.usecases.getOperationSavings(standby.as("viewer"), { params: { id }, query: {}, body: {} });
};

test("after ten hours a pause has saved ten times what was expected an hour, and after its resume no more", async () => {
  const id = await run("pause");
  const begun = await savingsOf(id);
  const expected = Number(begun.expectedHourly?.amount);
  expect(expected).toBeGreaterThan(0);
  standby.clock.advance(10 * hour);
  const later = await savingsOf(id);
  const saved = Number(later.net?.amount) - Number(begun.net?.amount);
  expect(saved).toBeCloseTo(10 * expected, 4);
  expect(later.expectedHourly).toEqual(begun.expectedHourly);

  const back = await run("resume");
  const over = await savingsOf(id);
  standby.clock.advance(10 * hour);
  const { net, realised, running } = await savingsOf(id);
  expect({ net, realised }).toEqual({ net: over.net, realised: over.realised });
  expect(running?.amount).toBe("0.000000");
  await expect(savingsOf(back)).rejects.toThrow(/Only a pause saves/);
});

test("an operation that is not there is not found", async () => {
  await expect(savingsOf("op_none")).rejects.toThrow(/no operation/);
});
