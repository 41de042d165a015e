import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { adapterFor } from "../adapters/registry";
import type { AwsCall } from "../aws/door";
import { isRead } from "../aws/services";
import type { WireOperation } from "../contract/operations";
import type { WirePlan } from "../contract/plans";
import type { Action, Plan } from "../core/plan";
import { observedOf } from "../inventory/record";
import type { SandboxFault } from "../sandbox/contract";
import { consent } from "../testing/consent";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";

/** Pause and resume of a few resources of any kinds, as often as chance has it, on one account that goes on living. */

const nothing = { params: {}, query: {}, body: {} };
const runs = { numRuns: 100 };
const dayMs = 24 * 3_600_000;

let standby: SandboxStandby;
/** Ids of what a pause does something to. */
let pausable: readonly string[];
let beforeChange: (call: AwsCall) => Promise<void> = async () => {};

beforeAll(async () => {
  standby = await sandboxStandby({ onChange: (call) => beforeChange(call) });
  pausable = (await plan("pause", undefined)).steps.map(({ resourceId }) => resourceId);
  expect(pausable.length).toBeGreaterThan(150);
});
afterEach(() => {
  beforeChange = async () => {};
  standby.sandbox().setFaults([]);
});
afterAll(() => standby.close());

const plan = (action: Action, ids: readonly string[] | undefined) =>
  standby.usecases.createPlan(standby.as("operator"), {
    ...nothing,
    body: { action, scope: ids ? { ids: [...ids] } : {}, options: { ...consent } },
  });

async function apply({ id: planId, hash: planHash, confirm }: WirePlan): Promise<WireOperation> {
  const { id } = await standby.usecases.startOperation(standby.as("operator"), {
    ...nothing,
    body: { planId, planHash, undoSeconds: 0, ...(confirm.text === null ? {} : { confirmText: confirm.text }) },
  });
  return standby.settle(id);
}

const doAll = async (action: Action, ids: readonly string[]) => apply(await plan(action, ids));
const statesOf = ({ resources }: WireOperation) =>
  resources.map(({ kind, name, state, fault, differences }) => ({ kind, name, state, fault, differences }));
const allDone = ({ steps }: Pick<WirePlan, "steps">) =>
  steps.map(({ kind, name }) => expect.objectContaining({ kind, name, state: "done" }));

/** What AWS allows so often a day, it allows again. */
const nextDay = () => standby.clock.advance(dayMs + 3_600_000);

const selection = () => fc.uniqueArray(fc.constantFrom(...pausable), { minLength: 1, maxLength: 4 });

/** What goes by itself: answers that AWS asks to try again, and answers that are lost after it was done. */
const passing: fc.Arbitrary<SandboxFault[]> = fc.array(
  fc.record({
    service: fc.constantFrom("*", "ec2", "rds", "ecs", "autoscaling", "lambda", "cloudwatch", "sagemaker"),
    operation: fc.constant("*"),
    fault: fc.constantFrom("throttle", "error500", "lost"),
    nth: fc.integer({ min: 1, max: 25 }),
  }),
  { maxLength: 4 },
);

/** What a pause would save of each of these now, with its tags: the whole of what a person wants back. */
async function configurationOf(ids: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const records = await standby.store.inventory.byIds(ids);
  return Object.fromEntries(
    records.map((record) => {
      const adapter = adapterFor(record.kind);
      const seen = observedOf(adapter, record);
      const decision = seen && adapter.planPause(seen, adapter.options.parse(consent[record.kind] ?? {}));
      const saved = decision?.result === "planned" ? decision.saved : decision;
      return [
        `${record.kind} ${record.nativeId}`,
        { saved, tags: record.tags, type: record.type, state: record.state },
      ];
    }),
  );
}

