import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { isRead } from "../aws/services";
import type { WirePlan } from "../contract/plans";
import type { WireResource } from "../contract/resources";
import { type RefusalCode, RefusalError } from "../core/fault";
import type { Scope } from "../core/filter";
import type { SandboxFault } from "../sandbox/contract";
import { consent } from "../testing/consent";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { scopes } from "../testing/scopes";

/** Nothing is changed by looking, and nothing without a yes to exactly that. */

const nothing = { params: {}, query: {}, body: {} };
const runs = { numRuns: 100 };
/** Stops of more resources than this ask everybody for a word. */
const limit = 2;

let standby: SandboxStandby;
let resources: readonly WireResource[];
let pausable: readonly string[];

const ana = () => standby.as("operator", "operator");

beforeAll(async () => {
  standby = await sandboxStandby();
  const { usecases } = standby;
  const all = await plan({});
  pausable = all.steps.map(({ resourceId }) => resourceId);
  resources = (await usecases.listResources(ana(), { ...nothing, query: { limit: 500 } })).items;
  const limits = { resources: limit, share: null };
  await usecases.updateSettings(standby.as("admin"), { ...nothing, body: { limits } });
  const rest = { guard: "report", awakeUntil: null, options: {} } as const;
  const vault = { name: "vault", filter: { kinds: ["ec2.instance"], names: ["*-1"] }, protected: true, ...rest };
  await usecases.createGroup(standby.as("admin"), { ...nothing, body: vault });
  // Some are paused, so that there is something to resume.
  const held = await plan({ ids: pausable.filter((_, at) => at % 20 === 0) });
  const body = { planId: held.id, planHash: held.hash, confirmText: held.confirm.text ?? "", undoSeconds: 0 };
  const { id } = await usecases.startOperation(ana(), { ...nothing, body });
  expect((await standby.settle(id)).state).toBe("succeeded");
  pausable = pausable.filter((id) => held.steps.every(({ resourceId }) => resourceId !== id));
});
beforeEach(() => {
  standby.sandbox().setFaults([]);
  standby.forget();
});
afterAll(() => standby.close());

function plan(scope: Scope, more: { readonly includeProtected?: boolean } = {}): Promise<WirePlan> {
  const body = { action: "pause" as const, scope, options: { ...consent }, ...more };
  return standby.usecases.createPlan(ana(), { ...nothing, body });
}

/** Everything that outlasts a request, but plans. */
async function kept(): Promise<unknown> {
  const { operations, holds, groups, audit } = standby.store;
  const [all, active, saved, entries] = await Promise.all([
    operations.list(500),
    holds.active(resources.map(({ id }) => id)),
    groups.list(),
    audit.list(1),
  ]);
  return { operations: all.items, active, saved, entries };
}

const troubles: fc.Arbitrary<SandboxFault[]> = fc.array(
  fc.record({
    service: fc.constantFrom("*", "ec2", "rds", "sagemaker", "tag", "iam", "kms"),
    operation: fc.constant("*"),
    fault: fc.constantFrom("throttle", "error500", "denied", "lost"),
    nth: fc.integer({ min: 1, max: 10 }),
  }),
  { maxLength: 3 },
);

test("dry-run safety: a plan, whatever it is of and whatever goes wrong, sends nothing but reads", async () => {
  const wish = fc.record({
    action: fc.constantFrom("pause", "resume"),
    scope: scopes(resources, ["vault"]),
    options: fc.constantFrom({}, consent),
    includeProtected: fc.boolean(),
    conflicts: fc.constantFrom("ours", "theirs"),
  });
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(wish, troubles, async (body, faults) => {
      const before = { world: await standby.sandbox().snapshot(), kept: await kept(), at: standby.clock.now() };
      standby.forget();
      standby.sandbox().setFaults(faults);
      const shown = await standby.usecases.createPlan(ana(), { ...nothing, body });
      steps += shown.steps.length;
      standby.sandbox().setFaults([]);
      expect(standby.calls().filter(({ operation }) => !isRead(operation))).toEqual([]);
      expect(await kept()).toEqual(before.kept);
      // A world whose time went on, because a read was waited for, may have moved by itself.
      const stood = standby.clock.now().getTime() === before.at.getTime();
      if (stood) expect(await standby.sandbox().snapshot()).toEqual(before.world);
      expect(await standby.store.engine.claimable(standby.clock.now())).toEqual([]);
    }),
    runs,
  );
  expect(steps, "plans of nothing prove nothing").toBeGreaterThan(50);
});

/** A start that is not a yes to the plan that was shown, and what it has to be refused with. */
type Wrong =
  | { readonly how: "hash"; readonly hash: string }
  | { readonly how: "other"; readonly id: string }
  | { readonly how: "late"; readonly minutes: number }
  | { readonly how: "text"; readonly text: string; readonly force: boolean }
  | { readonly how: "direct"; readonly text: string }
  | { readonly how: "viewer" };