test("complete pause: everything that a plan promises to stop is stopped, and nothing beside it", async () => {
  await fc.assert(
    fc.asyncProperty(selection(), async (ids) => {
      nextDay();
      const shown = await plan("pause", ids);
      const told = [...shown.steps, ...shown.skipped].map(({ resourceId }) => resourceId);
      expect(told.toSorted()).toEqual(ids.toSorted());
      expect(shown.skipped.filter(({ reason }) => reason === "")).toEqual([]);
      const others = await statesBeside(shown);
      const operation = await apply(shown);
      expect(statesOf(operation)).toEqual(expect.arrayContaining(allDone(shown)));
      expect(operation.state).toBe("succeeded");
      // A second plan looks at AWS afresh.
      const again = await plan("pause", ids);
      expect(again.steps).toEqual([]);
      const stopped = new Set(shown.steps.map(({ resourceId }) => resourceId));
      const now = again.skipped.filter(({ resourceId }) => stopped.has(resourceId));
      expect(now.map(({ code }) => code)).toEqual(now.map(() => "alreadyPaused"));
      expect(now).toHaveLength(stopped.size);
      expect(await statesBeside(shown)).toEqual(others);
      expect((await doAll("resume", ids)).state).toBe("succeeded");
    }),
    runs,
  );
}, 900_000);

/** Of the kinds and regions of a plan: what is not in it. Members go with their owners. */
async function statesBeside({ steps }: WirePlan): Promise<Readonly<Record<string, string>>> {
  const planned = new Set(steps.map(({ resourceId }) => resourceId));
  const places = new Set(steps.map(({ kind, region }) => `${kind} ${region}`));
  const all = await standby.store.inventory.summaries([]);
  const beside = all.filter(({ kind, region }) => places.has(`${kind} ${region}`));
  const alone = beside.filter(({ id, ownerId, state }) => !planned.has(id) && !ownerId && state !== "gone");
  return Object.fromEntries(alone.map(({ id, name, state }) => [id, `${name} ${state}`]));
}

test("state preserved before change: no call that changes anything leaves before all is saved as it was", async () => {
  const story = fc.record({ ids: selection(), faults: passing });
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(story, async ({ ids, faults }) => {
      nextDay();
      const shown = await plan("pause", ids);
      const { items } = await frozen(shown.id);
      const before = await configurationOf(items.map(({ resourceId }) => resourceId));
      const broken: string[] = [];
      beforeChange = async ({ region, operation }) => {
        seen += 1;
        const here = items.filter((item) => item.region === region);
        const holds = await standby.store.holds.active(here.map(({ resourceId }) => resourceId));
        const saved = holds.map((hold) => [`${hold.kind} ${hold.nativeId}`, hold.saved]);
        const wanted = here.map(({ kind, nativeId }) => [
          `${kind} ${nativeId}`,
          savedIn(before[`${kind} ${nativeId}`]),
        ]);
        if (!isEqual(saved, wanted)) broken.push(`${operation} left; saved is ${JSON.stringify(saved)}`);
      };
      standby.sandbox().setFaults(faults);
      const operation = await apply(shown);
      beforeChange = async () => {};
      standby.sandbox().setFaults([]);
      expect(broken).toEqual([]);
      expect(statesOf(operation)).toEqual(expect.arrayContaining(allDone(shown)));
      expect((await doAll("resume", ids)).state).toBe("succeeded");
    }),
    runs,
  );
  expect(seen).toBeGreaterThan(100);
}, 900_000);

const savedIn = (configuration: unknown) => (configuration as { readonly saved: unknown } | undefined)?.saved;
const isEqual = (one: readonly unknown[], other: readonly unknown[]) => {
  const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).toSorted();
  return sorted(one).join() === sorted(other).join();
};

async function frozen(planId: string): Promise<Plan> {
  const plan = await standby.store.plans.get(planId);
  if (!plan) throw new Error(`There is no plan ${planId}`);
  return plan;
}