const wrongs: fc.Arbitrary<Wrong> = fc.oneof(
  fc.record({ how: fc.constant("hash" as const), hash: fc.string() }),
  fc.record({ how: fc.constant("other" as const), id: fc.string({ minLength: 1 }) }),
  fc.record({ how: fc.constant("late" as const), minutes: fc.integer({ min: 15, max: 10_000 }) }),
  fc.record({ how: fc.constant("text" as const), text: fc.string(), force: fc.boolean() }),
  fc.record({ how: fc.constant("direct" as const), text: fc.string() }),
  fc.record({ how: fc.constant("viewer" as const) }),
);

const codes: Readonly<Record<Wrong["how"], RefusalCode>> = {
  hash: "plan-stale",
  other: "invalid",
  late: "plan-expired",
  text: "unconfirmed",
  direct: "unconfirmed",
  viewer: "forbidden",
};

test("confirm before change: without the yes to exactly this plan no call that changes anything leaves", async () => {
  const story = fc.record({
    // More than the limit: a word is asked for.
    ids: fc.uniqueArray(fc.constantFrom(...pausable), { minLength: limit + 1, maxLength: 6 }),
    includeProtected: fc.boolean(),
    wrong: wrongs,
  });
  await fc.assert(
    fc.asyncProperty(story, async ({ ids, includeProtected, wrong }) => {
      // What is planned and started in one go never takes what a group protects.
      const shown = await plan({ ids }, { includeProtected: includeProtected && wrong.how !== "direct" });
      fc.pre(shown.steps.length > limit);
      const before = await kept();
      standby.forget();
      const error = await start(shown, ids, wrong).catch((refusal: unknown) => refusal);
      expect(error).toBeInstanceOf(RefusalError);
      expect(error).toMatchObject({ code: codes[wrong.how] });
      await passes();
      expect(standby.changes()).toEqual([]);
      expect(await kept()).toEqual(before);
    }),
    runs,
  );
});

function start({ id, hash, confirm }: WirePlan, ids: readonly string[], wrong: Wrong): Promise<unknown> {
  const { usecases } = standby;
  const asks = (body: object, ctx = ana()) =>
    usecases.startOperation(ctx, { ...nothing, body: { planId: id, planHash: hash, ...yes(confirm), ...body } });
  switch (wrong.how) {
    case "hash":
      return asks({ planHash: wrong.hash });
    case "other":
      return asks({ planId: wrong.id });
    case "late":
      standby.clock.advance(wrong.minutes * 60_000);
      return asks({});
    case "text":
      return asks({ confirmText: wrong.text, ...(wrong.force && { force: true }) });
    case "direct": {
      const wish = {
        action: "pause" as const,
        scope: { ids: [...ids] },
        options: { ...consent },
        force: true as const,
      };
      return usecases.startOperation(ana(), { ...nothing, body: { ...wish, confirmText: wrong.text } });
    }
    case "viewer":
      return asks({}, standby.as("viewer"));
  }
}

const yes = ({ text }: WirePlan["confirm"]) => (text === null ? {} : { confirmText: text });

/** Ten minutes, in which whoever works would have begun. */
async function passes(): Promise<void> {
  standby.clock.advance(600_000);
  expect(await standby.store.engine.claimable(standby.clock.now())).toEqual([]);
}

test("confirm before change: with it, it is done; a second person's yes is asked for what is protected", async () => {
  const kept = resources.filter(({ kind, name }) => kind === "ec2.instance" && /-1$/.test(name)).map(({ id }) => id);
  const ids = kept.filter((id) => pausable.includes(id)).slice(0, 2);
  const shown = await plan({ ids }, { includeProtected: true });
  const body = { planId: shown.id, planHash: shown.hash, ...yes(shown.confirm), undoSeconds: 0 };
  const start = () => standby.usecases.startOperation(ana(), { ...nothing, body });
  const approve = (ctx = ana()) => standby.usecases.approvePlan(ctx, { ...nothing, params: { id: shown.id } });
  expect(shown).toMatchObject({ confirm: { level: "approve" }, totals: { resources: 2 } });
  await expect(start()).rejects.toMatchObject({ code: "unconfirmed" });
  await expect(approve()).rejects.toMatchObject({ code: "forbidden" });
  expect(standby.changes()).toEqual([]);
  await approve(standby.as("admin"));
  const { id } = await start();
  expect((await standby.settle(id)).state).toBe("succeeded");
  expect(standby.changes().map(({ operation }) => operation)).toEqual(["StopInstances"]);
});