test("pause-resume round trip: whatever comes in between, each resource is afterwards what it was before", async () => {
  const story = fc.record({ ids: selection(), onPause: passing, onResume: passing, hours: fc.nat(150) });
  const troubles = () =>
    standby.deps.doors.counts().reduce((sum, { throttled, failed }) => sum + throttled + failed, 0);
  const troublesBefore = troubles();
  await fc.assert(
    fc.asyncProperty(story, async ({ ids, onPause, onResume, hours }) => {
      nextDay();
      const shown = await plan("pause", ids);
      const planned = shown.steps.map(({ resourceId }) => resourceId);
      const before = await configurationOf(planned);
      standby.sandbox().setFaults(onPause);
      expect(statesOf(await apply(shown))).toEqual(expect.arrayContaining(allDone(shown)));
      standby.sandbox().setFaults([]);
      standby.clock.advance(hours * 3_600_000);
      const back = await plan("resume", ids);
      expect(back.steps.map(({ resourceId }) => resourceId).toSorted()).toEqual(planned.toSorted());
      standby.sandbox().setFaults(onResume);
      expect(statesOf(await apply(back))).toEqual(expect.arrayContaining(allDone(back)));
      standby.sandbox().setFaults([]);
      // A plan looks at AWS afresh.
      await plan("pause", ids);
      expect(await configurationOf(planned)).toEqual(before);
      expect(await standby.store.holds.active(planned)).toEqual([]);
    }),
    runs,
  );
  expect(troubles() - troublesBefore, "faults that hit nothing prove nothing").toBeGreaterThan(50);
}, 900_000);

test("partial failure resilience: what AWS denies fails by name, all else is done, and all comes back", async () => {
  const story = selection().chain((ids) => fc.record({ ids: fc.constant(ids), denied: fc.subarray(ids) }));
  let failures = 0;
  await fc.assert(
    fc.asyncProperty(story, async ({ ids, denied }) => {
      nextDay();
      const shown = await plan("pause", ids);
      const { items } = await frozen(shown.id);
      const victims = items.filter(({ resourceId }) => denied.includes(resourceId));
      standby.sandbox().setFaults(victims.flatMap(denials));
      const operation = await apply(shown);
      standby.sandbox().setFaults([]);
      const failed = operation.resources.filter(({ state }) => state === "failed");
      failures += failed.length;
      for (const { fault } of failed) {
        expect(fault).toMatchObject({
          code: "denied",
          reason: expect.stringMatching(/./),
          remedy: expect.stringMatching(/./),
        });
      }
      const hit = operation.resources.filter(({ name, resourceId }) =>
        victims.some((victim) => victim.resourceId === resourceId || textOf(victim).includes(name)),
      );
      const unharmed = operation.resources.filter((one) => !hit.includes(one));
      expect(unharmed.map(({ kind, name, state }) => `${kind} ${name} ${state}`)).toEqual(
        unharmed.map(({ kind, name }) => `${kind} ${name} done`),
      );
      const { done } = operation.counts;
      const withFailures = done > 0 ? "partial" : "failed";
      expect(operation.state).toBe(failed.length === 0 ? "succeeded" : withFailures);
      expect(operation.can.retry).toBe(failed.length > 0);
      if (operation.can.retry) await retry(operation);
      expect((await doAll("resume", ids)).state).toBe("succeeded");
      expect(await standby.store.holds.active([...ids])).toEqual([]);
    }),
    runs,
  );
  expect(failures, "denials that hit nothing prove nothing").toBeGreaterThan(20);
}, 900_000);

/** Nothing that a pause of its kind sends may name it. */
function denials(victim: Plan["items"][number]): readonly SandboxFault[] {
  const changes = adapterFor(victim.kind).iam.pause.filter((action) => !isRead(action.split(":")[1] ?? ""));
  return changes.map((action) => {
    const [service = "", operation = ""] = action.split(":");
    return { service, operation, region: victim.region, match: textOf(victim), fault: "denied" };
  });
}

const textOf = ({ nativeId }: Pick<Plan["items"][number], "nativeId">) => `${nativeId.split(/[/:]/).at(-1)}"`;

async function retry({ id }: WireOperation): Promise<void> {
  const body = { relation: "retry" } as const;
  const shown = await standby.usecases.planFollowUp(standby.as("operator"), { params: { id }, query: {}, body });
  expect(statesOf(await apply(shown))).toEqual(expect.arrayContaining(allDone(shown)));
}
